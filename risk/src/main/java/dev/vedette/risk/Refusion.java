package dev.vedette.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded signals and the recorded activity of sessions, read again under a policy: the way of a
 * {@link RiskRecord}, step by step in the order in which they came, without detecting anything
 * anew. As in a backtest, what fell by itself is looked at before the next version is taken. Under
 * the policy of the recording it tells the same updates.
 *
 * <p>What a device said of its sessions is in the recording, as the policy of that time let it: a
 * policy that suppresses evidence of the device suppresses it here too, but what the policy of that
 * time suppressed does not come back.
 */
public final class Refusion implements Retelling {
  private static final Ledger UNEXPLAINED = subject -> List.of();

  private final Formula formula;
  private final Listener listener;
  private final Map<Subject, RiskRecord> records = new HashMap<>();
  private final Map<SignalLog.Identity, Integer> evidence = new HashMap<>();

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

  @Override
  public void version(Signal version) {
    Integer known = evidence.put(SignalLog.Identity.of(version), version.evidenceMicros());
    Signal upsert = version.after(known == null ? 0 : known);
    Subject decider = upsert.subject().decider();
    long at = upsert.receivedMillis();
    RiskRecord before = record(decider, at);
    records.put(
        decider, tell(fallen(before, at).apply(effective(upsert), formula, at, UNEXPLAINED)));
  }

  @Override
  public void activity(Subject told, SessionActivity activity, long receivedMillis) {
    RiskRecord before = record(told, receivedMillis);
    records.put(told, tell(before.seen(activity, formula, receivedMillis, UNEXPLAINED)));
  }

  /** Lets what is due by an instant happen. */
  public void settle(long untilMillis) {
    records.replaceAll((decider, record) -> fallen(record, untilMillis));
  }

  private RiskRecord record(Subject decider, long atMillis) {
    RiskRecord known = records.get(decider);
    return known == null ? RiskRecord.of(decider, formula, atMillis) : known;
  }

  private Signal effective(Signal upsert) {
    Subject via = upsert.via();
    if (via != null && via.type() == SubjectType.DEVICE && upsert.subject().owner() != null) {
      Signal ofDevice = upsert.about(via, upsert.via());
      Signal effective = rulings(via).effective(ofDevice);
      if (!effective.equals(ofDevice)) {
        return effective.about(upsert.subject(), effective.via());
      }
    }
    return rulings(upsert.subject()).effective(upsert);
  }

  private Rulings rulings(Subject subject) {
    return Rulings.of(formula.policy(), subject.decider(), Verdicts.NONE);
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
