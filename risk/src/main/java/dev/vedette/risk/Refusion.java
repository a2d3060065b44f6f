package dev.vedette.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recorded signals, verdicts and the recorded activity of sessions, read again under a policy: the
 * way of a {@link RiskRecord}, step by step in the order in which they came, without detecting
 * anything anew. As in a backtest, what fell by itself is looked at before the next version is
 * taken. Under the policy of the recording it tells the same updates.
 *
 * <p>What a device said of its sessions is in the recording, as the policy and the verdicts of that
 * time let it: a policy that suppresses evidence of the device suppresses it here too, but what the
 * policy of that time suppressed does not come back.
 */
public final class Refusion implements Retelling {
  private static final Ledger UNEXPLAINED = subject -> List.of();

  private final Formula formula;
  private final Listener listener;
  private final Map<Subject, RiskRecord> records = new HashMap<>();
  private final Map<Subject, Map<SignalLog.Identity, Signal>> ledger = new HashMap<>();
  private final Map<Subject, Verdicts> verdicts = new HashMap<>();
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

  @Override
  public void version(Signal version) {
    Signal known = write(version);
    Signal upsert = version.after(known == null ? 0 : known.evidenceMicros());
    Subject decider = upsert.subject().decider();
    long at = at(upsert.receivedMillis());
    RiskRecord before = record(decider, at);
    records.put(
        decider, tell(fallen(before, at).apply(effective(upsert), formula, at, UNEXPLAINED)));
  }

  @Override
  public void activity(Subject told, SessionActivity activity, long receivedMillis) {
    long at = at(receivedMillis);
    RiskRecord before = record(told, at);
    records.put(told, tell(before.seen(activity, formula, at, UNEXPLAINED)));
  }

  @Override
  public void verdict(Verdict verdict) {
    Subject decider = verdict.subject().decider();
    Verdicts before = verdicts.getOrDefault(decider, Verdicts.NONE);
    long at = at(verdict.atMillis());
    Verdicts after = before.with(verdict).withoutOver(at);
    if (after.equals(before)) {
      return;
    }
    verdicts.put(decider, after);
    RiskRecord record = records.get(decider);
    if (record != null) {
      Ledger effective = rulings(decider).effective(this::signals);
      records.put(decider, tell(record.corrected(formula, at, effective, verdict.id())));
    }
  }

  /** Lets what is due by an instant happen. */
  public void settle(long untilMillis) {
    records.replaceAll((decider, record) -> fallen(record, untilMillis));
  }

  /** What a device says of a session that joins it late is older than what was told before. */
  private long at(long receivedMillis) {
    nowMillis = Math.max(nowMillis, receivedMillis);
    return nowMillis;
  }

  private RiskRecord record(Subject decider, long atMillis) {
    RiskRecord known = records.get(decider);
    return known == null ? RiskRecord.of(decider, formula, atMillis) : known;
  }

  private @Nullable Signal write(Signal version) {
    var signals = ledger.computeIfAbsent(version.subject(), subject -> new HashMap<>());
    SignalLog.Identity identity = SignalLog.Identity.of(version);
    return version.evidenceMicros() == 0
        ? signals.remove(identity)
        : signals.put(identity, version);
  }

  private List<Signal> signals(Subject subject) {
    return List.copyOf(ledger.getOrDefault(subject, Map.of()).values());
  }

  private Signal effective(Signal upsert) {
    Subject via = upsert.via();
    if (via != null && via.type() == SubjectType.DEVICE && upsert.subject().owner() != null) {
      Signal ofDevice = upsert.about(via, upsert.via());
      // What was found out about the device is in what it said; what a policy says of it is not.
      Signal effective = Rulings.of(formula.policy(), via, Verdicts.NONE).effective(ofDevice);
      if (!effective.equals(ofDevice)) {
        return effective.about(upsert.subject(), effective.via());
      }
    }
    return rulings(upsert.subject()).effective(upsert);
  }

  private Rulings rulings(Subject subject) {
    Subject decider = subject.decider();
    Verdicts said = verdicts.getOrDefault(decider, Verdicts.NONE);
    return Rulings.of(formula.policy(), decider, said);
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
