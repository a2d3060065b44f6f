package dev.vedette.flows.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.CommitBeat;
import dev.vedette.flows.risk.RiskStores.LedgerKeys;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskOutcome;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.SessionRisk;
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
 * without any scan of the subjects.
 */
final class RiskProcessor implements Processor<String, Heard, String, Told> {
  private static final byte[] NOTHING = {};
  private static final long NEVER = Long.MAX_VALUE;
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Formula formula;
  private final Now now;

  private ProcessorContext<String, Told> context;
  private KeyValueStore<String, byte[]> subjects;
  private KeyValueStore<Bytes, Signal> ledger;
  private KeyValueStore<Bytes, byte[]> due;
  private long receivedMillis = Long.MIN_VALUE;
  private long nextDueMillis = Long.MIN_VALUE;

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  RiskProcessor(Formula formula, Now now) {
    this.formula = formula;
    this.now = now;
  }

  @Override
  public void init(ProcessorContext<String, Told> processorContext) {
    context = processorContext;
    subjects = processorContext.getStateStore(RiskStores.SUBJECTS);
    ledger = processorContext.getStateStore(RiskStores.LEDGER);
    due = processorContext.getStateStore(RiskStores.DUE);
    // A revived task keeps its processor: what was not committed must not be remembered.
    receivedMillis = Long.MIN_VALUE;
    nextDueMillis = Long.MIN_VALUE;
    CommitBeat.keep(processorContext);
    if (now == Now.WALL_CLOCK) {
      processorContext.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, this::serveDue);
    }
  }

  @Override
  public void process(Record<String, Heard> record) {
    receivedMillis = Math.max(receivedMillis, record.timestamp());
    long atMillis = nowMillis();
    if (now == Now.RECEPTION && atMillis >= nextDueMillis) {
      serveDue(atMillis);
    }
    switch (record.value()) {
      case Heard.OfSignal(Signal signal) -> fuse(record.key(), signal, atMillis);
      case Heard.OfActivity(SessionActivity activity) -> see(record.key(), activity, atMillis);
    }
  }

  private void see(String key, SessionActivity activity, long atMillis) {
    Subject subject = SubjectKey.decode(key);
    byte[] stored = subjects.get(key);
    long armed = stored == null ? NEVER : ByteBuffer.wrap(stored).getLong();
    RiskRecord before =
        stored == null
            ? RiskRecord.of(subject, formula, atMillis)
            : RiskStores.record(subject, stored);
    RiskOutcome outcome = before.seen(activity, formula, atMillis, this::signals);
    publish(key, armed, outcome, atMillis);
    forgetSessions(before, outcome.record());
  }

  private void fuse(String key, Signal upsert, long atMillis) {
    Signal signal = write(upsert);
    byte[] stored = subjects.get(key);
    Subject subject = signal.subject().decider();
    long armed = stored == null ? NEVER : ByteBuffer.wrap(stored).getLong();
    RiskRecord before =
        stored == null
            ? RiskRecord.of(subject, formula, atMillis)
            : RiskStores.record(subject, stored);
    RiskOutcome outcome = before.apply(signal, formula, atMillis, this::signals);
    publish(key, armed, outcome, atMillis);
    forgetSessions(before, outcome.record());
    if (signal.subject().owner() != null
        && outcome.record().session(signal.subject().id()) == null) {
      forgetSignals(signal.subject());
    }
  }

  private long nowMillis() {
    return now == Now.RECEPTION
        ? receivedMillis
        : Math.max(receivedMillis, context.currentSystemTimeMs());
  }

  private void serveDue(long atMillis) {
    var fired = new ArrayList<Bytes>();
    nextDueMillis = NEVER;
    try (var entries = due.range(dueKey(0, NOTHING), dueKey(NEVER, NOTHING))) {
      while (entries.hasNext()) {
        Bytes key = entries.next().key;
        long when = ByteBuffer.wrap(key.get()).getLong();
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
      byte[] stored = subjects.get(key);
      if (stored == null) {
        continue;
      }
      Subject subject = SubjectKey.decode(key);
      RiskRecord before = RiskStores.record(subject, stored);
      if (before.expired(formula, atMillis)) {
        forget(key, before);
      } else {
        RiskOutcome outcome = before.due(formula, atMillis, this::signals);
        publish(key, NEVER, outcome, atMillis);
        forgetSessions(before, outcome.record());
      }
    }
  }

  /** Stores what became of a record, says what is to be said, and sees that it will be due. */
  private void publish(String key, long armedMillis, RiskOutcome outcome, long atMillis) {
    long dueMillis = outcome.record().nextDueMillis(formula);
    long arm = armedMillis;
    byte[] id = key.getBytes(StandardCharsets.UTF_8);
    if (dueMillis < armedMillis) {
      if (armedMillis != NEVER) {
        due.delete(dueKey(armedMillis, id));
      }
      due.put(dueKey(dueMillis, id), NOTHING);
      arm = dueMillis;
      nextDueMillis = Math.min(nextDueMillis, dueMillis);
    }
    byte[] record = outcome.record().encode();
    subjects.put(
        key, ByteBuffer.allocate(Long.BYTES + record.length).putLong(arm).put(record).array());
    outcome
        .updates()
        .forEach(update -> context.forward(new Record<>(key, new Told.OfUpdate(update), atMillis)));
    outcome
        .alerts()
        .forEach(alert -> context.forward(new Record<>(key, new Told.OfAlert(alert), atMillis)));
    outcome
        .implicated()
        .forEach(signal ->
            context.forward(
                new Record<>(
                    SubjectKey.encode(signal.subject().decider()),
                    new Told.OfImplicated(signal),
                    signal.receivedMillis())));
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
    return RiskStores.signals(ledger, formula, subject, nowMillis());
  }

  private void forget(String key, RiskRecord record) {
    subjects.delete(key);
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

  private static Bytes dueKey(long atMillis, byte[] id) {
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + id.length).putLong(Math.max(0, atMillis)).put(id).array());
  }
}
