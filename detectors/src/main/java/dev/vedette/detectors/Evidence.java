package dev.vedette.detectors;

/**
 * Evidence in nats: the logarithm of an e-value, a non-negative statistic whose mean over normal
 * life is at most 1.
 *
 * <p>Source of the calibrator and of merging by the mean: V. Vovk and R. Wang, "E-values:
 * Calibration, combination and applications", Annals of Statistics 49(3), 2021. A p-value becomes
 * {@code e(p) = ∫₀¹ κ·p^(κ−1) dκ = (1 − p + p·ln p) / (p·(ln p)²)}, decreasing from infinity to
 * 1/2.
 */
final class Evidence {
  /** Nats between two values that are told apart, so that a growing attack writes few upserts. */
  static final double GRID_NATS = 0.25;

  /** The same in micro-nats. */
  static final int GRID_MICROS = 250_000;

  /** Less than this is not worth saying. */
  static final double LEAST_NATS = 0.5;

  /**
   * More than this no single window shows: evidence is worth at most the logarithm of the number of
   * windows it was calibrated on, and e^12 is 160,000. Prior, to be calibrated on training seeds of
   * the simulator.
   */
  static final double MOST_NATS = 12;

  private static final int LEAST_MICROS = 500_000;
  private static final double LN_HALF = StrictMath.log(0.5);

  private Evidence() {}

  /** Evidence of a p-value in (0, 1], between 0 and {@link #MOST_NATS}; falls as p rises. */
  static double ofPValue(double p) {
    return ofLogPValue(StrictMath.log(p));
  }

  /** Evidence of a p-value given as its natural logarithm. */
  static double ofLogPValue(double lnP) {
    return Math.clamp(logEValue(lnP), 0, MOST_NATS);
  }

  /** {@code ln e(p)} itself, from ln(1/2) upwards: what means are made of. */
  static double logEValue(double lnP) {
    if (lnP > -1e-3) {
      return LN_HALF; // the formula is 0/0 at p = 1, its limit 1/2
    }
    double p = StrictMath.exp(lnP);
    return StrictMath.log(1 - p + p * lnP) - lnP - 2 * StrictMath.log(-lnP);
  }

  /** The logarithm of the mean of e-values given as logarithms; finite for finite ones. */
  static double mean(double... logEValues) {
    double greatest = logEValues[0];
    for (double logE : logEValues) {
      greatest = Math.max(greatest, logE);
    }
    double sum = 0;
    for (double logE : logEValues) {
      sum += StrictMath.exp(logE - greatest);
    }
    return greatest + StrictMath.log(sum / logEValues.length);
  }

  /** Micro-nats on the grid, rounded down; 0 below {@link #LEAST_NATS}. */
  static int micros(double nats) {
    return micros(nats, 0);
  }

  /** Micro-nats on the grid less what was already paid; 0 below {@link #LEAST_NATS}. */
  static int micros(double nats, int paidMicros) {
    double bounded = Math.clamp(nats, 0, MOST_NATS);
    int steps = (int) (bounded / GRID_NATS);
    int micros = steps * GRID_MICROS - paidMicros;
    return micros < LEAST_MICROS ? 0 : micros;
  }
}
