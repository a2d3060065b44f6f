package dev.vedette.training;

import dev.vedette.training.Benign.Claim;
import dev.vedette.training.Benign.Cluster;
import dev.vedette.training.Benign.OfDetector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * The mean of {@code e^evidence} over benign windows, and how far chance may have moved it. A
 * window without evidence counts 1.
 *
 * <p>Windows of one subject are alike, so the bootstrap draws subjects and not windows: each gets a
 * weight from the Poisson law of mean 1 (J. A. Hanley, B. MacGibbon, "Creating non-parametric
 * bootstrap samples using Poisson frequencies", Computer Methods and Programs in Biomedicine 83,
 * 2006).
 *
 * @param mean the mean
 * @param low its 5 % quantile over draws
 * @param high its 95 % quantile over draws
 */
record MeanOfE(double mean, double low, double high) {
  private static final int DRAWS = 400;

  /**
   * Measures.
   *
   * @param believed from the claimed to the believed evidence, in micro-nats
   * @param seed the same seed, the same quantiles
   */
  static MeanOfE of(OfDetector data, IntUnaryOperator believed, long seed) {
    if (data.windows() == 0) {
      return new MeanOfE(1, 1, 1);
    }
    Map<Cluster, Double> excess = new LinkedHashMap<>();
    for (Claim claim : data.claims()) {
      excess.merge(
          claim.whose(), Math.expm1(believed.applyAsInt(claim.micros()) / 1e6), Double::sum);
    }
    double[] each = excess.values().stream().mapToDouble(Double::doubleValue).toArray();
    double windows = data.windows();
    var random = new SplittableRandom(seed);
    var draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      double sum = 0;
      for (double one : each) {
        sum += poisson(random) * one;
      }
      draws[i] = 1 + sum / windows;
    }
    Arrays.sort(draws);
    return new MeanOfE(
        1 + Arrays.stream(each).sum() / windows, draws[DRAWS / 20], draws[DRAWS - 1 - DRAWS / 20]);
  }

  /** A number from the Poisson law of mean 1, by multiplication (D. E. Knuth). */
  private static int poisson(SplittableRandom random) {
    double least = Math.exp(-1);
    int count = -1;
    for (double product = 1; product > least; count++) {
      product *= random.nextDouble();
    }
    return count;
  }
}
