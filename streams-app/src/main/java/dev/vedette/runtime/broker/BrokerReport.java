package dev.vedette.runtime.broker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line from the broker's process to its parent: a word, a blank, and what belongs to it. */
record BrokerReport(State state, String detail) {
  /** What the process has come to. */
  enum State {
    /** It serves; the detail is the address for clients. */
    READY,
    /** Another process kept the data directory until the wait was over. */
    LOCKED,
    /** A port that looked free was taken meanwhile: worth another try. */
    PORT_TAKEN,
    /** Anything else; the detail is the error. */
    FAILED
  }

  String line() {
    return state.name().toLowerCase(Locale.ROOT) + ' ' + detail.replaceAll("\\s+", " ");
  }

  /** The report in a line, or null where the line is something else. */
  static @Nullable BrokerReport parse(String line) {
    int blank = line.indexOf(' ');
    if (blank < 0) {
      return null;
    }
    for (State state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(line.substring(0, blank))) {
        return new BrokerReport(state, line.substring(blank + 1));
      }
    }
    return null;
  }
}
