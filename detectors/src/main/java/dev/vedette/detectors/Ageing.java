package dev.vedette.detectors;

/** Days, and how what was learned fades. */
final class Ageing {
  static final long HOUR_MILLIS = 3_600_000L;
  static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  /**
   * After so many days a day counts half. Prior, to be calibrated on training seeds of the
   * simulator.
   */
  static final int HALF_LIFE_DAYS = 30;

  private Ageing() {}

  /** The UTC day of an instant, counted from the epoch. */
  static int day(long millis) {
    return (int) Math.floorDiv(millis, DAY_MILLIS);
  }

  /** What is left of 1 after so many days: {@code 2^(−days/30)}. */
  static double after(int days) {
    return StrictMath.pow(2, -(double) days / HALF_LIFE_DAYS);
  }
}
