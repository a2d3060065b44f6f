package dev.vedette.promise;

/**
 * Between which expected counts a count that was seen is likely: the exact interval of a Poisson
 * count, 2.5 % on each side (Garwood 1936).
 */
record PoissonRange(double least, double most) {
  private static final double TAIL = 0.025;
  private static final int STEPS = 100;

  static PoissonRange of(int count) {
    // The least mean with which so many or more are likely enough, the most with so many or fewer.
    double most = solve(count, TAIL);
    return new PoissonRange(count == 0 ? 0 : solve(count - 1, 1 - TAIL), most);
  }

  /** The mean with which at most {@code count} come with this probability. */
  private static double solve(int count, double probability) {
    double low = 0;
    double high = 20 + 3.0 * count;
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (atMost(count, middle) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double atMost(int count, double mean) {
    double sum = 0;
    double logTerm = -mean;
    for (int k = 0; k <= count; k++) {
      sum += StrictMath.exp(logTerm);
      logTerm += StrictMath.log(mean / (k + 1));
    }
    return sum;
  }
}
