package dev.vedette.risk;

import java.util.List;

/**
 * What a signal, or time, made of a record.
 *
 * @param record the record now; it is to be stored even if nothing is published
 * @param updates to be published, in this order: the deciding subject, then its sessions by id
 * @param alerts the rises among them
 */
public record RiskOutcome(RiskRecord record, List<RiskUpdate> updates, List<Alert> alerts) {
  /** Copies the lists. */
  public RiskOutcome {
    updates = List.copyOf(updates);
    alerts = List.copyOf(alerts);
  }
}
