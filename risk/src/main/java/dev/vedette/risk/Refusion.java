package dev.vedette.risk;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded signals read again under a policy: the way of a {@link RiskRecord}, version by version
 * in the order in which they came, without detecting anything anew. As in a backtest, what fell by
 * itself is looked at before the next version is taken. Sessions are known by their signals only:
 * of the activity of others nothing is recorded.
 */
public final class Refusion {
  private static final Ledger UNEXPLAINED = subject -> List.of();

  private final Formula formula;
  private final Listener listener;
  private final Map<Subject, RiskRecord> records = new HashMap<>();
  private final Map<SignalLog.Identity, Integer> evidence = new HashMap<>();
  private long nowMillis = Long.MIN_VALUE;

  /** Told of what would have been told; without the words, which nobody reads here. */
  public interface Listener {
    /** Risk changed enough to be told. */
    void updated(RiskUpdate update);

    /** A subject rose to HIGH or CRITICAL. */
    void risen(Rise alert);
  }

  /** A reading under a policy. */
  public Refusion(Formula formula, Listener listener) {
    this.formula = formula;
    this.listener = listener;
  }

  /** Takes the next version of a signal. */
  public void take(Signal version) {
    Integer known = evidence.put(SignalLog.Identity.of(version), version.evidenceMicros());
    Signal upsert = version.after(known == null ? 0 : known);
    nowMillis = Math.max(nowMillis, upsert.receivedMillis());
    Subject decider = upsert.subject().decider();
    RiskRecord before = records.get(decider);
    RiskRecord settled =
        before == null ? RiskRecord.of(decider, formula, nowMillis) : fallen(before, nowMillis);
    Signal effective = Rulings.of(formula.policy(), decider, Verdicts.NONE).effective(upsert);
    records.put(decider, tell(settled.apply(effective, formula, nowMillis, UNEXPLAINED)));
  }

  /** Lets what is due by an instant happen. */
  public void settle(long untilMillis) {
    nowMillis = Math.max(nowMillis, untilMillis);
    records.replaceAll((decider, record) -> fallen(record, nowMillis));
  }

  private RiskRecord fallen(RiskRecord before, long atMillis) {
    return before.highest() != Level.LOW && before.nextDueMillis(formula) <= atMillis
        ? tell(before.due(formula, atMillis, UNEXPLAINED))
        : before;
  }

  private RiskRecord tell(RiskOutcome outcome) {
    outcome.updates().forEach(listener::updated);
    outcome.rises().forEach(listener::risen);
    return outcome.record();
  }
}
