package dev.vedette.flows.behaviour;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What is new of some subjects, written together, which costs RocksDB less than one entry after the
 * other. Until {@link #write} the stores don't have it.
 */
final class Changes {
  private final Batch baselines;
  private final Batch windows;
  private final Batch seen;

  Changes(
      KeyValueStore<Bytes, byte[]> baselines,
      KeyValueStore<Bytes, byte[]> windows,
      KeyValueStore<Bytes, byte[]> seen) {
    this.baselines = Batch.of(baselines);
    this.windows = Batch.of(windows);
    this.seen = Batch.of(seen);
  }

  void baselines(Bytes key, byte[] value) {
    baselines.put(key, value);
  }

  /** A window; null if it is gone. */
  void window(Bytes key, byte @Nullable [] value) {
    windows.put(key, value);
  }

  void seen(Bytes key, byte[] value) {
    seen.put(key, value);
  }

  /** Writes all: what was learned first, then the windows that may be gone for it. */
  void write() {
    baselines.write();
    windows.write();
    seen.write();
  }

  /** Entries of one store, in their order. */
  private record Batch(KeyValueStore<Bytes, byte[]> store, List<KeyValue<Bytes, byte[]>> entries) {
    static Batch of(KeyValueStore<Bytes, byte[]> store) {
      return new Batch(store, new ArrayList<>());
    }

    void put(Bytes key, byte @Nullable [] value) {
      entries.add(KeyValue.pair(key, value));
    }

    void write() {
      if (!entries.isEmpty()) {
        store.putAll(entries);
        entries.clear();
      }
    }
  }
}
