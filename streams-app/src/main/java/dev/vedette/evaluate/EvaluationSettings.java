package dev.vedette.evaluate;

import dev.vedette.events.SubjectType;
import java.time.Duration;
import java.util.List;

/**
 * How a recording is held against its labels.
 *
 * @param by the type of subjects whose units are scored
 * @param window how long a unit is, a minute to a day
 * @param warmUp units that start earlier after the first event teach and are not scored
 * @param targets the questions, at least one
 * @param before the phase before whose end a rise should come; empty for none
 * @param falseUnitsADay the budget of false units a day
 * @param resamples of the bootstrap
 * @param seed of chance and bootstrap
 */
public record EvaluationSettings(
    SubjectType by,
    Duration window,
    Duration warmUp,
    List<Target> targets,
    String before,
    double falseUnitsADay,
    int resamples,
    long seed) {
  /** Five false units a day. */
  public static final double FALSE_UNITS_A_DAY = 5;

  /** Copies the list and checks the bounds. */
  public EvaluationSettings {
    targets = List.copyOf(targets);
    if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a window is a minute to a day, not " + window);
    }
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("the warm-up is at least 0, not " + warmUp);
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("there is at least one target");
    }
    if (!(falseUnitsADay >= 0) || resamples < 1) {
      throw new IllegalArgumentException(
          "a budget is at least 0 and a bootstrap has at least one sample, not %s and %d"
              .formatted(falseUnitsADay, resamples));
    }
  }
}
