package dev.vedette.flows.risk;

import dev.vedette.events.Signal;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;

/**
 * What risk says: updates for enforcement points, alerts for people, signals for other subjects.
 */
sealed interface Told {
  /** An update. */
  record OfUpdate(RiskUpdate update) implements Told {}

  /** An alert. */
  record OfAlert(Alert alert) implements Told {}

  /** What is known against a device, as evidence of a session on it. */
  record OfImplicated(Signal signal) implements Told {}
}
