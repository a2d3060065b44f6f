package dev.vedette.training;

import dev.vedette.detectors.model.Calibration.Curve;
import dev.vedette.events.Signal;
import dev.vedette.training.Benign.OfDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns what a detector's evidence is worth.
 *
 * <p>Of the evidence {@code x} that a detector claims, {@code p(x) = (windows that claim x or more
 * + 1) / (windows + 1)} is a conservative p-value, and {@code e(p) = (1 − p + p ln p) / (p (ln
 * p)²)} an e-value of it (V. Vovk, R. Wang, "E-values: calibration, combination and applications",
 * Annals of Statistics 49, 2021). Believed is {@code min(x, ln e(p(x)) − tax, ln windows)}, at
 * least 0: the detector's own claim is never exceeded. The tax is the smallest, in steps of a
 * quarter of a nat, with which the mean of {@code e^evidence} over the windows is at most {@code 1
 * + ε} even at the 95 % quantile of the bootstrap.
 *
 * @param epsilon how far above 1 the mean may be, above 0 to 1
 * @param seed of the bootstrap
 */
record CalibrationFit(double epsilon, long seed) {
  private static final int STEP_MICROS = 250_000;
  private static final double LN_HALF = Math.log(0.5);

  CalibrationFit {
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon is above 0 and at most 1, not " + epsilon);
    }
  }

  /**
   * What was learned of a detector.
   *
   * @param curve from claimed to believed
   * @param taxMicros the tax
   */
  record Fitted(Curve curve, int taxMicros) {}

  /**
   * Learns of one detector.
   *
   * @throws IllegalArgumentException if there is no window
   */
  Fitted fit(OfDetector data) {
    int[] claims =
        data.claims().stream().mapToInt(Benign.Claim::micros).filter(m -> m > 0).sorted().toArray();
    if (data.windows() < 1) {
      throw new IllegalArgumentException("there is no benign window to learn from");
    }
    for (int tax = 0; ; tax += STEP_MICROS) {
      Curve curve = curve(claims, data.windows(), tax);
      if (MeanOfE.of(data, micros -> believed(curve, micros), seed).high() <= 1 + epsilon) {
        return new Fitted(curve, tax);
      }
    }
  }

  /** What a curve believes; evidence that reassures stays. */
  static int believed(Curve curve, int micros) {
    return micros <= 0 ? micros : curve.believed(micros);
  }

  private static Curve curve(int[] claims, long windows, int taxMicros) {
    int[] levels = Arrays.stream(claims).distinct().toArray();
    var raw = new ArrayList<Integer>();
    var believed = new ArrayList<Integer>();
    for (int at : thinned(levels)) {
      raw.add(at);
      believed.add(believed(at, atLeast(claims, at), windows, taxMicros));
    }
    // More than was ever claimed in peace.
    int last = levels.length == 0 ? 0 : levels[levels.length - 1];
    int beyond = believed(Signal.MAX_EVIDENCE_MICROS, 0, windows, taxMicros);
    raw.add(Math.max(beyond, last + STEP_MICROS));
    believed.add(beyond);
    dropBetween(raw, believed);
    return new Curve(
        windows,
        raw.stream().mapToInt(Integer::intValue).toArray(),
        believed.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Drops points that lie on the line between their neighbours. */
  private static void dropBetween(List<Integer> raw, List<Integer> believed) {
    for (int i = raw.size() - 2; i >= 0; i--) {
      long x0 = i == 0 ? 0 : raw.get(i - 1);
      long y0 = i == 0 ? 0 : believed.get(i - 1);
      long turn =
          (raw.get(i) - x0) * (believed.get(i + 1) - y0)
              - (raw.get(i + 1) - x0) * (believed.get(i) - y0);
      if (turn == 0) {
        raw.subList(i, i + 1).clear();
        believed.subList(i, i + 1).clear();
      }
    }
  }

  /** At most half as many levels as a curve may have break points, evenly chosen. */
  private static int[] thinned(int[] levels) {
    if (levels.length <= Curve.MAX_POINTS / 2) {
      return levels;
    }
    var some = new int[Curve.MAX_POINTS / 2];
    for (int i = 0; i < some.length; i++) {
      some[i] = levels[(int) ((long) (i + 1) * levels.length / some.length) - 1];
    }
    return some;
  }

  private static int atLeast(int[] sorted, int micros) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted.length - low;
  }

  private static int believed(int claimed, int atLeast, long windows, int taxMicros) {
    double lnP = Math.log((atLeast + 1.0) / (windows + 1.0));
    double worth = Math.min(lnE(lnP) * 1e6 - taxMicros, Math.log((double) windows) * 1e6);
    return (int) Math.max(0, Math.min(claimed, Math.floor(worth)));
  }

  private static double lnE(double lnP) {
    if (lnP > -1e-3) {
      return LN_HALF;
    }
    double p = Math.exp(lnP);
    return Math.log(1 - p + p * lnP) - lnP - 2 * Math.log(-lnP);
  }
}
