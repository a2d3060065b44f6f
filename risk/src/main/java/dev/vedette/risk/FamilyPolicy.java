package dev.vedette.risk;

import java.time.Duration;

/**
 * How one family's evidence adds up and is forgotten.
 *
 * @param halfLife in what time its energy halves, {@link #MIN_HALF_LIFE} to {@link #MAX_HALF_LIFE}
 * @param capNats C: the most energy it holds, above 0, at most {@value #MAX_NATS}
 * @param hourCapNats c: the most that one hour adds, 0 to {@value #MAX_NATS}
 * @param reassuranceCapNats a: the most that one hour takes away, 0 to {@value #MAX_NATS}
 * @param weight w: how much an hour's evidence counts when it is bounded, 0 to {@value #MAX_WEIGHT}
 */
public record FamilyPolicy(
    Duration halfLife,
    double capNats,
    double hourCapNats,
    double reassuranceCapNats,
    double weight) {
  /** The shortest half-life: much shorter than this and hours are too coarse. */
  public static final Duration MIN_HALF_LIFE = Duration.ofHours(8);

  /** The longest half-life: it bounds how long a cell is kept. */
  public static final Duration MAX_HALF_LIFE = Duration.ofDays(30);

  /** The greatest cap, the same as the greatest evidence of a signal. */
  public static final double MAX_NATS = 30;

  /** The greatest weight. */
  public static final double MAX_WEIGHT = 10;

  /** A cell counts for so many half-lives; what is left of it then is a thousandth. */
  public static final int HALF_LIVES = 10;

  /** Checks the bounds. */
  public FamilyPolicy {
    if (halfLife.compareTo(MIN_HALF_LIFE) < 0 || halfLife.compareTo(MAX_HALF_LIFE) > 0) {
      throw new IllegalArgumentException(
          "half-life %s: must be from %s to %s".formatted(halfLife, MIN_HALF_LIFE, MAX_HALF_LIFE));
    }
    if (capNats == 0) {
      throw new IllegalArgumentException(
          "cap of energy 0.0: must be above 0 and at most " + MAX_NATS);
    }
    Policy.check("cap of energy", capNats, 0, MAX_NATS);
    Policy.check("cap of an hour", hourCapNats, 0, MAX_NATS);
    Policy.check("cap of reassurance", reassuranceCapNats, 0, MAX_NATS);
    Policy.check("weight", weight, 0, MAX_WEIGHT);
  }

  /** A policy of weight 1. */
  public FamilyPolicy(
      Duration halfLife, double capNats, double hourCapNats, double reassuranceCapNats) {
    this(halfLife, capNats, hourCapNats, reassuranceCapNats, 1);
  }

  /** The age, in milliseconds, up to which a cell counts. */
  public long horizonMillis() {
    return HALF_LIVES * halfLife.toMillis();
  }
}
