package dev.vedette.detectors.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the evidence of each detector is worth, measured on benign windows: a map from what the
 * detector claims to what may be believed, so that the mean of {@code e^evidence} over normal life
 * stays at most 1 + ε.
 *
 * @param head which model this is
 * @param curves by the detectors' ids; a detector without one keeps its evidence
 */
public record Calibration(ModelHead head, Map<String, Curve> curves) implements Model {
  /** The greatest number of detectors. */
  public static final int MAX_CURVES = 1_000;

  /** Checks the number. */
  public Calibration {
    curves = Collections.unmodifiableMap(new TreeMap<>(curves));
    if (curves.isEmpty() || curves.size() > MAX_CURVES) {
      throw new IllegalArgumentException(
          "detectors are 1 to %d, not %d".formatted(MAX_CURVES, curves.size()));
    }
  }

  @Override
  public ModelKind kind() {
    return ModelKind.CALIBRATION;
  }

  /** Whether a detector was calibrated. */
  public boolean covers(String detector) {
    return curves.containsKey(detector);
  }

  /**
   * Evidence that may be believed. Evidence that reassures, and that of a detector which was not
   * calibrated, stays what it is.
   *
   * @param detector the detector's id
   * @param rawMicros what it claims, in micro-nats
   */
  public int apply(String detector, int rawMicros) {
    Curve curve = curves.get(detector);
    return curve == null || rawMicros <= 0 ? rawMicros : curve.believed(rawMicros);
  }

  /**
   * A piecewise linear map that never falls, from (0, 0) through its break points and level after
   * the last.
   *
   * @param windows on how many benign windows it was measured; evidence is worth at most the
   *     logarithm of that
   * @param rawMicros where the break points are, in micro-nats, above 0 and rising
   * @param believedMicros what is believed there, in micro-nats
   */
  public record Curve(long windows, int[] rawMicros, int[] believedMicros) {
    /** The greatest number of break points. */
    public static final int MAX_POINTS = 1_000;

    /** Checks that it never falls and is bounded. */
    public Curve {
      if (windows < 1) {
        throw new IllegalArgumentException("windows are at least 1, not " + windows);
      }
      if (rawMicros.length != believedMicros.length
          || rawMicros.length == 0
          || rawMicros.length > MAX_POINTS) {
        throw new IllegalArgumentException(
            "break points are 1 to %d, not %d and %d"
                .formatted(MAX_POINTS, rawMicros.length, believedMicros.length));
      }
      int raw = 0;
      int believed = 0;
      for (int i = 0; i < rawMicros.length; i++) {
        if (rawMicros[i] <= raw || believedMicros[i] < believed) {
          throw new IllegalArgumentException(
              "break points rise and what is believed does not fall: (%d, %d) micro-nats"
                  .formatted(rawMicros[i], believedMicros[i]));
        }
        raw = rawMicros[i];
        believed = believedMicros[i];
      }
      if (believed > mostMicros(windows)) {
        throw new IllegalArgumentException(
            "measured on %d windows, at most %d micro-nats can be believed, not %d"
                .formatted(windows, mostMicros(windows), believed));
      }
    }

    /** The logarithm of a number of windows, in micro-nats, rounded up. */
    public static int mostMicros(long windows) {
      return (int) StrictMath.ceil(StrictMath.log((double) windows) * 1e6);
    }

    /** What is believed of a claim above 0, in micro-nats. */
    public int believed(int raw) {
      int x0 = 0;
      int y0 = 0;
      for (int i = 0; i < rawMicros.length; i++) {
        if (raw < rawMicros[i]) {
          long rise = (long) believedMicros[i] - y0;
          return y0 + (int) (rise * (raw - x0) / (rawMicros[i] - x0));
        }
        x0 = rawMicros[i];
        y0 = believedMicros[i];
      }
      return y0;
    }
  }
}
