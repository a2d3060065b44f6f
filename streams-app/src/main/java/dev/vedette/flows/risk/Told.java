package dev.vedette.flows.risk;

import dev.vedette.events.Signal;
import dev.vedette.risk.Difference;
import dev.vedette.risk.RiskUpdate;

/** What risk says: updates for enforcement points, signals for other subjects. */
sealed interface Told {
  /** An update. */
  record OfUpdate(RiskUpdate update) implements Told {}

  /** What is known against a device, as evidence of a session on it. */
  record OfImplicated(Signal signal) implements Told {}

  /**
   * A candidate policy says something else of a subject than the one in force, or the same again.
   */
  record OfDifference(Difference difference) implements Told {}
}
