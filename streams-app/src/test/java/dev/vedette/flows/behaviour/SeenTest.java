package dev.vedette.flows.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.EventHash;
import dev.vedette.events.Packer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeenTest {
  private static final Packer SCRATCH = new Packer();

  /** A store as behaviour's, in memory. */
  private static final class Stored implements Seen.Chunks {
    final TreeMap<Integer, TreeMap<Integer, byte[]>> hours = new TreeMap<>();
    int writes;

    @Override
    public List<byte[]> load(int hour) {
      return new ArrayList<>(hours.getOrDefault(hour, new TreeMap<>()).values());
    }

    @Override
    public void store(int hour, int chunk, byte[] bytes) {
      hours.computeIfAbsent(hour, h -> new TreeMap<>()).put(chunk, bytes);
      assertTrue(bytes.length <= Seen.CHUNK * 16, "a write is small");
      writes++;
    }
  }

  private static EventHash hash(Random random, int of) {
    int i = random.nextInt(of);
    return new EventHash(i % 7 == 0 ? 0 : i * 0x9E3779B97F4A7C15L, i);
  }

  @Test
  void shouldKnowEveryHashAgainWhetherKeptOrReadBack() {
    var random = new Random(1);
    var stored = new Stored();
    var seen = new Seen();
    var expected = new HashSet<String>();
    int again = 0;
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(10) == 0) {
        seen.store(stored, SCRATCH);
        seen = new Seen();
      }
      if (random.nextInt(40) == 0) {
        seen.letGoOfIdle();
      }
      if (random.nextInt(40) == 0) {
        seen.letGoOfStored();
      }
      int hour = random.nextInt(5);
      EventHash hash = hash(random, 600);
      boolean fresh = expected.add(hour + hash.hex());
      assertEquals(fresh, seen.add(hour, hash, stored));
      again += fresh ? 0 : 1;
    }
    assertTrue(again > 1_000 && expected.size() > 2_000, "both kinds were seen");
    seen.store(stored, SCRATCH);
    long kept =
        stored.hours.values().stream()
            .flatMap(hour -> hour.values().stream())
            .mapToLong(chunk -> chunk.length / 16)
            .sum();
    assertEquals(expected.size(), kept, "each hash is stored once");
    int before = stored.writes;
    seen.store(stored, SCRATCH);
    assertEquals(before, stored.writes, "nothing is written that did not change");
  }

  @Test
  void shouldLetGoOfWhatIsStoredAndNotInUse() {
    var stored = new Stored();
    var seen = new Seen();
    for (int hour = 0; hour < 10; hour++) {
      seen.add(hour, new EventHash(1, hour), stored);
    }
    long all = seen.bytes();
    seen.letGoOfStored();
    assertEquals(all, seen.bytes(), "nothing is stored yet");
    assertFalse(seen.hasLetGo());
    seen.store(stored, SCRATCH);
    seen.letGoOfIdle();
    assertEquals(all, seen.bytes(), "each hour was looked at");
    assertFalse(seen.add(9, new EventHash(1, 9), stored));
    seen.letGoOfIdle();
    assertEquals(all / 10, seen.bytes(), "one was looked at since");
    assertTrue(seen.hasLetGo());
    assertFalse(seen.add(3, new EventHash(1, 3), stored), "it is read back");
    seen.letGoOfStored();
    assertEquals(0, seen.bytes());
  }

  @Test
  void shouldForgetEarlierHoursOnly() {
    var stored = new Stored();
    var seen = new Seen();
    var hash = new EventHash(1, 2);
    assertTrue(seen.add(10, hash, stored));
    assertTrue(seen.add(11, hash, stored));
    stored.hours.clear();
    seen.forgetBefore(11);
    assertTrue(seen.add(10, hash, stored));
    assertFalse(seen.add(11, hash, stored));
  }
}
