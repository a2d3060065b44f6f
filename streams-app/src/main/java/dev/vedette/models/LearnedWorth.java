package dev.vedette.models;

import dev.vedette.detectors.behaviour.Worth;
import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.events.Family;

/**
 * What evidence is worth by the models that are known: the calibration {@value #CALIBRATION} says
 * what may be believed, the fusion weights {@value #WEIGHTS} how much that weighs. What no model
 * speaks of is worth what it claims.
 */
public final class LearnedWorth implements Worth {
  /** The id of the calibration that counts. */
  public static final String CALIBRATION = "evidence";

  /** The id of the fusion weights that count. */
  public static final String WEIGHTS = "verdicts";

  private final Models models;

  /** Asks these models, each time anew. */
  public LearnedWorth(Models models) {
    this.models = models;
  }

  @Override
  public int micros(
      String tenant, Family family, String detector, long windowStartMillis, int micros) {
    ModelSet known = models.now();
    if (known.isEmpty()) {
      return micros;
    }
    var calibration = known.find(Calibration.class, tenant, CALIBRATION, windowStartMillis);
    int believed = calibration == null ? micros : calibration.apply(detector, micros);
    var weights = known.find(FusionWeights.class, tenant, WEIGHTS, windowStartMillis);
    return weights == null ? believed : weights.apply(family, detector, believed);
  }
}
