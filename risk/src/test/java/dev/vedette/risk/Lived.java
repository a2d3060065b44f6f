package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;

import dev.vedette.events.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * A history as a pipeline lives it: versions in an order of arrival, and what is told meanwhile
 * with the ledger of that moment.
 *
 * @param log every version
 * @param updates what was told
 * @param alerts the rises
 * @param lastMillis the last instant
 */
record Lived(SignalLog log, List<RiskUpdate> updates, List<Rise> alerts, long lastMillis) {
  static Lived of(History history, Formula formula) {
    var arrived = new ArrayList<Signal>();
    long now = History.START;
    for (Signal upsert : history.upserts()) {
      now = Math.max(now, Math.min(upsert.timeMillis(), now + 3 * Cells.HOUR_MILLIS));
      arrived.add(received(upsert, Math.max(now, upsert.timeMillis()), "c" + arrived.size() / 2));
      now = arrived.getLast().receivedMillis();
    }
    return of(arrived, formula);
  }

  static Lived of(List<Signal> arrived, Formula formula) {
    SignalLog log = SignalLog.of(arrived);
    var updates = new ArrayList<RiskUpdate>();
    var alerts = new ArrayList<Rise>();
    RiskRecord record = RiskRecord.of(ALICE, formula, arrived.getFirst().receivedMillis());
    long now = 0;
    for (int i = 0; i < arrived.size(); i++) {
      now = Math.max(now, arrived.get(i).receivedMillis());
      if (record.highest() != Level.LOW && record.nextDueMillis(formula) <= now) {
        record = add(record.due(formula, now, log.ledger(i)), updates, alerts);
      }
      Ledger ledger = log.ledger(i + 1);
      record = add(record.apply(arrived.get(i), formula, now, ledger), updates, alerts);
    }
    return new Lived(log, List.copyOf(updates), List.copyOf(alerts), now);
  }

  static Signal received(Signal signal, long receivedMillis, String causedBy) {
    return new Signal(
        signal.subject(),
        signal.detector(),
        signal.family(),
        signal.windowStartMillis(),
        signal.windowEndMillis(),
        signal.via(),
        signal.evidenceMicros(),
        signal.previousMicros(),
        signal.why(),
        signal.technique(),
        signal.events(),
        causedBy,
        signal.timeMillis(),
        receivedMillis);
  }

  private static RiskRecord add(RiskOutcome outcome, List<RiskUpdate> updates, List<Rise> alerts) {
    updates.addAll(outcome.updates());
    alerts.addAll(outcome.rises());
    return outcome.record();
  }
}
