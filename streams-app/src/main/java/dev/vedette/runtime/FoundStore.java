package dev.vedette.runtime;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.jspecify.annotations.Nullable;

/**
 * A part of a store that was found once and is read without looking for it again, as long as no
 * partition moves: Kafka Streams looks through all tasks of all threads for each read, which takes
 * longer than reading.
 *
 * <p>What was found holds for one steady time of the pipeline. Each change of its state ends that
 * time, before any task is taken away or becomes a copy, and a read counts only if the time was the
 * same before and after it. In unsteady times, and if the store was closed, it is looked for anew.
 */
final class FoundStore<K, V> implements ReadOnlyKeyValueStore<K, V> {
  /** There is no steady time at present. */
  static final long UNSTEADY = -1;

  private final StateStoreProvider provider;
  private final String name;
  private final QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type;
  private final ReadOnlyKeyValueStore<K, V> sought;
  private final LongSupplier steadyTime;
  private volatile @Nullable Found<K, V> found;

  private record Found<K, V>(long time, ReadOnlyKeyValueStore<K, V> store) {}

  private FoundStore(
      StateStoreProvider provider,
      String name,
      QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type,
      LongSupplier steadyTime) {
    this.provider = provider;
    this.name = name;
    this.type = type;
    this.sought = QueryableStoreTypes.<K, V>keyValueStore().create(provider, name);
    this.steadyTime = steadyTime;
  }

  /**
   * How Kafka Streams makes them.
   *
   * @param steadyTime the number of the present steady time, no two the same, or {@link #UNSTEADY}
   */
  static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, V>> type(LongSupplier steadyTime) {
    return new QueryableStoreType<>() {
      @Override
      public boolean accepts(StateStore store) {
        return QueryableStoreTypes.<K, V>keyValueStore().accepts(store);
      }

      @Override
      public ReadOnlyKeyValueStore<K, V> create(StateStoreProvider provider, String name) {
        return new FoundStore<>(provider, name, this, steadyTime);
      }
    };
  }

  @Override
  public @Nullable V get(K key) {
    long time = steadyTime.getAsLong();
    ReadOnlyKeyValueStore<K, V> store = at(time);
    if (store != null) {
      try {
        V value = store.get(key);
        if (steadyTime.getAsLong() == time) {
          return value;
        }
      } catch (InvalidStateStoreException e) {
        found = null; // closed: it is elsewhere, or was opened anew
      }
    }
    return sought.get(key);
  }

  @Override
  public KeyValueIterator<K, V> range(K from, K to) {
    return iterator(store -> store.range(from, to));
  }

  @Override
  public KeyValueIterator<K, V> reverseRange(K from, K to) {
    return iterator(store -> store.reverseRange(from, to));
  }

  @Override
  public KeyValueIterator<K, V> all() {
    return iterator(ReadOnlyKeyValueStore::all);
  }

  @Override
  public KeyValueIterator<K, V> reverseAll() {
    return iterator(ReadOnlyKeyValueStore::reverseAll);
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, S serializer) {
    return iterator(store -> store.prefixScan(prefix, serializer));
  }

  @Override
  public long approximateNumEntries() {
    return sought.approximateNumEntries();
  }

  private KeyValueIterator<K, V> iterator(
      Function<ReadOnlyKeyValueStore<K, V>, KeyValueIterator<K, V>> opening) {
    long time = steadyTime.getAsLong();
    ReadOnlyKeyValueStore<K, V> store = at(time);
    if (store != null) {
      try {
        KeyValueIterator<K, V> iterator = opening.apply(store);
        if (steadyTime.getAsLong() == time) {
          return iterator;
        }
        iterator.close();
      } catch (InvalidStateStoreException e) {
        found = null;
      }
    }
    return opening.apply(sought);
  }

  /** The store of a steady time; null if there is none, or it is in several parts. */
  private @Nullable ReadOnlyKeyValueStore<K, V> at(long time) {
    if (time == UNSTEADY) {
      return null;
    }
    Found<K, V> last = found;
    if (last != null && last.time() == time) {
      return last.store();
    }
    List<ReadOnlyKeyValueStore<K, V>> stores = provider.stores(name, type);
    if (stores.size() != 1) {
      return null;
    }
    found = new Found<>(time, stores.getFirst());
    return stores.getFirst();
  }
}
