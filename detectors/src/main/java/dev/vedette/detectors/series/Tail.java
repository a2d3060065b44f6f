package dev.vedette.detectors.series;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * How rare so great a number is, by the greatest {@value #PEAKS} of the last {@value #HORIZON}.
 *
 * <p>Peaks over a threshold: beyond the k-th greatest, u, the excess follows about a generalised
 * Pareto distribution (J. Pickands 1975; for streams: A. Siffer et al., "Anomaly detection in
 * streams with extreme value theory", KDD 2017), so that with n numbers in the horizon
 *
 * <pre>
 *   P(X &gt; x) = (k+1)/(n+1) · (1 + ξ·(x−u)/σ)^(−1/ξ)       k = {@value #SHARE} n, at least 30
 * </pre>
 *
 * and what does not exceed u is ordinary, 0 decades: equal numbers, as a flat line has, are no
 * peaks. ξ and σ by probability-weighted moments (J. Hosking and J. Wallis, Technometrics 29,
 * 1987): with {@code b0} the mean excess and {@code b1} the mean of excesses weighted by the share
 * of greater ones, {@code ξ = 2 − b0/(b0 − 2·b1)}, {@code σ = b0·(1 − ξ)}. ξ is kept between 0 (no
 * end is believed in) and {@value #HEAVIEST}; σ is at least {@value #FLOOR} of the mean deviation,
 * so that a history that happened to have equal peaks proves nothing, and above rounding, so that a
 * flat line is broken by a step but not by noise in the last digit.
 *
 * <p>An expired peak leaves a gap that later numbers fill: the threshold then lies a little too low
 * and the judgement is milder. Memory: {@value #PEAKS} numbers and their ages.
 */
final class Tail {
  static final int PEAKS = 64;
  static final int HORIZON = 8000;

  private static final double SHARE = 0.01;
  private static final int LEAST_PEAKS = 30;
  private static final double HEAVIEST = 0.3;
  private static final double FLOOR = 0.3;
  private static final double ROUNDING = 1e-6;
  private static final double TINY = 1e-12;
  private static final double EXPONENTIAL = 1e-6;
  private static final double SLOWEST = 0.001;
  private static final double PLOTTING = 0.35;
  private static final double LN_10 = StrictMath.log(10);

  /** Descending. */
  private final double[] peaks = new double[PEAKS];

  private final long[] peakIndexes = new long[PEAKS];
  private int held;
  private long count;
  private double mean;
  private double deviation;

  private boolean fitted;
  private int exceeding;
  private double threshold;
  private double shape;
  private double scale;

  Tail() {}

  Tail(Unpacker from) {
    held = from.getByte();
    if (held > PEAKS) {
      throw new IllegalArgumentException("a tail of %d peaks".formatted(held));
    }
    count = from.getVar();
    mean = from.getDouble();
    deviation = from.getDouble();
    for (int i = 0; i < held; i++) {
      peaks[i] = from.getDouble();
      peakIndexes[i] = count - from.getVar();
    }
    fitted = from.getByte() == 1;
    if (fitted) {
      exceeding = from.getByte();
      threshold = from.getDouble();
      shape = from.getDouble();
      scale = from.getDouble();
    }
  }

  void write(Packer to) {
    to.putByte(held).putVar(count).putDouble(mean).putDouble(deviation);
    for (int i = 0; i < held; i++) {
      to.putDouble(peaks[i]).putVar(count - peakIndexes[i]);
    }
    to.putByte(fitted ? 1 : 0);
    if (fitted) {
      to.putByte(exceeding).putDouble(threshold).putDouble(shape).putDouble(scale);
    }
  }

  /** {@code −log10 P(X > x)}, at least 0; 0 while there are too few numbers to say. */
  double decades(double x) {
    if (held <= LEAST_PEAKS) {
      return 0;
    }
    if (!fitted) {
      fit();
    }
    double all = StrictMath.min(count, HORIZON) + 1.0;
    double excess = x - threshold;
    if (excess <= 0) {
      return 0;
    }
    double relative = excess / scale;
    double nats = shape < EXPONENTIAL ? relative : StrictMath.log1p(shape * relative) / shape;
    return -StrictMath.log10((exceeding + 1) / all) + nats / LN_10;
  }

  /** Learns the next number. */
  void add(double x) {
    count++;
    double rate = StrictMath.max(1.0 / count, SLOWEST);
    mean += (x - mean) * rate;
    deviation += (StrictMath.abs(x - mean) - deviation) * rate;
    expire();
    if (held == PEAKS && x <= peaks[PEAKS - 1]) {
      return;
    }
    int at = held == PEAKS ? PEAKS - 1 : held++;
    while (at > 0 && peaks[at - 1] < x) {
      peaks[at] = peaks[at - 1];
      peakIndexes[at] = peakIndexes[at - 1];
      at--;
    }
    peaks[at] = x;
    peakIndexes[at] = count;
    fitted = false;
  }

  /** At most one number leaves the horizon when one comes. */
  private void expire() {
    for (int i = 0; i < held; i++) {
      if (count - peakIndexes[i] > HORIZON) {
        int after = held - i - 1;
        System.arraycopy(peaks, i + 1, peaks, i, after);
        System.arraycopy(peakIndexes, i + 1, peakIndexes, i, after);
        held--;
        fitted = false;
        return;
      }
    }
  }

  private void fit() {
    fitted = true;
    double all = StrictMath.min(count, HORIZON);
    exceeding = (int) StrictMath.max(LEAST_PEAKS, StrictMath.min(held - 1, SHARE * all));
    threshold = peaks[exceeding];
    double b0 = 0;
    double b1 = 0;
    for (int i = 0; i < exceeding; i++) {
      double excess = peaks[i] - threshold;
      b0 += excess;
      b1 += excess * (i + PLOTTING) / exceeding;
    }
    b0 /= exceeding;
    b1 /= exceeding;
    double least = StrictMath.max(TINY, FLOOR * deviation) + ROUNDING * StrictMath.abs(mean);
    if (b0 <= least) {
      shape = 0;
      scale = least;
      return;
    }
    shape = StrictMath.max(0, StrictMath.min(HEAVIEST, 2 - b0 / (b0 - 2 * b1)));
    scale = StrictMath.max(least, b0 * (1 - shape));
  }
}
