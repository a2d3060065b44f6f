package dev.vedette.evaluate;

import java.util.Arrays;

/**
 * Public risk formulas over signals, to compare with. A signal's score is {@code 100·nats/12},
 * twelve nats being the most that one detector says of a window.
 */
final class RiskFormulas {
  /** What one detector says of a window at most, in micro-nats. */
  static final int MOST_MICROS = 12_000_000;

  private static final double MOST_NATS = MOST_MICROS / 1e6;
  private static final double ELASTIC_POWER = 1.5;

  /** ζ(1.5) as Elastic's documentation rounds it. */
  private static final double ELASTIC_NORM = 2.5924;

  private static final double SECOPS_REST = 0.2;

  private RiskFormulas() {}

  /** 0 to 100. */
  static double score(double nats) {
    return Math.clamp(points(nats), 0, 100);
  }

  /** Nats on the scale of scores, whatever their sum. */
  static double points(double nats) {
    return 100 * nats / MOST_NATS;
  }

  /** Elastic's entity risk score, without criticality: {@code 100·Σ sᵢ/i^1.5 / (2.5924·100)}. */
  static double elastic(double... scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = 1; i <= sorted.length; i++) {
      sum += sorted[sorted.length - i] / StrictMath.pow(i, ELASTIC_POWER);
    }
    return sum / ELASTIC_NORM;
  }

  /** Google SecOps: the greatest and a fifth of the rest. */
  static double secops(double... scores) {
    double greatest = 0;
    double sum = 0;
    for (double score : scores) {
      greatest = Math.max(greatest, score);
      sum += score;
    }
    return greatest + SECOPS_REST * (sum - greatest);
  }
}
