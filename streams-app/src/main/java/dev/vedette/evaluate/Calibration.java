package dev.vedette.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether evidence keeps its word on units without any label: the mean of {@code e^evidence} should
 * be at most 1, and then no more than {@code e^−x} of units have evidence of {@code x} nats or more
 * (Markov).
 *
 * @param units how many there were
 * @param meanEValue the mean of {@code e^evidence}
 * @param tails at some thresholds
 */
public record Calibration(int units, double meanEValue, List<Tail> tails) {
  private static final double[] NATS = {2, 4, 6, 8};

  /** Copies the list. */
  public Calibration {
    tails = List.copyOf(tails);
  }

  /**
   * One threshold.
   *
   * @param nats x
   * @param exceeding how many units have as much evidence or more
   * @param ratio their share, divided by {@code e^−x}: above 1 the promise is broken
   */
  public record Tail(double nats, int exceeding, double ratio) {}

  /** Of the evidence of unlabelled units, in nats. */
  static Calibration of(double[] benignNats) {
    double sum = 0;
    for (double nats : benignNats) {
      sum += StrictMath.exp(nats);
    }
    var tails = new ArrayList<Tail>();
    for (double x : NATS) {
      int exceeding = 0;
      for (double nats : benignNats) {
        exceeding += nats >= x ? 1 : 0;
      }
      double share = (double) exceeding / Math.max(1, benignNats.length);
      tails.add(new Tail(x, exceeding, share * StrictMath.exp(x)));
    }
    return new Calibration(benignNats.length, sum / Math.max(1, benignNats.length), tails);
  }
}
