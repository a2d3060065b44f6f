package dev.vedette.flows.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.CommitBeat;
import dev.vedette.flows.Now;
import dev.vedette.flows.WholeStores;
import dev.vedette.flows.risk.RiskStores.LedgerKeys;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskOutcome;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.SessionRisk;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the ledger and the risk records of one partition of deciding subjects.
 *
 * <p>A stored record is preceded by the instant at which its subject is due: one entry for each
 * subject, made earlier when needed, and made anew when it fires. So a level falls by itself
 * without any scan of the subjects. Between them is the position up to which the partition was read
 * when it was stored; how far it was read by now is an entry of its own, behind all that it counts.
 */
final class RiskProcessor implements Processor<String, Heard, String, Told> {
  private static final byte[] NOTHING = {};
  private static final Ledger UNEXPLAINED = subject -> List.of();
  private static final long NEVER = Long.MAX_VALUE;

  /** How often it is looked who is due, by the wall clock. */
  static final Duration EVERY = Duration.ofMillis(500);

  private final Policies policies;
  private final Now now;

  private ProcessorContext<String, Told> context;
  private KeyValueStore<String, byte[]> subjects;
  private KeyValueStore<Bytes, Signal> ledger;
  private KeyValueStore<Bytes, byte[]> due;
  private Rereading rereading;
  private Court court;
  private Shadows shadows;
  private WholeStores.Shown shown = WholeStores.Shown.NOTHING;
  private Position position = Position.START;
  private long receivedMillis = Long.MIN_VALUE;
  private long nextDueMillis = Long.MIN_VALUE;

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  RiskProcessor(Policies policies, Now now) {
    this.policies = policies;
    this.now = now;
  }

