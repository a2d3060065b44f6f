package dev.vedette.trial;

/**
 * What one detector said in a trial.
 *
 * <p>Calibrated evidence is the logarithm of an e-value: its mean over benign windows, {@code
 * E[e^evidence]}, is at most 1; what a window without a signal contributes is taken as 1, so that
 * the excess is {@code Σ (e^evidence − 1) / windows} and never negative.
 */
final class DetectorTally {
  private static final int[] TAILS = {2, 4, 6, 8};

  private long windows;
  private long trueSignals;
  private long falseSignals;
  private double trueNats;
  private double falseNats;
  private double benignExcess;
  private final long[] benignTails = new long[TAILS.length];

  DetectorTally(long windows) {
    this.windows = windows;
  }

  void add(int evidenceMicros, boolean isTrue, boolean benign) {
    double nats = evidenceMicros / 1e6;
    if (isTrue) {
      trueSignals++;
      trueNats += nats;
    } else {
      falseSignals++;
      falseNats += nats;
    }
    if (benign) {
      benignExcess += StrictMath.expm1(nats);
      for (int i = 0; i < TAILS.length; i++) {
        benignTails[i] += nats >= TAILS[i] ? 1 : 0;
      }
    }
  }

  void add(DetectorTally other) {
    windows += other.windows;
    trueSignals += other.trueSignals;
    falseSignals += other.falseSignals;
    trueNats += other.trueNats;
    falseNats += other.falseNats;
    benignExcess += other.benignExcess;
    for (int i = 0; i < TAILS.length; i++) {
      benignTails[i] += other.benignTails[i];
    }
  }

  /** The benign windows that were judged. */
  long windows() {
    return windows;
  }

  long trueSignals() {
    return trueSignals;
  }

  long falseSignals() {
    return falseSignals;
  }

  double trueNats() {
    return trueNats;
  }

  double falseNats() {
    return falseNats;
  }

  /** By how much the mean of {@code e^evidence} over benign windows exceeds 1. */
  double excess() {
    return windows == 0 ? 0 : benignExcess / windows;
  }

  /** How many times more often than {@code e^−x} evidence reaches x nats, for 2, 4, 6, 8. */
  double[] tailRatios() {
    double[] ratios = new double[TAILS.length];
    for (int i = 0; i < TAILS.length; i++) {
      ratios[i] = windows == 0 ? 0 : benignTails[i] * StrictMath.exp(TAILS[i]) / windows;
    }
    return ratios;
  }
}
