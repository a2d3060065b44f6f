package dev.vedette.flows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the tasks that work on this instance now, for readers beside them.
 *
 * <p>Kafka Streams initialises a task's processors when its stores are whole, and closes them
 * before it does anything else to its stores: gives them away, wipes them, restores them anew. In
 * between a processor shows them here. So what was read of a store that was shown all the while was
 * read of a whole one; whatever else was read is not told.
 *
 * <p>Kafka Streams' own way to a store walks all threads and tasks at each read, which takes longer
 * than the read. It also finds the store of a task that is restored anew while its thread works on
 * others: what is not restored yet would be unknown.
 */
public final class WholeStores {
  /** The configuration entry with these; without it nothing is shown. */
  public static final String CONFIG = "vedette.whole.stores";

  private final ConcurrentMap<Name, Part<?, ?>> parts = new ConcurrentHashMap<>();

  private record Name(String store, int partition) {}

  /** What a task shows. */
  @FunctionalInterface
  public interface Shown {
    /** Nothing. */
    Shown NOTHING = () -> {};

    /** Hides it; to be called where the processor is closed. */
    void hide();
  }

  /** Shows stores of a task; to be called where a processor is initialised. */
  public static Shown show(ProcessingContext context, String... stores) {
    if (!(context.appConfigs().get(CONFIG) instanceof WholeStores here)) {
      return Shown.NOTHING;
    }
    List<Shown> all = new ArrayList<>();
    for (String store : stores) {
      all.add(here.show(store, context.taskId().partition(), context.getStateStore(store)));
    }
    return () -> all.forEach(Shown::hide);
  }

  <K, V> Shown show(String store, int partition, KeyValueStore<K, V> whole) {
    Part<K, V> part = at(store, partition);
    part.show(whole);
    return () -> part.hide(whole);
  }

  /**
   * A part of a store. Each time that it is read it fails with {@link InvalidStateStoreException}
   * unless a task that works on it here shows it, until what is read has been read.
   */
  public <K, V> ReadOnlyKeyValueStore<K, V> part(String store, int partition) {
    return at(store, partition);
  }

  @SuppressWarnings("unchecked") // a store has the types of whoever made it
  private <K, V> Part<K, V> at(String store, int partition) {
    return (Part<K, V>) parts.computeIfAbsent(new Name(store, partition), Part::new);
  }

  /** A part of a store, shown or not: readers look before and after whether it is the same one. */
  private static final class Part<K, V> implements ReadOnlyKeyValueStore<K, V> {
    private final Name name;
    private final StampedLock changes = new StampedLock();
    private @Nullable KeyValueStore<K, V> shown;

    Part(Name name) {
      this.name = name;
    }

    void show(KeyValueStore<K, V> whole) {
      long stamp = changes.writeLock();
      shown = whole;
      changes.unlockWrite(stamp);
    }

    @SuppressWarnings("ReferenceEquality") // a later task may show its own here by then
    void hide(KeyValueStore<K, V> whole) {
      long stamp = changes.writeLock();
      shown = shown == whole ? null : shown;
      changes.unlockWrite(stamp);
    }

    private <T> T read(Function<KeyValueStore<K, V>, T> question) {
      long stamp = changes.tryOptimisticRead();
      return told(question.apply(shown()), stamp);
    }

    private KeyValueStore<K, V> shown() {
      KeyValueStore<K, V> whole = shown;
      if (whole == null) {
        throw hidden();
      }
      return whole;
    }

    /** What was read, if the part was shown all the while. */
    private <T> T told(T read, long stamp) {
      if (!changes.validate(stamp)) {
        throw hidden();
      }
      return read;
    }

    private InvalidStateStoreException hidden() {
      return new InvalidStateStoreException(
          "partition %d of %s is not whole here".formatted(name.partition(), name.store()));
    }

    @Override
    public V get(K key) {
      return read(store -> store.get(key));
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
      return iterate(store -> store.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(K from, K to) {
      return iterate(store -> store.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
      return iterate(KeyValueStore::all);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
      return iterate(KeyValueStore::reverseAll);
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, S serializer) {
      return iterate(store -> store.prefixScan(prefix, serializer));
    }

    @Override
    public long approximateNumEntries() {
      return read(KeyValueStore::approximateNumEntries);
    }

    private KeyValueIterator<K, V> iterate(
        Function<KeyValueStore<K, V>, KeyValueIterator<K, V>> question) {
      long stamp = changes.tryOptimisticRead();
      return new Entries(question.apply(shown()), stamp);
    }

    /** Entries of one store: the last one has come only if it was shown until then. */
    private final class Entries implements KeyValueIterator<K, V> {
      private final KeyValueIterator<K, V> entries;
      private final long stamp;

      Entries(KeyValueIterator<K, V> entries, long stamp) {
        this.entries = entries;
        this.stamp = stamp;
      }

      @Override
      public boolean hasNext() {
        return told(entries.hasNext(), stamp);
      }

      @Override
      public KeyValue<K, V> next() {
        return told(entries.next(), stamp);
      }

      @Override
      public K peekNextKey() {
        return told(entries.peekNextKey(), stamp);
      }

      @Override
      public void close() {
        entries.close();
      }
    }
  }
}
