package dev.vedette.flows.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.EventHash;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashSet128Test {
  @Test
  void shouldSayTheSameAsASetOfObjects() {
    var random = new Random(1);
    var expected = new HashSet<EventHash>();
    var set = new HashSet128();
    for (int i = 0; i < 20_000; i++) {
      // Few values of each half: halves that are zero, halves that are equal, one place for many.
      var hash = new EventHash(random.nextInt(100), (long) random.nextInt(100) << 32);
      assertEquals(expected.add(hash), set.add(hash));
      assertEquals(expected.size(), set.size());
    }
    assertTrue(expected.size() > 5_000 && expected.contains(new EventHash(0, 0)));
  }

  @Test
  void shouldHoldZeroOnce() {
    var set = new HashSet128();
    assertTrue(set.add(new EventHash(0, 0)));
    assertFalse(set.add(new EventHash(0, 0)));
    assertEquals(1, set.size());
  }
}
