package dev.vedette.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Scored units in falling order, and what one can say of such an order. Units of the same score are
 * one step: no order among them is claimed.
 */
public final class Ranking {
  private final double[] scores;
  private final boolean[] positive;
  private final int positives;

  private Ranking(double[] scores, boolean[] positive, int positives) {
    this.scores = scores;
    this.positive = positive;
    this.positives = positives;
  }

  /** A point of the precision-recall curve. */
  public record Point(double recall, double precision, double score) {}

  /** An interval with its middle. */
  public record Interval(double low, double high) {}

  /**
   * What a budget of false units buys.
   *
   * @param threshold the lowest score that is told; positive infinity if none can be
   * @param recall the share of positive units at or above it
   * @param told how many units are at or above it
   * @param falselyTold how many of them are not positive
   */
  public record AtBudget(double threshold, double recall, int told, int falselyTold) {}

  /** Ranks units; both arrays have an entry for each. */
  public static Ranking of(double[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          "%d scores and %d labels".formatted(scores.length, positive.length));
    }
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
    double[] sorted = new double[scores.length];
    boolean[] labels = new boolean[scores.length];
    int positives = 0;
    for (int i = 0; i < order.length; i++) {
      if (Double.isNaN(scores[order[i]])) {
        throw new IllegalArgumentException("a score is not a number");
      }
      sorted[i] = scores[order[i]];
      labels[i] = positive[order[i]];
      positives += labels[i] ? 1 : 0;
    }
    return new Ranking(sorted, labels, positives);
  }

  /** How many units there are. */
  public int size() {
    return scores.length;
  }

  /** How many of them are positive. */
  public int positives() {
    return positives;
  }

  /** The share of positive units: the average precision of guessing. */
  public double baseRate() {
    return scores.length == 0 ? Double.NaN : (double) positives / scores.length;
  }

  /**
   * The area under the ROC curve: the probability that a positive unit is above another, ties half
   * (Mann and Whitney, 1947). NaN if all units are of one kind.
   */
  public double auc() {
    double above = 0;
    double negatives = scores.length - positives;
    double seen = 0;
    for (int i = 0; i < scores.length; ) {
      int end = endOfStep(i);
      int hits = hits(i, end);
      above += (end - i - hits) * (seen + hits / 2.0);
      seen += hits;
      i = end;
    }
    return above / (positives * negatives);
  }

  /**
   * Average precision: {@code Σ (Rₙ − Rₙ₋₁)·Pₙ} over the steps (M. Zhu, "Recall, precision and
   * average precision", 2004), without interpolation. NaN without positive units.
   */
  public double averagePrecision() {
    int[] once = new int[scores.length];
    Arrays.fill(once, 1);
    return averagePrecision(once);
  }

  private double averagePrecision(int[] times) {
    double told = 0;
    double hits = 0;
    double all = 0;
    double sum = 0;
    for (int i = 0; i < scores.length; ) {
      int end = endOfStep(i);
      double more = 0;
      for (int k = i; k < end; k++) {
        told += times[k];
        more += positive[k] ? times[k] : 0;
      }
      hits += more;
      all += more;
      sum += more == 0 ? 0 : more * hits / told;
      i = end;
    }
    return sum / all;
  }

  /**
   * The interval in which 95 of 100 average precisions of resampled units lie (B. Efron, "Bootstrap
   * methods", 1979; percentiles). Units with and without label are drawn apart, so that every
   * sample has positive ones.
   */
  public Interval bootstrap(long seed, int samples) {
    if (positives == 0 || samples < 1) {
      return new Interval(Double.NaN, Double.NaN);
    }
    var random = new SplittableRandom(seed);
    int[] hits = new int[positives];
    int[] others = new int[scores.length - positives];
    int h = 0;
    int o = 0;
    for (int i = 0; i < scores.length; i++) {
      if (positive[i]) {
        hits[h++] = i;
      } else {
        others[o++] = i;
      }
    }
    double[] found = new double[samples];
    int[] times = new int[scores.length];
    for (int s = 0; s < samples; s++) {
      Arrays.fill(times, 0);
      draw(hits, times, random);
      draw(others, times, random);
      found[s] = averagePrecision(times);
    }
    Arrays.sort(found);
    return new Interval(found[(int) (0.025 * samples)], found[(int) (0.975 * (samples - 1))]);
  }

  private static void draw(int[] from, int[] times, SplittableRandom random) {
    for (int i = 0; i < from.length; i++) {
      times[from[random.nextInt(from.length)]]++;
    }
  }

  /**
   * As much recall as there is with at most so many false units; a score of 0 or less is silent.
   */
  public AtBudget atBudget(double falseUnits) {
    int told = 0;
    int hits = 0;
    double threshold = Double.POSITIVE_INFINITY;
    for (int i = 0; i < scores.length && scores[i] > 0; ) {
      int end = endOfStep(i);
      int more = hits(i, end);
      if (end - hits - more > falseUnits) {
        break;
      }
      hits += more;
      told = end;
      threshold = scores[i];
      i = end;
    }
    return new AtBudget(
        threshold, positives == 0 ? Double.NaN : (double) hits / positives, told, told - hits);
  }

  /** The precision-recall curve, a point for each score at which a positive unit is. */
  public List<Point> curve() {
    var points = new ArrayList<Point>();
    int hits = 0;
    for (int i = 0; i < scores.length; ) {
      int end = endOfStep(i);
      int more = hits(i, end);
      hits += more;
      if (more > 0) {
        points.add(new Point((double) hits / positives, (double) hits / end, scores[i]));
      }
      i = end;
    }
    return points;
  }

  private int endOfStep(int from) {
    int end = from + 1;
    while (end < scores.length && scores[end] == scores[from]) {
      end++;
    }
    return end;
  }

  private int hits(int from, int end) {
    int hits = 0;
    for (int i = from; i < end; i++) {
      hits += positive[i] ? 1 : 0;
    }
    return hits;
  }
}
