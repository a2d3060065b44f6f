package dev.vedette.flows.behaviour;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

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

  /** What was counted. */
  public static final String ACCOUNT = "behaviour-account-v1";

  private BehaviourStores() {}

  static Set<StoreBuilder<?>> builders() {
    return Set.of(
        logged(WINDOWS),
        logged(BASELINES),
        logged(SEEN),
        logged(DUE),
        logged(ACCOUNT),
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
