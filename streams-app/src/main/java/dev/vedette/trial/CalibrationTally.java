package dev.vedette.trial;

/**
 * How well evidence keeps its word on honest life.
 *
 * <p>Calibrated evidence is the logarithm of an e-value: the mean of {@code e^evidence} over benign
 * windows is at most 1, and so at most {@code e^−x} of them reach x nats (Markov). A sum of such
 * evidence that decays promises {@code e^(1−x)}. What is at stake at the end of a window is its
 * last evidence; somebody who watches sees its highest, which is promised nothing but is what
 * alarms.
 *
 * <p>Windows of one subject resemble each other. So the interval takes each subject, with all of
 * its windows, as one draw (the ratio estimator of cluster sampling; Cochran, "Sampling
 * Techniques", 3rd ed., 1977, §2.11).
 */
final class CalibrationTally {
  private static final int[] NATS = {2, 4, 6, 8};
  private static final double NORMAL_95 = 1.959964;

  private long subjects;
  private long windows;
  private double excess;
  private double squaredExcess;
  private double squaredWindows;
  private double products;
  private final long[] last = new long[NATS.length];
  private final long[] highest = new long[NATS.length];

  /**
   * Counts a subject.
   *
   * @param itsWindows how many windows of it were judged
   * @param itsExcess the sum of {@code e^evidence − 1} over them
   */
  void subject(long itsWindows, double itsExcess) {
    subjects++;
    windows += itsWindows;
    excess += itsExcess;
    squaredExcess += itsExcess * itsExcess;
    squaredWindows += (double) itsWindows * itsWindows;
    products += itsWindows * itsExcess;
  }

  /** Counts the last evidence of a window. */
  void last(double nats) {
    count(nats, last);
  }

  /** Counts the highest evidence of a window. */
  void highest(double nats) {
    count(nats, highest);
  }

  private static void count(double nats, long[] reached) {
    for (int i = 0; i < NATS.length; i++) {
      reached[i] += nats >= NATS[i] ? 1 : 0;
    }
  }

  void add(CalibrationTally other) {
    subjects += other.subjects;
    windows += other.windows;
    excess += other.excess;
    squaredExcess += other.squaredExcess;
    squaredWindows += other.squaredWindows;
    products += other.products;
    for (int i = 0; i < NATS.length; i++) {
      last[i] += other.last[i];
      highest[i] += other.highest[i];
    }
  }

  /** The thresholds of the tails, in nats. */
  static int[] thresholds() {
    return NATS.clone();
  }

  /** The benign windows that were judged. */
  long windows() {
    return windows;
  }

  /** By how much the mean of {@code e^evidence} over benign windows exceeds 1. */
  double excess() {
    return windows == 0 ? 0 : excess / windows;
  }

  /** Half of the width of the 95 % interval of {@link #excess}. */
  double margin() {
    if (subjects < 2 || windows == 0) {
      return Double.NaN;
    }
    double ratio = excess();
    double squares = squaredExcess - 2 * ratio * products + ratio * ratio * squaredWindows;
    double perSubject = Math.max(0, squares) * subjects / (subjects - 1.0);
    return NORMAL_95 * Math.sqrt(perSubject) / windows;
  }

  /** How many times more often than promised windows end with 2, 4, 6, 8 nats. */
  double[] lastTails(double allowance) {
    return ratios(last, allowance);
  }

  /**
   * How many times more often than promised windows ever had 2, 4, 6, 8 nats.
   *
   * @param allowance a in the promise {@code e^(a−x)}: 0 of a window, 1 of a sum that decays
   */
  double[] highestTails(double allowance) {
    return ratios(highest, allowance);
  }

  private double[] ratios(long[] reached, double allowance) {
    double[] ratios = new double[NATS.length];
    for (int i = 0; i < NATS.length; i++) {
      double promised = windows * StrictMath.exp(allowance - NATS[i]);
      ratios[i] = windows == 0 ? 0 : reached[i] / promised;
    }
    return ratios;
  }
}
