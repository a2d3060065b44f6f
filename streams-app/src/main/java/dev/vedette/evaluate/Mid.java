package dev.vedette.evaluate;

import java.util.Collection;

/** The middle of numbers. */
final class Mid {
  private Mid() {}

  /** The median; of an even number the mean of the two in the middle; NaN of none. */
  static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
