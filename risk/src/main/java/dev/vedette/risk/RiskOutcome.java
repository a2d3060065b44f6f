package dev.vedette.risk;

import dev.vedette.events.Signal;
import java.util.List;

/**
 * What a signal, a session's activity, or time, made of a record.
 *
 * @param record the record now; it is to be stored even if nothing is published
 * @param updates to be published, in this order: the deciding subject, then its sessions by id
 * @param alerts the rises among them
 * @param implicated what a device's record says of the sessions on it: to be applied to the records
 *     of those who decide for them. What each adds is its evidence less what their ledger holds
 */
public record RiskOutcome(
    RiskRecord record, List<RiskUpdate> updates, List<Alert> alerts, List<Signal> implicated) {
  /** Copies the lists. */
  public RiskOutcome {
    updates = List.copyOf(updates);
    alerts = List.copyOf(alerts);
    implicated = List.copyOf(implicated);
  }
}
