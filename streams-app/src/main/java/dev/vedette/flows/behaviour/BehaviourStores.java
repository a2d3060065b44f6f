package dev.vedette.flows.behaviour;

import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The stores of behaviour. Their names are part of stored state. */
public final class BehaviourStores {
  /** Open windows: (subject, length, index) → what was gathered and signalled. */
  public static final String WINDOWS = "behaviour-windows-v1";

  /** Subject → baselines of all detectors. */
  public static final String BASELINES = "behaviour-baselines-v1";

  /** (subject, hour, chunk) → hashes of events seen. */
  public static final String SEEN = "behaviour-seen-v1";

  /** (hour, subject) → when to see whether the subject can be forgotten. */
  public static final String DUE = "behaviour-due-v1";

  /** Subject → what people found out about it. */
  public static final String FINDINGS = "behaviour-findings-v1";

  /** What was counted. */
  public static final String ACCOUNT = "behaviour-account-v1";

  /** (tenant, day, detector) → how many signals stand, and how strong they are. */
  public static final String SAID = "behaviour-said-v1";

  private BehaviourStores() {}

  /** A subject as stored, its open windows included; null if nothing is known of it. */
  public static @Nullable BehaviourState read(
      Behaviour behaviour,
      Subject subject,
      ReadOnlyKeyValueStore<Bytes, byte[]> baselines,
      ReadOnlyKeyValueStore<Bytes, byte[]> windows) {
    byte[] id = Keys.subject(SubjectKey.encode(subject));
    byte[] stored = baselines.get(Bytes.wrap(id));
    if (stored == null) {
      return null;
    }
    BehaviourState state = behaviour.known(subject, stored);
    try (var rows = windows.range(Keys.first(id), Keys.last(id))) {
      rows.forEachRemaining(
          row -> state.readRow(Keys.minutes(row.key), Keys.index(row.key), row.value));
    }
    return state;
  }

  /** Whether anything is known of a subject. */
  public static boolean isKnown(ReadOnlyKeyValueStore<Bytes, byte[]> baselines, Subject subject) {
    return baselines.get(Bytes.wrap(Keys.subject(SubjectKey.encode(subject)))) != null;
  }

  /** The known sessions of an id, whoever owns them; at most so many are looked up. */
  public static List<Subject> sessions(
      ReadOnlyKeyValueStore<Bytes, byte[]> baselines, String tenant, String id, int atMost) {
    var found = new ArrayList<Subject>();
    Subject nobodys = Subject.of(tenant, SubjectType.SESSION, id);
    if (isKnown(baselines, nobodys)) {
      found.add(nobodys);
    }
    String owned = SubjectKey.encode(nobodys) + "/";
    try (var entries = baselines.prefixScan(owned, new StringSerializer())) {
      while (entries.hasNext() && found.size() < atMost) {
        found.add(SubjectKey.decode(new String(entries.next().key.get(), StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  static Set<StoreBuilder<?>> builders() {
    return Set.of(
        logged(WINDOWS),
        logged(BASELINES),
        logged(SEEN),
        logged(DUE),
        logged(FINDINGS),
        logged(ACCOUNT),
        logged(SAID),
        new WriteBehind.Builder());
  }

  /** Without a record cache: {@link WriteBehind} writes each entry once a commit. */
  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> logged(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }
}
