package dev.vedette.series;

import dev.vedette.series.LabelledSeries.Window;
import java.util.Arrays;
import java.util.List;

/**
 * What an alarm at each point of a series is worth by the rule of the Numenta Anomaly Benchmark,
 * standard profile (A. Lavin and S. Ahmad, "Evaluating Real-time Anomaly Detection Algorithms – the
 * Numenta Anomaly Benchmark", ICMLA 2015; and numenta/NAB, {@code nab/sweeper.py}). With
 *
 * <pre>  σ(y) = 2 / (1 + e^(5y)) − 1        −1 for y > 3</pre>
 *
 * an alarm in a window of width w, d points before its end, is worth {@code σ(−(d+1)/w) / σ(−1)}: 1
 * at its beginning, and only the best in a window counts. Outside it costs {@code 0.11·σ(d/(w−1))},
 * d points after the end of the window before, and 0.11 if there is none before. A window without
 * an alarm costs 1. The first {@code ⌊min(0.15 n, 750)⌋} points are probation: they do not count.
 */
final class NabWeights {
  static final double MISSED = -1;

  private static final double FALSE_ALARM = 0.11;
  private static final double STEEPNESS = 5;
  private static final double FAR = 3;
  private static final double PROBATION_SHARE = 0.15;
  private static final int PROBATION_OF_AT_MOST = 5000;
  private static final int OUTSIDE = -1;

  private final double[] weights;
  private final int[] windowOf;
  private final int windows;
  private final int probation;

  NabWeights(int points, List<Window> windows) {
    weights = new double[points];
    windowOf = new int[points];
    this.windows = windows.size();
    probation = (int) Math.min(PROBATION_SHARE * points, PROBATION_SHARE * PROBATION_OF_AT_MOST);
    Arrays.fill(windowOf, OUTSIDE);
    int next = 0;
    Window before = null;
    for (int i = 0; i < points; i++) {
      if (next < windows.size() && i >= windows.get(next).first()) {
        Window in = windows.get(next);
        double place = -(in.last() - i + 1) / (double) in.width();
        weights[i] = sigmoid(place) / sigmoid(-1);
        windowOf[i] = next;
        if (i == in.last()) {
          before = in;
          next++;
        }
      } else if (before == null) {
        weights[i] = -FALSE_ALARM;
      } else {
        double place = (i - before.last()) / (double) (before.width() - 1);
        weights[i] = FALSE_ALARM * sigmoid(place);
      }
    }
  }

  private static double sigmoid(double place) {
    return place > FAR ? -1 : 2 / (1 + StrictMath.exp(STEEPNESS * place)) - 1;
  }

  /** How many points there are. */
  int points() {
    return weights.length;
  }

  /** The first point that counts. */
  int probation() {
    return probation;
  }

  /** How many windows there are. */
  int windows() {
    return windows;
  }

  boolean outside(int point) {
    return windowOf[point] == OUTSIDE;
  }

  int windowOf(int point) {
    return windowOf[point];
  }

  double weight(int point) {
    return weights[point];
  }

  /** What the alarms of a threshold are worth: every score that is not below it is one. */
  Outcome outcome(double[] scores, double threshold) {
    double[] best = new double[windows];
    boolean[] counts = new boolean[windows];
    Arrays.fill(best, MISSED);
    double sum = 0;
    int falseAlarms = 0;
    for (int i = probation; i < scores.length; i++) {
      if (!outside(i)) {
        counts[windowOf[i]] = true;
      }
      if (scores[i] < threshold) {
        continue;
      }
      if (outside(i)) {
        sum += weights[i];
        falseAlarms++;
      } else {
        best[windowOf[i]] = Math.max(best[windowOf[i]], weights[i]);
      }
    }
    int found = 0;
    for (int w = 0; w < windows; w++) {
      sum += counts[w] ? best[w] : 0;
      found += best[w] > MISSED ? 1 : 0;
    }
    return new Outcome(sum, found, falseAlarms);
  }

  /**
   * What became of one series.
   *
   * @param sum the worth of its alarms less what was missed; at best the number of windows
   * @param found windows with an alarm
   * @param falseAlarms alarms outside all windows
   */
  record Outcome(double sum, int found, int falseAlarms) {}
}
