package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import java.nio.charset.StandardCharsets;

/** What became of one line of input. */
public sealed interface Normalized {
  /** The line is an event. */
  record Event(AccessEvent event) implements Normalized {}

  /** The line was passed over by a rule of its format, whose name is counted. */
  record Ignored(String rule) implements Normalized {}

  /**
   * The line could not be used.
   *
   * @param reason a stable word for counting: one of the constants of {@link DeadReason}
   * @param detail what was wrong, in words for a person
   */
  record Dead(String reason, String detail) implements Normalized {
    /** An excerpt may have been cut in the middle of a character: such halves are replaced. */
    public Dead {
      detail = new String(detail.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
  }
}
