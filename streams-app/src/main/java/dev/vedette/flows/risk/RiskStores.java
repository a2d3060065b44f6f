package dev.vedette.flows.risk;

import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdicts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The stores of risk. Their names are part of stored state. */
public final class RiskStores {
  /**
   * Key of the subject that decides → when it is due, as of which position, and its risk record;
   * and one entry that says how far the partition was read ({@link #progress}).
   */
  public static final String SUBJECTS = "risk-subjects-v1";

  /** The key of that entry: in the store of subjects, because one changelog keeps the order. */
  private static final String PROGRESS = "\0";

  /** Not behind any subject's key, and behind that of the progress. */
  private static final String FIRST_SUBJECT = "\1";

  /** (subject, window, detector, via) → the final signal. */
  public static final String LEDGER = "risk-ledger-v1";

  /** (instant, key) → something will change by itself. */
  public static final String DUE = "risk-due-v1";

  /** Key of the subject that decides → what was ruled on it; and one entry of {@link Rereading}. */
  public static final String RULINGS = "risk-rulings-v1";

  /** (tenant, day, detector) → how often it was right. */
  public static final String PRECISION = "risk-precision-v1";

  /** Key of the subject that decides → what a candidate policy makes of it; empty without one. */
  public static final String SHADOW = "risk-shadow-v1";

  private RiskStores() {}

  /** The names of all. */
  static String[] names() {
    return new String[] {SUBJECTS, LEDGER, DUE, RULINGS, PRECISION, SHADOW};
  }

  static Set<StoreBuilder<?>> builders(Serde<Signal> signals) {
    return Set.of(
        cached(SUBJECTS, Serdes.String(), Serdes.ByteArray()),
        cached(LEDGER, Serdes.Bytes(), signals),
        cached(DUE, Serdes.Bytes(), Serdes.ByteArray()),
        cached(RULINGS, Serdes.Bytes(), Serdes.ByteArray()),
        cached(PRECISION, Serdes.Bytes(), Serdes.ByteArray()),
        cached(SHADOW, Serdes.String(), Serdes.ByteArray()));
  }

  private static <K, V> StoreBuilder<KeyValueStore<K, V>> cached(
      String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }

  /** The key under which the ledger keeps a signal, the same for all of its versions. */
  public static Bytes ledgerKey(Signal signal) {
    return LedgerKeys.of(signal);
  }

  /** All entries of the store of subjects that are subjects; the caller closes them. */
  public static KeyValueIterator<String, byte[]> subjects(
      ReadOnlyKeyValueStore<String, byte[]> store) {
    return subjects(store, null, null);
  }

  /**
   * The subjects of a range of keys, both ends included; the caller closes them.
   *
   * @param from null for the first
   * @param to null for the last
   */
  public static KeyValueIterator<String, byte[]> subjects(
      ReadOnlyKeyValueStore<String, byte[]> store, @Nullable String from, @Nullable String to) {
    return store.range(from == null || from.isEmpty() ? FIRST_SUBJECT : from, to);
  }

  /**
   * How far a partition was read; {@link Position#START} if nothing ever was.
   *
   * <p>It is written behind the subjects whose records it counts. So what is read of a subject
   * after it, from the same copy of the store, is not older.
   */
  public static Position progress(ReadOnlyKeyValueStore<String, byte[]> store) {
    byte[] stored = store.get(PROGRESS);
    return stored == null ? Position.START : Position.decode(stored);
  }

  static void putProgress(KeyValueStore<String, byte[]> store, Position position) {
    store.put(PROGRESS, position.encode());
  }

  /** The risk record of a value in the store of subjects. */
  public static RiskRecord record(Subject subject, byte[] stored) {
    int from = Long.BYTES + Position.length(stored, Long.BYTES);
    return RiskRecord.decode(subject, Arrays.copyOfRange(stored, from, stored.length));
  }

  /** As of which position a value in the store of subjects is; null in one of before there were. */
  public static @Nullable Position position(byte[] stored) {
    int length = Position.length(stored, Long.BYTES);
    return length == 0
        ? null
        : Position.decode(Arrays.copyOfRange(stored, Long.BYTES, Long.BYTES + length));
  }

