package dev.vedette.simulator;

/** A discrete law: index i is drawn in proportion to its weight. */
public final class Weights {
  private final double[] cumulative;

  private Weights(double[] cumulative) {
    this.cumulative = cumulative;
  }

  /** The law of these weights, each at least 0. */
  public static Weights of(double[] weights) {
    double[] cumulative = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      cumulative[i] = sum;
    }
    return new Weights(cumulative);
  }

  /** Zipf's law: rank r (from 0) has weight (r + 1)^−exponent. */
  public static Weights zipf(int size, double exponent) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = StrictMath.pow(i + 1, -exponent);
    }
    return of(weights);
  }

  /** An index, drawn. */
  public int draw(Dice dice) {
    double at = dice.unit() * cumulative[cumulative.length - 1];
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
