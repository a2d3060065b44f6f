package dev.vedette.detectors;

/** How improbable it is to see so much or more. */
final class Tails {
  private Tails() {}

  /**
   * {@code ln P(X ≥ x) = −s·ln(1 + x/m)}: the survival function of the Lomax distribution (Pareto
   * type II; K. S. Lomax, "Business failures", Journal of the American Statistical Association 49,
   * 1954), used for counts because what machines do is over-dispersed: a Poisson tail would believe
   * a retry loop to be an attack of a thousand nats. Falls with x, and only like its logarithm.
   *
   * @param x the count, at least 0
   * @param m the scale: for {@code s = 2} the mean
   * @param s the shape, above 0
   */
  static double logLomax(double x, double m, double s) {
    return -s * StrictMath.log1p(x / m);
  }

  /**
   * {@code P(T ≥ t)} of Student's t with four degrees of freedom, exact, with square roots only:
   * with {@code u = t/√(4+t²)} the distribution function is {@code 1/2 + (3u − u³)/4}, so the tail
   * is {@code (1−u)²·(2+u)/4}. {@code 1−u} is rewritten so that nothing cancels for great t.
   * (Closed form for even degrees: Abramowitz and Stegun, 26.7.4.)
   */
  static double student4(double t) {
    double root = StrictMath.sqrt(4 + t * t);
    double u = t / root;
    double oneLessU = t > 0 ? 4 / (root * (root + t)) : 1 - u;
    return oneLessU * oneLessU * (2 + u) / 4;
  }

  /**
   * {@code P(T ≥ t)} of Student's t with eight degrees of freedom, exact: with {@code u =
   * t/√(8+t²)} and {@code c = 1 − u²} it is {@code 1/2 − u/2·(1 + c/2 + 3c²/8 + 5c³/16)}
   * (Abramowitz and Stegun, 26.7.4), from {@code t = 20} on, where that would cancel, its leading
   * term {@code 35/256·c⁴}. Never below 1e-12.
   */
  static double student8(double t) {
    double u = t / StrictMath.sqrt(8 + t * t);
    double c = 8 / (8 + t * t);
    double tail =
        t < 20
            ? 0.5 - 0.5 * u * (1 + c * (0.5 + c * (0.375 + c * 0.3125)))
            : 35.0 / 256 * c * c * c * c;
    return Math.max(1e-12, tail);
  }

  /**
   * {@code ln P(X ≥ x)} of a count that is geometric, a gamma-Poisson mixture of size 1, of which
   * the chance to stop is itself uncertain as Beta(a, b): {@code Π_{i<x} (b + i) / (a + b + i)},
   * the Waring distribution (J. O. Irwin, "The generalized Waring distribution", Journal of the
   * Royal Statistical Society A 138, 1975). It is the predictive law after {@code a} windows with
   * {@code b} things: heavy like {@code x^−a} while little is known. 0 for {@code x ≤ 0}; falls
   * with x.
   */
  static double logWaring(int x, double a, double b) {
    double sum = 0;
    for (int i = 0; i < x; i++) {
      sum += StrictMath.log((b + i) / (a + b + i));
    }
    return sum;
  }
}