  @Override
  public void init(ProcessorContext<String, Told> processorContext) {
    context = processorContext;
    subjects = processorContext.getStateStore(RiskStores.SUBJECTS);
    ledger = processorContext.getStateStore(RiskStores.LEDGER);
    due = processorContext.getStateStore(RiskStores.DUE);
    court = new Court(processorContext);
    shadows = new Shadows(processorContext, policies, court, this::signals);
    rereading = new Rereading(processorContext, policies, this::reread);
    // A revived task keeps its processor: what was not committed must not be remembered.
    receivedMillis = Long.MIN_VALUE;
    nextDueMillis = Long.MIN_VALUE;
    position = RiskStores.progress(subjects);
    shown =
        WholeStores.show(
            processorContext,
            RiskStores.SUBJECTS,
            RiskStores.LEDGER,
            RiskStores.RULINGS,
            RiskStores.PRECISION);
    CommitBeat.keep(processorContext, RiskStores.names());
    processorContext.schedule(
        Rereading.EVERY, PunctuationType.WALL_CLOCK_TIME, wallMillis -> rereading.goOn());
    if (now == Now.WALL_CLOCK) {
      processorContext.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, this::serveIfDue);
    }
  }

  @Override
  public void close() {
    shown.hide();
  }

  @Override
  public void process(Record<String, Heard> record) {
    receivedMillis = Math.max(receivedMillis, record.timestamp());
    long atMillis = nowMillis();
    if (now == Now.RECEPTION) {
      serveIfDue(atMillis);
    }
    context
        .recordMetadata()
        .ifPresent(read -> position = position.behind(record.value(), read.offset()));
    switch (record.value()) {
      case Heard.OfSignal(Signal signal) -> fuse(record.key(), signal, atMillis);
      case Heard.OfVerdict(Verdict verdict) -> rule(record.key(), verdict, atMillis);
      case Heard.OfActivity(SessionActivity activity) -> see(record.key(), activity, atMillis);
    }
    RiskStores.putProgress(subjects, position);
  }

  private void see(String key, SessionActivity activity, long atMillis) {
    Subject subject = SubjectKey.decode(key);
    Formula formula = formula(subject);
    byte[] stored = subjects.get(key);
    long armed = stored == null ? NEVER : ByteBuffer.wrap(stored).getLong();
    RiskRecord before =
        stored == null
            ? RiskRecord.of(subject, formula, atMillis)
            : RiskStores.record(subject, stored);
    Ledger effective = court.of(key, subject, formula.policy()).effective(this::signals);
    RiskOutcome outcome = before.seen(activity, formula, atMillis, effective);
    publish(key, armed, formula, outcome, atMillis);
    forgetSessions(before, outcome.record());
    beside(
        new Shadows.Active(key, outcome.record(), formula, stored == null),
        atMillis,
        "",
        (shadow, other, rulings) -> shadow.seen(activity, other, atMillis, UNEXPLAINED));
  }

  private void fuse(String key, Signal upsert, long atMillis) {
    Subject subject = upsert.subject().decider();
    Formula formula = formula(subject);
    Rulings rulings = rulings(key, subject, formula, atMillis);
    Signal signal = write(upsert);
    court.count(rulings, signal);
    byte[] stored = subjects.get(key);
    long armed = stored == null ? NEVER : ByteBuffer.wrap(stored).getLong();
    RiskRecord before =
        stored == null
            ? RiskRecord.of(subject, formula, atMillis)
            : RiskStores.record(subject, stored);
    Ledger effective = rulings.effective(this::signals);
    RiskOutcome outcome = before.apply(rulings.effective(signal), formula, atMillis, effective);
    publish(key, armed, formula, outcome, atMillis);
    forgetSessions(before, outcome.record());
    if (signal.subject().owner() != null
        && outcome.record().session(signal.subject().id()) == null) {
      forgetSignals(signal.subject());
    }
    beside(
        new Shadows.Active(key, outcome.record(), formula, stored == null),
        atMillis,
        signal.causedBy(),
        (shadow, other, ruled) ->
            shadow.apply(ruled.effective(signal), other, atMillis, UNEXPLAINED));
  }

  /** Does to what a candidate policy makes of a record what was done to the record. */
  private void beside(Shadows.Active active, long atMillis, String causedBy, Shadows.Step step) {
    nextDueMillis = Math.min(nextDueMillis, shadows.step(active, atMillis, causedBy, step));
  }

  /** Takes a verdict: what it withdraws leaves the cells, and what it gives back returns. */
  private void rule(String key, Verdict verdict, long atMillis) {
    Subject subject = verdict.subject().decider();
    Formula formula = formula(subject);
    Rulings before = rulings(key, subject, formula, atMillis);
    Verdicts verdicts = before.verdicts().with(verdict).withoutOver(atMillis);
    if (verdicts.equals(before.verdicts())) {
      return;
    }
    var after = new Rulings(before.suppressions(), verdicts);
    court.put(key, after);
    if (!verdicts.isEmpty()) {
      due.put(
          RiskStores.dueKey(verdicts.overMillis(), key.getBytes(StandardCharsets.UTF_8)), NOTHING);
      nextDueMillis = Math.min(nextDueMillis, verdicts.overMillis());
    }
    byte[] stored = subjects.get(key);
    if (stored != null) {
      RiskRecord record = RiskStores.record(subject, stored);
      recount(subject, before, after);
      record
          .sessions()
          .forEach(session -> recount(Subject.session(subject, session.id()), before, after));
      correct(key, stored, formula, after, verdict.id(), atMillis);
    }
  }

  private void recount(Subject subject, Rulings before, Rulings after) {
    try (var entries = ledger.range(LedgerKeys.from(subject, 0), LedgerKeys.to(subject))) {
      entries.forEachRemaining(entry -> court.recount(before, after, entry.value));
    }
  }

  /** The rulings in force; if others were when the cells were added up, they are added up anew. */
  private Rulings rulings(String key, Subject subject, Formula formula, long atMillis) {
    Rulings rulings = court.of(key, subject, formula.policy());
    if (court.isStale(key, rulings)) {
      court.put(key, rulings);
      byte[] stored = subjects.get(key);
      if (stored != null) {
        String causedBy = "policy " + formula.policy().version();
        correct(key, stored, formula, rulings, causedBy, atMillis);
      }
    }
    return rulings;
  }

  private void correct(
      String key, byte[] stored, Formula formula, Rulings rulings, String causedBy, long atMillis) {
    RiskRecord before = RiskStores.record(SubjectKey.decode(key), stored);
    long armed = ByteBuffer.wrap(stored).getLong();
    Ledger effective = rulings.effective(this::signals);
    RiskOutcome outcome = before.corrected(formula, atMillis, effective, causedBy);
    publish(key, armed, formula, outcome, atMillis);
    forgetSessions(before, outcome.record());
    beside(
        new Shadows.Active(key, outcome.record(), formula, false),
        atMillis,
        causedBy,
        (shadow, other, ruled) ->
            shadow.corrected(other, atMillis, ruled.effective(this::signals), causedBy));
    if (before.subject().type() == SubjectType.DEVICE) {
      for (Signal signal : signals(before.subject())) {
        implicate(before.implicated(rulings.effective(signal)));
      }
    }
  }

  private long nowMillis() {
    return now == Now.RECEPTION
        ? receivedMillis
        : Math.max(receivedMillis, context.currentSystemTimeMs());
  }

  private void serveIfDue(long atMillis) {
    if (atMillis >= nextDueMillis) {
      serveDue(atMillis);
    }
  }

  private void serveDue(long atMillis) {
    var fired = new ArrayList<Bytes>();
    nextDueMillis = NEVER;
    try (var entries =
        due.range(RiskStores.dueKey(0, NOTHING), RiskStores.dueKey(NEVER, NOTHING))) {
      while (entries.hasNext()) {
        Bytes key = entries.next().key;
        long when = whenOf(key);
        if (when > atMillis) {
          nextDueMillis = when;
          break;
        }
        fired.add(key);
      }
    }
    for (Bytes entry : fired) {
      due.delete(entry);
      byte[] id = Arrays.copyOfRange(entry.get(), Long.BYTES, entry.get().length);
      String key = new String(id, StandardCharsets.UTF_8);
      if (Shadows.owns(key)) {
        serveShadow(Shadows.keyOf(key), whenOf(entry), atMillis);
        continue;
      }
      byte[] stored = subjects.get(key);
      if (stored == null || ByteBuffer.wrap(stored).getLong() != whenOf(entry)) {
        // Not the record was due but its verdicts.
        court.prune(key, stored != null, atMillis);
        continue;
      }
      Subject subject = SubjectKey.decode(key);
      Formula formula = formula(subject);
      RiskRecord before = RiskStores.record(subject, stored);
      if (before.expired(formula, atMillis)) {
        forget(key, before);
        court.prune(key, false, atMillis);
      } else {
        Ledger effective = court.of(key, subject, formula.policy()).effective(this::signals);
        RiskOutcome outcome = before.due(formula, atMillis, effective);
        publish(key, NEVER, formula, outcome, atMillis);
        forgetSessions(before, outcome.record());
        beside(
            new Shadows.Active(key, outcome.record(), formula, false),
            atMillis,
            "",
            (shadow, other, rulings) -> shadow.due(other, atMillis, UNEXPLAINED));
      }
    }
  }

  private void serveShadow(String key, long firedMillis, long atMillis) {
    byte[] stored = subjects.get(key);
    Subject subject = SubjectKey.decode(key);
    Shadows.Active active =
        stored == null
            ? null
            : new Shadows.Active(key, RiskStores.record(subject, stored), formula(subject), false);
    nextDueMillis = Math.min(nextDueMillis, shadows.due(key, firedMillis, active, atMillis));
  }

  private Formula formula(Subject subject) {
    return policies.now().of(subject.tenant());
  }

  /** Reads a record under another policy than before: the same evidence, perhaps another level. */
  private void reread(String key, byte[] stored) {
    Subject subject = SubjectKey.decode(key);
    Formula formula = formula(subject);
    long atMillis = Math.max(nowMillis(), RiskStores.record(subject, stored).clockMillis());
    Rulings rulings = rulings(key, subject, formula, atMillis);
    byte[] current = subjects.get(key);
    if (current == null) {
      return;
    }
    RiskRecord before = RiskStores.record(subject, current);
    long armed = ByteBuffer.wrap(current).getLong();
    RiskOutcome outcome = before.reread(formula, atMillis, rulings.effective(this::signals));
    RiskRecord now = before;
    if (!outcome.updates().isEmpty() || outcome.record().nextDueMillis(formula) < armed) {
      publish(key, armed, formula, outcome, atMillis);
      forgetSessions(before, outcome.record());
      now = outcome.record();
    }
    if (policies.now().candidateFor(subject.tenant()) == null) {
      shadows.forget(key);
    } else {
      beside(
          new Shadows.Active(key, now, formula, false),
          atMillis,
          "policy " + formula.policy().version(),
          (shadow, other, ruled) -> shadow.reread(other, atMillis, UNEXPLAINED));
    }
  }

  /** Stores what became of a record, says what is to be said, and sees that it will be due. */
  private void publish(
      String key, long armedMillis, Formula formula, RiskOutcome outcome, long atMillis) {
    long dueMillis = outcome.record().nextDueMillis(formula);
    long arm = armedMillis;
    byte[] id = key.getBytes(StandardCharsets.UTF_8);
    if (dueMillis < armedMillis) {
      if (armedMillis != NEVER) {
        due.delete(RiskStores.dueKey(armedMillis, id));
      }
      due.put(RiskStores.dueKey(dueMillis, id), NOTHING);
      arm = dueMillis;
      nextDueMillis = Math.min(nextDueMillis, dueMillis);
    }
    subjects.put(key, RiskStores.stored(arm, position, outcome.record()));
    outcome
        .updates()
        .forEach(update -> context.forward(new Record<>(key, new Told.OfUpdate(update), atMillis)));
    implicate(outcome.implicated());
  }

  private void implicate(List<Signal> signals) {
    for (Signal signal : signals) {
      context.forward(
          new Record<>(
              SubjectKey.encode(signal.subject().decider()),
              new Told.OfImplicated(signal),
              signal.receivedMillis()));
    }
  }

  /**
   * Writes a signal into the ledger.
   *
   * @return the signal with what the ledger held as its previous value: a device does not know what
   *     of it a session has heard before
   */
  private Signal write(Signal signal) {
    Bytes key = LedgerKeys.of(signal);
    Signal known = ledger.get(key);
    if (signal.evidenceMicros() == 0) {
      ledger.delete(key);
    } else {
      ledger.put(key, signal);
    }
    return signal.after(known == null ? 0 : known.evidenceMicros());
  }

  private List<Signal> signals(Subject subject) {
    return RiskStores.signals(ledger, formula(subject), subject, nowMillis());
  }

  private void forget(String key, RiskRecord record) {
    subjects.delete(key);
    shadows.forget(key);
    forgetSignals(record.subject());
    record
        .sessions()
        .forEach(session -> forgetSignals(Subject.session(record.subject(), session.id())));
  }

  /** A session that is over leaves its principal's record; its signals explain nothing any more. */
  private void forgetSessions(RiskRecord before, RiskRecord after) {
    for (SessionRisk session : before.sessions()) {
      if (after.session(session.id()) == null) {
        forgetSignals(Subject.session(before.subject(), session.id()));
      }
    }
  }

  private void forgetSignals(Subject subject) {
    var gone = new ArrayList<Bytes>();
    try (var entries = ledger.range(LedgerKeys.from(subject, 0), LedgerKeys.to(subject))) {
      entries.forEachRemaining(entry -> gone.add(entry.key));
    }
    gone.forEach(ledger::delete);
  }

  private static long whenOf(Bytes dueKey) {
    return ByteBuffer.wrap(dueKey.get()).getLong();
  }
}
