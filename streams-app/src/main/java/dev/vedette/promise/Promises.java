package dev.vedette.promise;

import dev.vedette.risk.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many false alarms a policy promises, by theory, how many are estimated from quiet life, and
 * how many were seen in another one. All rates are for each 1,000 subjects and day.
 *
 * @param policy version of the policy
 * @param calibration the lives that it is computed from
 * @param heldOut the lives that had no say in it; null if there are none
 * @param moments what the theory was fed with, by type of subject
 * @param levels what the policy's levels keep
 * @param kept from where on budgets are kept
 * @param curve the same for all beginnings of a level, in rising order
 */
public record Promises(
    String policy,
    Lives calibration,
    @Nullable Lives heldOut,
    List<Moment> moments,
    List<Row> levels,
    List<Kept> kept,
    List<Row> curve) {
  /** Copies the lists. */
  public Promises {
    moments = List.copyOf(moments);
    levels = List.copyOf(levels);
    kept = List.copyOf(kept);
    curve = List.copyOf(curve);
  }

  /**
   * Recorded lives, together.
   *
   * @param runs how many
   * @param principals users and services, which are the subjects that are counted
   * @param subjectDays their days
   * @param leftOut deciding subjects that were left out, as they were attacked
   */
  public record Lives(int runs, int principals, double subjectDays, int leftOut) {}

  /**
   * What evidence is like in quiet life.
   *
   * @param type of the subject
   * @param hours how many hours had evidence above 0
   * @param excess by how much the mean of e^evidence over all hours exceeds 1
   * @param remembered the mean of e^(log-odds − prior) before an hour at most
   */
  public record Moment(String type, int hours, double excess, double remembered) {}

  /**
   * A count as a rate.
   *
   * @param count what was seen
   * @param rate for each 1,000 subjects and day
   * @param least the least rate with which so many are likely (95 %)
   * @param most the most
   */
  public record Seen(int count, double rate, double least, double most) {}

  /**
   * A beginning of a level.
   *
   * @param level its name, empty on the curve
   * @param beginsNats log-odds
   * @param promised at most so many, by theory
   * @param estimated so many, by the calibration
   * @param estimatedMost at most so many, by the calibration (95 %)
   * @param calibrated what the calibration saw
   * @param observed what the held-out lives saw; null if there are none
   */
  public record Row(
      String level,
      double beginsNats,
      double promised,
      double estimated,
      double estimatedMost,
      Seen calibrated,
      @Nullable Seen observed) {}

  /**
   * A budget, and where a level must begin to keep it.
   *
   * @param level HIGH or CRITICAL
   * @param budget at most so many
   * @param byEstimate where the most that is estimated is within the budget
   * @param byPromise where the most that is promised is
   */
  public record Kept(Level level, double budget, Row byEstimate, Row byPromise) {}
}
