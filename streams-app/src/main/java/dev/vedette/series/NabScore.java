package dev.vedette.series;

import dev.vedette.series.NabWeights.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The score of a detector over a set of series: one threshold for all, the one that serves it best,
 * as the benchmark's optimiser has it, and {@code 100·(sum − null)/(perfect − null)}: 0 is a
 * detector that never says anything (−1 for each window), 100 one that says each anomaly at once
 * and nothing else.
 *
 * @param threshold scores from here on are alarms
 * @param outcomes of the series, in their order
 * @param value the score; below 0 is worse than silence
 */
record NabScore(double threshold, List<Outcome> outcomes, double value) {
  NabScore {
    outcomes = List.copyOf(outcomes);
  }

  /** An alarm that could be, by where it is. */
  private record Candidate(double score, int series, int point) {}

  /**
   * Finds the best threshold.
   *
   * @param weights of each series
   * @param scores of each series, as many as it has points
   */
  static NabScore best(List<NabWeights> weights, List<double[]> scores) {
    return at(weights, scores, threshold(weights, scores));
  }

  /** The score for a given threshold. */
  static NabScore at(List<NabWeights> weights, List<double[]> scores, double threshold) {
    var outcomes = new ArrayList<Outcome>();
    double sum = 0;
    int windows = 0;
    for (int s = 0; s < weights.size(); s++) {
      Outcome outcome = weights.get(s).outcome(scores.get(s), threshold);
      outcomes.add(outcome);
      sum += outcome.sum();
      windows += weights.get(s).windows();
    }
    return new NabScore(threshold, outcomes, 100 * (sum + windows) / (2.0 * windows));
  }

  /**
   * Lowers the threshold from above all scores to the lowest, one distinct score after the other,
   * and keeps the first at which the sum was greatest.
   */
  private static double threshold(List<NabWeights> weights, List<double[]> scores) {
    double[][] best = new double[weights.size()][];
    for (int s = 0; s < best.length; s++) {
      best[s] = new double[weights.get(s).windows()];
      Arrays.fill(best[s], NabWeights.MISSED);
    }
    double gain = 0;
    double greatest = 0;
    double threshold = Double.POSITIVE_INFINITY;
    List<Candidate> candidates = candidates(weights, scores);
    for (int i = 0; i < candidates.size(); i++) {
      Candidate c = candidates.get(i);
      NabWeights series = weights.get(c.series);
      double weight = series.weight(c.point);
      if (series.outside(c.point)) {
        gain += weight;
      } else {
        double known = best[c.series][series.windowOf(c.point)];
        if (weight > known) {
          gain += weight - known;
          best[c.series][series.windowOf(c.point)] = weight;
        }
      }
      boolean last = i + 1 == candidates.size() || candidates.get(i + 1).score < c.score;
      if (last && gain > greatest) {
        greatest = gain;
        threshold = c.score;
      }
    }
    return threshold;
  }

  private static List<Candidate> candidates(List<NabWeights> weights, List<double[]> scores) {
    var candidates = new ArrayList<Candidate>();
    for (int s = 0; s < weights.size(); s++) {
      double[] of = scores.get(s);
      if (of.length != weights.get(s).points()) {
        throw new IllegalArgumentException(
            "%d scores for %d points".formatted(of.length, weights.get(s).points()));
      }
      for (int i = weights.get(s).probation(); i < of.length; i++) {
        candidates.add(new Candidate(of[i], s, i));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
    return candidates;
  }
}
