package dev.vedette.simulator.cloudtrail;

import java.time.Instant;

/**
 * Which account is simulated. The same settings give the same bytes.
 *
 * @param principals who calls: people, pipelines, machines and services together, 20 to 10,000
 * @param days length, 1 to 365
 * @param seed every other seed is another account
 * @param startMillis the first instant, a midnight UTC; records are in [start, start + days)
 */
public record TrailSettings(int principals, int days, long seed, long startMillis) {
  /** A Monday: 2026-01-05T00:00:00Z. */
  public static final long DEFAULT_START_MILLIS =
      Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  static final long DAY_MILLIS = 86_400_000L;

  /** Checks the ranges; the message names the value and what is accepted. */
  public TrailSettings {
    if (principals < 20 || principals > 10_000) {
      throw new IllegalArgumentException("principals is 20 to 10000, not " + principals);
    }
    if (days < 1 || days > 365) {
      throw new IllegalArgumentException("days is 1 to 365, not " + days);
    }
    if (startMillis < 0 || startMillis % DAY_MILLIS != 0) {
      throw new IllegalArgumentException(
          "startMillis is a midnight UTC since 1970, not " + startMillis);
    }
  }

  /** From {@link #DEFAULT_START_MILLIS}. */
  public static TrailSettings of(int principals, int days, long seed) {
    return new TrailSettings(principals, days, seed, DEFAULT_START_MILLIS);
  }

  /** The instant after the last record. */
  public long endMillis() {
    return startMillis + days * DAY_MILLIS;
  }
}
