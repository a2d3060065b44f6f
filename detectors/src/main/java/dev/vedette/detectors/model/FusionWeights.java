package dev.vedette.detectors.model;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much evidence weighs, learned from verdicts: a factor for each family and one for each
 * detector. What is not named weighs 1.
 *
 * @param head which model this is
 * @param verdicts how many verdicts it was learned from
 * @param families factors by family, 0 to {@value #MAX_WEIGHT}
 * @param detectors factors by detector id, 0 to {@value #MAX_WEIGHT}
 */
public record FusionWeights(
    ModelHead head, long verdicts, Map<Family, Double> families, Map<String, Double> detectors)
    implements Model {
  /** The greatest factor: verdicts are few, and nobody's evidence doubles more than once. */
  public static final double MAX_WEIGHT = 2;

  /** The greatest number of detectors. */
  public static final int MAX_DETECTORS = 1_000;

  /** Checks the ranges. */
  public FusionWeights {
    var byFamily = new EnumMap<Family, Double>(Family.class);
    byFamily.putAll(families);
    families = Collections.unmodifiableMap(byFamily);
    detectors = Collections.unmodifiableMap(new TreeMap<>(detectors));
    if (verdicts < 1) {
      throw new IllegalArgumentException("verdicts are at least 1, not " + verdicts);
    }
    if (detectors.size() > MAX_DETECTORS) {
      throw new IllegalArgumentException(
          "detectors are at most %d, not %d".formatted(MAX_DETECTORS, detectors.size()));
    }
    families.forEach((family, weight) -> check(family.wireName(), weight));
    detectors.forEach(FusionWeights::check);
  }

  private static void check(String of, double weight) {
    if (!(weight >= 0 && weight <= MAX_WEIGHT)) {
      throw new IllegalArgumentException(
          "the weight of %s is 0 to %s, not %s".formatted(of, MAX_WEIGHT, weight));
    }
  }

  @Override
  public ModelKind kind() {
    return ModelKind.FUSION_WEIGHTS;
  }

  /** The factor of a detector's evidence: its family's times its own. */
  public double weight(Family family, String detector) {
    return families.getOrDefault(family, 1.0) * detectors.getOrDefault(detector, 1.0);
  }

  /** Evidence as it weighs, in micro-nats, rounded towards zero, at most 30 nats. */
  public int apply(Family family, String detector, int micros) {
    return (int)
        Math.clamp(
            weight(family, detector) * micros,
            -Signal.MAX_EVIDENCE_MICROS,
            Signal.MAX_EVIDENCE_MICROS);
  }
}
