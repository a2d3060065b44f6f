package dev.vedette.replay;

import dev.vedette.events.EventHash;
import dev.vedette.json.Json;
import dev.vedette.json.VerdictJson;
import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import dev.vedette.replay.input.ReceptionClock;
import dev.vedette.replay.input.ReplaySource;
import dev.vedette.risk.Verdict;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Recorded input and how to read it.
 *
 * @param format what the lines or documents are
 * @param inputs the files, in order
 * @param context what the lines do not say
 * @param grace how late an event may be
 * @param verdicts what people found out, in the order in which they said it; each comes before the
 *     first line that is received later than it was said
 */
public record Recording(
    Format format, List<Input> inputs, Context context, Duration grace, List<Verdict> verdicts) {
  /** Copies the lists, and puts the verdicts in order. */
  public Recording {
    inputs = List.copyOf(inputs);
    verdicts =
        verdicts.stream()
            .sorted(Comparator.comparingLong(Verdict::atMillis).thenComparing(Verdict::id))
            .toList();
  }

  /** Recorded input about which nobody said anything. */
  public Recording(Format format, List<Input> inputs, Context context, Duration grace) {
    this(format, inputs, context, grace, List.of());
  }

  /** The same with what people found out. */
  public Recording with(List<Verdict> said) {
    return new Recording(format, inputs, context, grace, said);
  }

  /** Opens it for one reading. */
  public ReplaySource open() {
    return new ReplaySource(
        new InputReader(inputs, System.in, format),
        format,
        context,
        new ReceptionClock(grace, Instant.now()));
  }

  /** Whether some of it is standard input, which cannot be read twice. */
  public boolean readsStandardInput() {
    return inputs.stream().anyMatch(input -> input.kind() == Input.Kind.STDIN);
  }

  /**
   * What is read and by which mapping, in 16 hexadecimal digits: of other files it differs. Reads
   * every file.
   */
  public String identity() throws IOException {
    var identity = new StringBuilder(format.digest()).append('|').append(context);
    for (Input input : inputs) {
      identity.append('|').append(input.identity());
    }
    for (Verdict verdict : verdicts) {
      identity.append('|').append(Json.text(json -> VerdictJson.write(verdict, json)));
    }
    return EventHash.of(identity.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(16);
  }
}
