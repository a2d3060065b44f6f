package dev.vedette.flows.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.policy.Formulas.Candidate;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Difference;
import dev.vedette.risk.Difference.Side;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskOutcome;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.Rulings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Tries a candidate policy: keeps, beside each risk record of the partition, the record that the
 * candidate would have made, by the same steps, and tells when the levels become different, change
 * while they are, or are the same again. Whatever else the candidate would have said is not said.
 * Without a candidate nothing is read and nothing kept.
 *
 * <p>An entry: when it is due (8 bytes), what tells the candidate from others (8), the levels that
 * were told (1 each, 0 if they were the same), the record.
 */
@SuppressWarnings("EnumOrdinal") // the order of levels is part of stored state
final class Shadows {
  private static final long NEVER = Long.MAX_VALUE;
  private static final byte[] NOTHING = {};
  private static final Ledger UNEXPLAINED = subject -> List.of();

  /** Behind a subject's key, in the store of what is due; no key holds it. */
  private static final String MARK = "\0shadow";

  private final ProcessorContext<String, Told> context;
  private final Policies policies;
  private final Court court;
  private final Ledger ledger;
  private final KeyValueStore<String, byte[]> store;
  private final KeyValueStore<Bytes, byte[]> due;
  private final Sensor differences;

  /** Something that happens to a record, under a policy. */
  @FunctionalInterface
  interface Step {
    /** What becomes of the record. */
    RiskOutcome of(RiskRecord before, Formula formula, Rulings rulings);
  }

  /**
   * A record after a step under the policy in force.
   *
   * @param isNew whether there was none before
   */
  record Active(String key, RiskRecord record, Formula formula, boolean isNew) {}

  private record Entry(
      long dueMillis,
      long candidate,
      @Nullable Level active,
      @Nullable Level shadow,
      byte[] record) {
    static Entry of(byte[] stored) {
      var buffer = ByteBuffer.wrap(stored);
      return new Entry(
          buffer.getLong(),
          buffer.getLong(),
          level(buffer.get()),
          level(buffer.get()),
          Arrays.copyOfRange(stored, buffer.position(), stored.length));
    }

    byte[] encode() {
      return ByteBuffer.allocate(2 * Long.BYTES + 2 + record.length)
          .putLong(dueMillis)
          .putLong(candidate)
          .put(number(active))
          .put(number(shadow))
          .put(record)
          .array();
    }

    private static @Nullable Level level(byte number) {
      return number == 0 ? null : Level.values()[number - 1];
    }

    private static byte number(@Nullable Level level) {
      return (byte) (level == null ? 0 : level.ordinal() + 1);
    }
  }

  /**
   * What is tried on a partition.
   *
   * @param ledger the signals, whatever was ruled on them
   */
  Shadows(ProcessorContext<String, Told> context, Policies policies, Court court, Ledger ledger) {
    this.context = context;
    this.policies = policies;
    this.court = court;
    this.ledger = ledger;
    store = context.getStateStore(RiskStores.SHADOW);
    due = context.getStateStore(RiskStores.DUE);
    differences =
        context
            .metrics()
            .addRateTotalSensor(
                "risk", RiskStores.SHADOW, "shadow-differences", Sensor.RecordingLevel.INFO);
  }

  /** Whether an id in the store of what is due is one of these. */
  static boolean owns(String id) {
    return id.endsWith(MARK);
  }

  /** The subject's key in such an id. */
  static String keyOf(String id) {
    return id.substring(0, id.length() - MARK.length());
  }

  /**
   * Does to the candidate's record what was done to the active one.
   *
   * @return when the candidate's record is due; Long.MAX_VALUE if never or if there is none
   */
  long step(Active active, long atMillis, String causedBy, Step step) {
    Candidate candidate = policies.now().candidateFor(active.record().subject().tenant());
    if (candidate == null) {
      return NEVER;
    }
    byte[] stored = store.get(active.key());
    Entry known = stored == null ? null : Entry.of(stored);
    return step(candidate, active, known, atMillis, causedBy, step);
  }

