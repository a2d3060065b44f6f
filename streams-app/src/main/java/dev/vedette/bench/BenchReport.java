package dev.vedette.bench;

import java.time.Duration;
import java.util.List;

/**
 * What a load test found.
 *
 * @param settings what it was told
 * @param machine where it ran
 * @param passThrough of the bare topology
 * @param pipeline of the whole flow, on the same events
 * @param observationsPerEvent how many subjects an event concerns
 * @param load events a second while latency was measured
 * @param updates from an event's scheduled time to the committed risk update: three hops
 * @param signals from an event's scheduled time to the committed signal: two hops
 * @param hops what was written to each topic, the most bytes first
 */
public record BenchReport(
    BenchSettings settings,
    Machine machine,
    Rate passThrough,
    Rate pipeline,
    double observationsPerEvent,
    double load,
    Latency updates,
    Latency signals,
    List<Hop> hops) {
  /** Copies the list. */
  public BenchReport {
    hops = List.copyOf(hops);
  }

  /** The pipeline's rate as a part of the pass-through's. */
  public double ratio() {
    return pipeline.perSecond() / passThrough.perSecond();
  }

  /**
   * How long an event may take at most to a committed update, at the 99th percentile: a commit
   * interval for each of three hops, and 100 ms.
   */
  public Duration latencyGoal() {
    return settings.commitInterval().multipliedBy(3).plusMillis(100);
  }

  /** Where it ran. */
  public record Machine(int cores, double memoryGb) {}

  /**
   * A rate and its price.
   *
   * @param events measured
   * @param perSecond events a second
   * @param coreSecondsPerMillion processor time of application and broker for a million events
   */
  public record Rate(long events, double perSecond, double coreSecondsPerMillion) {}

  /** Percentiles in milliseconds; all zero if nothing was measured. */
  public record Latency(long count, double p50, double p90, double p99, double p999, double max) {}

  /** What one event writes to a topic. */
  public record Hop(String topic, double recordsPerEvent, double bytesPerEvent) {}
}