  /**
   * A value of the store of subjects.
   *
   * @param dueMillis the instant of the subject's entry in the store of what is due
   * @param position up to which the record knows everything
   */
  public static byte[] stored(long dueMillis, Position position, RiskRecord record) {
    byte[] before = position.encode();
    byte[] encoded = record.encode();
    return ByteBuffer.allocate(Long.BYTES + before.length + encoded.length)
        .putLong(dueMillis)
        .put(before)
        .put(encoded)
        .array();
  }

  /** A key of the store of what is due: in the order of instants, which are not negative. */
  public static Bytes dueKey(long atMillis, byte[] id) {
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + id.length).putLong(Math.max(0, atMillis)).put(id).array());
  }

  /** The rulings on a subject that decides, of people and of its policy. */
  public static Rulings rulings(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, String key, Subject decider, Policy policy) {
    byte[] stored = store.get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
    return Rulings.of(policy, decider, verdicts(stored));
  }

  /** The verdicts on a subject that decides, and on its sessions. */
  public static Verdicts verdicts(ReadOnlyKeyValueStore<Bytes, byte[]> store, Subject decider) {
    byte[] key = SubjectKey.encode(decider).getBytes(StandardCharsets.UTF_8);
    return verdicts(store.get(Bytes.wrap(key)));
  }

  /** The verdicts of a value in the store of rulings; none without a value. */
  static Verdicts verdicts(byte @Nullable [] stored) {
    return stored == null
        ? Verdicts.NONE
        : Verdicts.decode(Arrays.copyOfRange(stored, Long.BYTES, stored.length));
  }

  /** The suppressions of a value in the store of rulings; 0 without a value. */
  static long suppressionsDigest(byte @Nullable [] stored) {
    return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
  }

  static byte[] encode(long suppressionsDigest, Verdicts verdicts) {
    byte[] encoded = verdicts.encode();
    return ByteBuffer.allocate(Long.BYTES + encoded.length)
        .putLong(suppressionsDigest)
        .put(encoded)
        .array();
  }

  /** The final signals of a subject that can still count at an instant. */
  public static List<Signal> signals(
      ReadOnlyKeyValueStore<Bytes, Signal> ledger,
      Formula formula,
      Subject subject,
      long atMillis) {
    var found = new ArrayList<Signal>();
    long from = atMillis - formula.longestHorizonMillis() - Duration.ofDays(2).toMillis();
    try (var entries = ledger.range(LedgerKeys.from(subject, from), LedgerKeys.to(subject))) {
      entries.forEachRemaining(entry -> found.add(entry.value));
    }
    return found;
  }

  /**
   * The final signals of a subject, the newest window first; the caller closes them.
   *
   * @param fromMillis the earliest start of a window
   * @param beforeMillis before this the windows started
   * @param last the key to begin with; null for the newest
   */
  public static KeyValueIterator<Bytes, Signal> newestFirst(
      ReadOnlyKeyValueStore<Bytes, Signal> ledger,
      Subject subject,
      long fromMillis,
      long beforeMillis,
      @Nullable Bytes last) {
    Bytes before = LedgerKeys.from(subject, beforeMillis);
    return ledger.reverseRange(
        LedgerKeys.from(subject, fromMillis),
        last != null && last.compareTo(before) < 0 ? last : before);
  }

  /** Keys of the ledger: a subject's signals lie together, in the order of their windows. */
  static final class LedgerKeys {
    private LedgerKeys() {}

    static Bytes of(Signal signal) {
      var packer = prefix(signal.subject());
      packer.putLong(signal.windowStartMillis()).putText(signal.detector());
      var via = signal.via();
      return Bytes.wrap(packer.putText(via == null ? "" : SubjectKey.encode(via)).toBytes());
    }

    static Bytes from(Subject subject, long windowStartMillis) {
      return Bytes.wrap(prefix(subject).putLong(Math.max(0, windowStartMillis)).toBytes());
    }

    static Bytes to(Subject subject) {
      return Bytes.wrap(prefix(subject).putLong(Long.MAX_VALUE).toBytes());
    }

    private static Packer prefix(Subject subject) {
      var packer = new Packer(128);
      for (byte b : SubjectKey.encode(subject).getBytes(StandardCharsets.UTF_8)) {
        packer.putByte(b);
      }
      return packer.putByte(0);
    }
  }
}
