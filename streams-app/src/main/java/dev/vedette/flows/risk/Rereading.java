package dev.vedette.flows.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.SubjectKey;
import dev.vedette.policy.Formulas;
import dev.vedette.policy.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a partition again when policies have changed, so that nobody waits for an
 * event to have the level that the new policy gives: some records at a time, in the order of their
 * keys, between other work. When all are read it is written down, so that a restart in the middle
 * begins again and one after the end does not.
 */
final class Rereading {
  /** How often some are read. */
  static final Duration EVERY = Duration.ofMillis(100);

  /** How many at a time: some 50 ms of work. */
  static final int SLICE = 1_000;

  /** Before all keys of subjects, which begin with a letter of their tenant. */
  private static final Bytes READ = Bytes.wrap(new byte[] {0});

  private static final byte[] NEVER_READ = {};

  private final Policies policies;
  private final KeyValueStore<String, byte[]> subjects;
  private final KeyValueStore<Bytes, byte[]> rulings;
  private final Reader reader;

  /** The policies that all records were read under; null if this instance does not know them. */
  private @Nullable Formulas before;

  private byte[] read;

  /** The policies of the reading under way; null if none is. */
  private @Nullable Formulas under;

  /** The last key that was read. */
  private @Nullable String last;

  /** Reads one record again. */
  @FunctionalInterface
  interface Reader {
    /** Reads the stored record of a key. */
    void reread(String key, byte[] stored);
  }

  Rereading(ProcessorContext<String, Told> context, Policies policies, Reader reader) {
    this.policies = policies;
    this.reader = reader;
    subjects = context.getStateStore(RiskStores.SUBJECTS);
    rulings = context.getStateStore(RiskStores.RULINGS);
    byte[] written = rulings.get(READ);
    if (written == null && isEmpty()) {
      // What comes is read under what is in force.
      before = policies.now();
    }
    read = written == null ? NEVER_READ : written;
  }

  private boolean isEmpty() {
    try (var entries = RiskStores.subjects(subjects)) {
      return !entries.hasNext();
    }
  }

  /** Reads some records, if there is anything to do. */
  void goOn() {
    Formulas now = policies.now();
    byte[] digest = now.digest().getBytes(UTF_8);
    if (Arrays.equals(digest, read)) {
      before = now;
      under = null;
      return;
    }
    if (under == null || !under.digest().equals(now.digest())) {
      under = now;
      last = null;
    }
    var slice = new ArrayList<KeyValue<String, byte[]>>(SLICE);
    try (var entries = RiskStores.subjects(subjects, last, null)) {
      while (entries.hasNext() && slice.size() < SLICE) {
        var entry = entries.next();
        if (!entry.key.equals(last)) {
          slice.add(entry);
        }
      }
    }
    for (var entry : slice) {
      String tenant = SubjectKey.decode(entry.key).tenant();
      if (before == null || !now.sameFor(tenant, before)) {
        reader.reread(entry.key, entry.value);
      }
      last = entry.key;
    }
    if (slice.size() < SLICE) {
      rulings.put(READ, digest);
      read = digest;
      before = now;
      under = null;
    }
  }
}
