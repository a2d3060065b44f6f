package dev.vedette.detectors;

/**
 * What the tenant's other principals say about a thing that is new for one of them: they are the
 * prior that the subject's own few days back off to.
 *
 * <p>A principal that turns to something new turns to what its colleagues do, with probability
 * {@code q} as they; a stranger does so half the time, and half the time takes any of {@code 1/u}
 * things. So a new thing is {@code ½ + ½·u/q} times as likely under attack, beyond being new.
 * {@code u} is a prior, about one of the countries of the world; {@code q} is believed down to
 * 1/2000 only, because a snapshot of a small tenant knows no less. A thing whose rarity is not
 * known says nothing: factor 1, which is that of one in 250.
 */
final class TenantRarity {
  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double ANYTHING = 1.0 / 250;

  private static final double RAREST = 1.0 / 2000;

  /** What the rarest thing says. */
  static final double MOST_NATS = logFactor(Integer.MAX_VALUE);

  private TenantRarity() {}

  /** Which of two steps of the same thing says more. */
  static int rarer(int stepA, int stepB) {
    return rank(stepA) >= rank(stepB) ? stepA : stepB;
  }

  /** In the order of {@link #logFactor}: what is not known is between steps 15 and 16. */
  private static int rank(int step) {
    return step < 0 ? 31 : 2 * step;
  }

  /** Such as {@code 80} for a thing that one in 90 colleague-days shows; of a known step. */
  static String oneIn(int step) {
    return AtLeast.of((long) StrictMath.pow(2, step / 2.0)).replace("+", "");
  }

  /**
   * The logarithm of that factor, from −0.7 (everybody does it) to 1.5 (nobody does); rises with
   * the step.
   *
   * @param step {@link dev.vedette.events.Rarity#step}, -1 if not known
   */
  static double logFactor(int step) {
    if (step < 0) {
      return 0;
    }
    double q = Math.max(RAREST, StrictMath.pow(2, -step / 2.0));
    return StrictMath.log(0.5 + 0.5 * ANYTHING / q);
  }
}
