package dev.vedette.flows.risk;

import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;

/** What risk says: updates for enforcement points, alerts for people. */
sealed interface Told {
  /** An update. */
  record OfUpdate(RiskUpdate update) implements Told {}

  /** An alert. */
  record OfAlert(Alert alert) implements Told {}
}
