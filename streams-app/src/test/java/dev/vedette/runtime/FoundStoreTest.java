package dev.vedette.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.AbstractIterator;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FoundStoreTest {
  private final Tasks tasks = new Tasks();
  private long steadyTime = 1;
  private final ReadOnlyKeyValueStore<String, String> store =
      FoundStore.<String, String>type(() -> steadyTime).create(tasks, "a-store");

  @Test
  void shouldLookForAStoreOnceInASteadyTime() {
    for (int i = 0; i < 10; i++) {
      assertEquals("here", store.get("key"));
      assertNull(store.get("other"));
      assertEquals(1, entries(store.range("a", "z")));
    }
    assertEquals(1, tasks.lookUps);
  }

  @Test
  void shouldLookForItAnewAfterSomethingHasMoved() {
    assertEquals("here", store.get("key"));
    tasks.present = new Held("another", () -> {});
    assertEquals("here", store.get("key"), "the test must be able to tell them apart");
    steadyTime++;
    assertEquals("another", store.get("key"));
    steadyTime++;
    tasks.present = null;
    assertThrows(InvalidStateStoreException.class, () -> store.get("key"));
    assertThrows(InvalidStateStoreException.class, () -> store.range("a", "z"));
  }

  @Test
  void shouldLookForItEachTimeWhileThingsMove() {
    steadyTime = FoundStore.UNSTEADY;
    assertEquals("here", store.get("key"));
    int before = tasks.lookUps;
    tasks.present = new Held("another", () -> {});
    assertEquals("another", store.get("key"));
    assertTrue(tasks.lookUps > before);
  }

  @Test
  void shouldLookForItAnewIfItWasClosed() {
    assertEquals("here", store.get("key"));
    ((Held) tasks.present()).closed = true;
    assertThrows(InvalidStateStoreException.class, () -> store.get("key"));
    assertThrows(InvalidStateStoreException.class, () -> entries(store.range("a", "z")));
    tasks.present = new Held("opened anew", () -> {});
    assertEquals("opened anew", store.get("key"));
    assertEquals(1, entries(store.range("a", "z")));
  }

  @Test
  void shouldNotBelieveWhatItReadWhileThingsMoved() {
    tasks.present =
        new Held(
            "taken away meanwhile",
            () -> {
              steadyTime++;
              tasks.present = new Held("the owner's", () -> {});
            });
    assertEquals("the owner's", store.get("key"));
  }

  private static int entries(KeyValueIterator<String, String> iterator) {
    int entries = 0;
    try (iterator) {
      while (iterator.hasNext()) {
        iterator.next();
        entries++;
      }
    }
    return entries;
  }

  /** What Kafka Streams looks through. */
  private static final class Tasks implements StateStoreProvider {
    private @Nullable ReadOnlyKeyValueStore<String, String> present = new Held("here", () -> {});
    private int lookUps;

    private ReadOnlyKeyValueStore<String, String> present() {
      if (present == null) {
        throw new InvalidStateStoreException("it is not here");
      }
      return present;
    }

    @Override
    @SuppressWarnings("unchecked") // there is one type
    public <T> List<T> stores(String name, QueryableStoreType<T> type) {
      lookUps++;
      return List.of((T) present());
    }
  }

  /** A store with one entry. */
  private static final class Held implements ReadOnlyKeyValueStore<String, String> {
    private final Map<String, String> entries;
    private final Runnable reading;
    private boolean closed;

    private Held(String value, Runnable reading) {
      this.entries = new TreeMap<>(Map.of("key", value));
      this.reading = reading;
    }

    @Override
    public @Nullable String get(String key) {
      reading.run();
      check();
      return entries.get(key);
    }

    @Override
    public KeyValueIterator<String, String> range(String from, String to) {
      check();
      return new Entries(entries);
    }

    @Override
    public KeyValueIterator<String, String> all() {
      return range("", "");
    }

    @Override
    public long approximateNumEntries() {
      return entries.size();
    }

    private void check() {
      if (closed) {
        throw new InvalidStateStoreException("closed");
      }
    }
  }

  private static final class Entries extends AbstractIterator<KeyValue<String, String>>
      implements KeyValueIterator<String, String> {
    private final Iterator<Map.Entry<String, String>> entries;

    private Entries(Map<String, String> entries) {
      this.entries = entries.entrySet().iterator();
    }

    @Override
    protected KeyValue<String, String> makeNext() {
      if (!entries.hasNext()) {
        return allDone();
      }
      Map.Entry<String, String> entry = entries.next();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public String peekNextKey() {
      return peek().key;
    }

    @Override
    public void close() {}
  }
}
