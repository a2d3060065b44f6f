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
}
