package dev.vedette.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Ranks by Zipf's law: rank r, from 0, has a weight of 1 / (r + 1). */
final class Zipf {
  private final double[] cumulated;

  Zipf(int ranks) {
    cumulated = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1.0 / (rank + 1);
      cumulated[rank] = sum;
    }
  }

  int next(RandomGenerator random) {
    double at = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, at);
    return Math.min(cumulated.length - 1, found >= 0 ? found : -found - 1);
  }
}
