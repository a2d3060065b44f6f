package dev.vedette.app;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How Kafka Streams divides and commits its work. */
final class StreamsOptions {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of topics that do not exist yet (default ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Stream threads (default ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--commit-interval",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      converter = DurationConverter.class,
      description = "How long a transaction lasts (default ${DEFAULT-VALUE}).")
  private Duration commitInterval;

  @SuppressWarnings("NullAway.Init")
  StreamsOptions() {}

  int partitions() {
    return partitions;
  }

  int threads() {
    return threads;
  }

  Duration commitInterval() {
    return commitInterval;
  }
}
