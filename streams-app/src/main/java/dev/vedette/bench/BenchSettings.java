package dev.vedette.bench;

import java.time.Duration;

/**
 * What a load test is told.
 *
 * @param phase how long the pipeline is measured, once saturated and once at half of that load
 * @param threads stream threads, of the pass-through as of the pipeline
 * @param partitions of every topic
 * @param commitInterval of both
 * @param users how many principals there are, active by Zipf's law
 * @param latencyRate events a second at which latency is measured; 0 for half of the rate that the
 *     pipeline has shown
 */
public record BenchSettings(
    Duration phase,
    int threads,
    int partitions,
    Duration commitInterval,
    int users,
    int latencyRate) {
  /** 30 seconds each, two threads, four partitions, a commit each 100 ms, ten thousand users. */
  public static final BenchSettings DEFAULT =
      new BenchSettings(Duration.ofSeconds(30), 2, 4, Duration.ofMillis(100), 10_000, 0);

  /** Checks the ranges. */
  public BenchSettings {
    if (phase.compareTo(Duration.ofSeconds(1)) < 0 || phase.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("phase is 1 s to 1 h, not " + phase);
    }
    if (commitInterval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("commitInterval is at least 1 ms, not " + commitInterval);
    }
    if (latencyRate < 0 || latencyRate > 10_000_000) {
      throw new IllegalArgumentException("latencyRate is 0 to 10000000, not " + latencyRate);
    }
    if (users < 1 || users > 10_000_000) {
      throw new IllegalArgumentException("users are 1 to 10000000, not " + users);
    }
  }
}
