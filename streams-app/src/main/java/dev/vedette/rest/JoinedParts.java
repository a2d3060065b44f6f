package dev.vedette.rest;

import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Named parts of a store as one: a range is one part behind the other, each in order. Unlike what
 * Kafka Streams makes of all parts that it finds, it fails if one of them cannot be read.
 */
final class JoinedParts<K, V> implements ReadOnlyKeyValueStore<K, V> {
  private final List<ReadOnlyKeyValueStore<K, V>> parts;

  JoinedParts(List<ReadOnlyKeyValueStore<K, V>> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  @SuppressWarnings("NullAway") // a store says null for what it does not have
  public V get(K key) {
    V found = null;
    for (var part : parts) {
      V value = part.get(key);
      found = found == null ? value : found;
    }
    return found;
  }

  @Override
  @SuppressWarnings("NullAway") // null bounds are open ones
  public KeyValueIterator<K, V> range(K from, K to) {
    return new Chain<>(parts, part -> part.range(from, to));
  }

  @Override
  public KeyValueIterator<K, V> all() {
    return new Chain<>(parts, ReadOnlyKeyValueStore::all);
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, S serializer) {
    return new Chain<>(parts, part -> part.prefixScan(prefix, serializer));
  }

  @Override
  public long approximateNumEntries() {
    return parts.stream().mapToLong(ReadOnlyKeyValueStore::approximateNumEntries).sum();
  }

  /** One part's entries behind the other's. */
  private static final class Chain<K, V> implements KeyValueIterator<K, V> {
    private final Queue<ReadOnlyKeyValueStore<K, V>> left;
    private final Function<ReadOnlyKeyValueStore<K, V>, KeyValueIterator<K, V>> opener;
    private @Nullable KeyValueIterator<K, V> open;

    Chain(
        List<ReadOnlyKeyValueStore<K, V>> parts,
        Function<ReadOnlyKeyValueStore<K, V>, KeyValueIterator<K, V>> opener) {
      this.left = new ArrayDeque<>(parts);
      this.opener = opener;
    }

    @Override
    public boolean hasNext() {
      return current() != null;
    }

    @Override
    public KeyValue<K, V> next() {
      return needed().next();
    }

    @Override
    public K peekNextKey() {
      return needed().peekNextKey();
    }

    private KeyValueIterator<K, V> needed() {
      KeyValueIterator<K, V> current = current();
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    private @Nullable KeyValueIterator<K, V> current() {
      while (open == null || !open.hasNext()) {
        close();
        var part = left.poll();
        if (part == null) {
          return null;
        }
        open = opener.apply(part);
      }
      return open;
    }

    @Override
    public void close() {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}
