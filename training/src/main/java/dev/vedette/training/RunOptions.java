package dev.vedette.training;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From which runs is learned. */
final class RunOptions {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "A folder that backtest wrote: signals.jsonl and scores.csv. May be repeated.")
  private List<Path> runs;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "What is before this instant (ISO 8601) does not count: detectors were still learning.")
  private @Nullable Instant from;

  @SuppressWarnings("NullAway.Init")
  RunOptions() {}

  List<Run> runs() {
    return runs.stream().map(Run::new).toList();
  }

  List<Path> files() {
    return runs().stream().flatMap(run -> run.files().stream()).toList();
  }

  long fromMillis() {
    return from == null ? Long.MIN_VALUE : from.toEpochMilli();
  }
}
