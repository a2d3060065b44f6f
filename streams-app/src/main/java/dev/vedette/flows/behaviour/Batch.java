package dev.vedette.flows.behaviour;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one store that are written together, in their order: many at once cost RocksDB less
 * than one after the other. Until {@link #write} the store doesn't have them.
 */
final class Batch {
  private final KeyValueStore<Bytes, byte[]> store;
  private final List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();

  Batch(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Puts a value, or deletes the key if there is none. */
  void put(Bytes key, byte @Nullable [] value) {
    entries.add(KeyValue.pair(key, value));
  }

  /** Writes all that was put. */
  void write() {
    if (!entries.isEmpty()) {
      store.putAll(entries);
      entries.clear();
    }
  }
}
