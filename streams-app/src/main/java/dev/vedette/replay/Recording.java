package dev.vedette.replay;

import dev.vedette.events.EventHash;
import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import dev.vedette.replay.input.ReceptionClock;
import dev.vedette.replay.input.ReplaySource;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Recorded input and how to read it.
 *
 * @param format what the lines or documents are
 * @param inputs the files, in order
 * @param context what the lines do not say
 * @param grace how late an event may be
 */
public record Recording(Format format, List<Input> inputs, Context context, Duration grace) {
  /** Copies the list. */
  public Recording {
    inputs = List.copyOf(inputs);
  }

  /** Opens it for one reading. */
  public ReplaySource open() {
    return new ReplaySource(
        new InputReader(inputs, System.in, format),
        format,
        context,
        new ReceptionClock(grace, Instant.now()));
  }

  /** What is read, in 16 hexadecimal digits: of other input it differs. Reads every file. */
  public String identity() throws IOException {
    var identity = new StringBuilder(format.name()).append('|').append(context);
    for (Input input : inputs) {
      identity.append('|').append(input.identity());
    }
    return EventHash.of(identity.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(16);
  }
}
