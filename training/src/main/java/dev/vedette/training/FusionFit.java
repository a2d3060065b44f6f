package dev.vedette.training;

import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.events.Family;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Learns how much the evidence of each family weighs: logistic regression of verdicts on nats, with
 * factors from 0 to 2 that a penalty holds at 1 until verdicts say otherwise ({@code λ/2 Σ (w −
 * 1)²}: a normal prior around the present weights), by projected gradient steps. The constant is
 * fitted beside them and left out: how common attacks are among verdicts says nothing about how
 * common they are.
 *
 * @param penalty λ, above 0: as many verdicts as it, at a nat each, move a factor noticeably
 */
record FusionFit(double penalty) {
  private static final int STEPS = 20_000;
  private static final double STILL = 1e-9;

  FusionFit {
    if (!(penalty > 0 && Double.isFinite(penalty))) {
      throw new IllegalArgumentException("penalty is above 0, not " + penalty);
    }
  }

  /**
   * Learns.
   *
   * @throws IllegalArgumentException unless there are verdicts of both kinds
   */
  FusionWeights fit(ModelHead head, List<Verdicts.Example> examples) {
    long malicious = examples.stream().filter(Verdicts.Example::malicious).count();
    if (malicious == 0 || malicious == examples.size()) {
      throw new IllegalArgumentException(
          "verdicts of both kinds are needed: %d of %d are malicious"
              .formatted(malicious, examples.size()));
    }
    int families = Family.values().length;
    var weights = new double[families];
    Arrays.fill(weights, 1);
    double constant = -1;
    double step = 1 / curvature(examples);
    for (int i = 0; i < STEPS; i++) {
      var slope = new double[families];
      double slopeOfConstant = 0;
      for (Verdicts.Example example : examples) {
        double error = chance(constant, weights, example.nats()) - (example.malicious() ? 1 : 0);
        slopeOfConstant += error;
        for (int f = 0; f < families; f++) {
          slope[f] += error * example.nats()[f];
        }
      }
      double moved = Math.abs(step * slopeOfConstant);
      constant -= step * slopeOfConstant;
      for (int f = 0; f < families; f++) {
        double next =
            Math.clamp(
                weights[f] - step * (slope[f] + penalty * (weights[f] - 1)),
                0,
                FusionWeights.MAX_WEIGHT);
        moved = Math.max(moved, Math.abs(next - weights[f]));
        weights[f] = next;
      }
      if (moved < STILL) {
        break;
      }
    }
    return new FusionWeights(head, examples.size(), rounded(weights, examples), Map.of());
  }

  /** An upper bound of the second derivative: 1/4 of all squares, and the penalty. */
  private double curvature(List<Verdicts.Example> examples) {
    double sum = 0;
    for (Verdicts.Example example : examples) {
      double squares = 1;
      for (double nats : example.nats()) {
        squares += nats * nats;
      }
      sum += squares / 4;
    }
    return sum + penalty;
  }

  private static double chance(double constant, double[] weights, double[] nats) {
    double sum = constant;
    for (int f = 0; f < weights.length; f++) {
      sum += weights[f] * nats[f];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** In thousandths; families without evidence in any verdict are not named. */
  private static Map<Family, Double> rounded(double[] weights, List<Verdicts.Example> examples) {
    var named = new EnumMap<Family, Double>(Family.class);
    for (Family family : Family.values()) {
      if (examples.stream().anyMatch(example -> example.nats()[family.ordinal()] > 0)) {
        named.put(family, Math.round(weights[family.ordinal()] * 1_000) / 1_000.0);
      }
    }
    return named;
  }
}