  private long step(
      Candidate candidate,
      Active active,
      @Nullable Entry known,
      long atMillis,
      String causedBy,
      Step step) {
    Subject subject = active.record().subject();
    Formula formula = candidate.formula();
    long digest = Long.parseUnsignedLong(candidate.digest(), 0, 16, 16);
    Rulings rulings = court.of(active.key(), subject, formula.policy());
    RiskOutcome outcome;
    if (known != null && known.candidate() == digest) {
      outcome = step.of(RiskRecord.decode(subject, known.record()), formula, rulings);
    } else if (active.isNew()) {
      outcome = step.of(RiskRecord.of(subject, formula, atMillis), formula, rulings);
    } else {
      outcome = begun(active, formula, rulings, atMillis);
    }
    Entry before = known == null ? new Entry(NEVER, digest, null, null, NOTHING) : known;
    return keep(active, before, digest, outcome.record(), formula, atMillis, causedBy);
  }

  /** The active record as the candidate reads it. */
  private RiskOutcome begun(Active active, Formula formula, Rulings rulings, long atMillis) {
    Subject subject = active.record().subject();
    Rulings others = court.of(active.key(), subject, active.formula().policy());
    return rulings.suppressionsDigest() == others.suppressionsDigest()
        ? active.record().reread(formula, atMillis, UNEXPLAINED)
        : active.record().corrected(formula, atMillis, rulings.effective(ledger), "");
  }

  private long keep(
      Active active,
      Entry before,
      long digest,
      RiskRecord record,
      Formula formula,
      long atMillis,
      String causedBy) {
    Level is = active.record().highest();
    Level would = record.highest();
    boolean differs = is != would;
    Level toldActive = differs ? is : null;
    Level toldShadow = differs ? would : null;
    if (toldActive != before.active() || toldShadow != before.shadow()) {
      var difference =
          new Difference(
              record.subject(),
              atMillis,
              Side.of(active.record(), active.formula(), atMillis),
              Side.of(record, formula, atMillis),
              causedBy);
      context.forward(new Record<>(active.key(), new Told.OfDifference(difference), atMillis));
      differences.record();
    }
    // One that is over would be due at once, again and again: it goes with the active record.
    long when = record.expired(formula, atMillis) ? NEVER : record.nextDueMillis(formula);
    long armed = before.dueMillis();
    if (when < armed) {
      disarm(armed, active.key());
      due.put(dueKey(when, active.key()), NOTHING);
      armed = when;
    }
    store.put(
        active.key(), new Entry(armed, digest, toldActive, toldShadow, record.encode()).encode());
    return armed;
  }

  private void disarm(long armedMillis, String key) {
    if (armedMillis != NEVER) {
      due.delete(dueKey(armedMillis, key));
    }
  }

  /**
   * Does what is due by itself.
   *
   * @param active the active record, or null if it is forgotten
   * @return when it is due again; Long.MAX_VALUE if never
   */
  long due(String key, long firedMillis, @Nullable Active active, long atMillis) {
    byte[] stored = store.get(key);
    Entry entry = stored == null ? null : Entry.of(stored);
    if (entry == null || entry.dueMillis() != firedMillis) {
      return NEVER;
    }
    Candidate candidate = policies.now().candidateFor(SubjectKey.decode(key).tenant());
    if (active == null || candidate == null) {
      store.delete(key);
      return NEVER;
    }
    var fired = new Entry(NEVER, entry.candidate(), entry.active(), entry.shadow(), entry.record());
    return step(
        candidate,
        active,
        fired,
        atMillis,
        "",
        (before, formula, rulings) -> before.due(formula, atMillis, UNEXPLAINED));
  }

  /** Forgets a subject, if anything is kept of it. */
  void forget(String key) {
    byte[] stored = store.get(key);
    if (stored != null) {
      disarm(Entry.of(stored).dueMillis(), key);
      store.delete(key);
    }
  }

  private static Bytes dueKey(long atMillis, String key) {
    return RiskStores.dueKey(atMillis, (key + MARK).getBytes(UTF_8));
  }
}
