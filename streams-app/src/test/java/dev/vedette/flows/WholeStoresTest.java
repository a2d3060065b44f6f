package dev.vedette.flows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

class WholeStoresTest {
  private static final String NAME = "store";
  private static final Bytes ALICE = Bytes.wrap("alice".getBytes(UTF_8));
  private static final Bytes BOB = Bytes.wrap("bob".getBytes(UTF_8));
  private static final byte[] SEEN = {1};

  private final WholeStores stores = new WholeStores();
  private final ReadOnlyKeyValueStore<Bytes, byte[]> part = stores.part(NAME, 1);
  private final Disturbed store = new Disturbed();

  /** A store to which something happens while it is read. */
  private static final class Disturbed extends InMemoryKeyValueStore {
    private Runnable meanwhile = () -> {};

    Disturbed() {
      super(NAME);
    }

    @Override
    public synchronized byte[] get(Bytes key) {
      byte[] found = super.get(key);
      meanwhile.run();
      return found;
    }
  }

  private WholeStores.Shown show() {
    return stores.show(NAME, 1, store);
  }

  private void refuses() {
    assertThrows(InvalidStateStoreException.class, () -> part.get(ALICE));
  }

  @Test
  void shouldReadAPartWhileItIsShown() {
    refuses();
    store.put(ALICE, SEEN);
    var shown = show();
    assertArrayEquals(SEEN, part.get(ALICE));
    assertNull(part.get(BOB));
    assertEquals(List.of(ALICE), keys());
    assertThrows(
        InvalidStateStoreException.class, () -> stores.<Bytes, byte[]>part(NAME, 2).get(ALICE));
    shown.hide();
    refuses();
    var _ = show();
    assertArrayEquals(SEEN, part.get(ALICE));
  }

  @Test
  void shouldNotTellWhatWasReadWhileAPartWasHidden() {
    var shown = show();
    assertNull(part.get(ALICE));
    store.meanwhile = shown::hide;
    refuses();
  }

  /** The store of a revived task is the same object. */
  @Test
  void shouldNotTellWhatWasReadBeforeAPartWasShownAnew() {
    var shown = show();
    store.meanwhile =
        () -> {
          shown.hide();
          var _ = show();
        };
    refuses();
    store.meanwhile = () -> {};
    assertNull(part.get(ALICE));
  }

  @Test
  void shouldNotTellThatARangeEndsWhenThePartIsHidden() {
    store.put(ALICE, SEEN);
    var shown = show();
    try (var entries = part.all()) {
      assertEquals(ALICE, entries.next().key);
      shown.hide();
      var _ = show();
      assertThrows(InvalidStateStoreException.class, entries::hasNext);
    }
  }

  @Test
  void shouldHideOnlyWhatItShowed() {
    var earlier = show();
    var other = new Disturbed();
    other.put(BOB, SEEN);
    var _ = stores.show(NAME, 1, other);
    earlier.hide();
    assertArrayEquals(SEEN, part.get(BOB));
  }

  private List<Bytes> keys() {
    var keys = new ArrayList<Bytes>();
    try (var entries = part.range(ALICE, BOB)) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }
}
