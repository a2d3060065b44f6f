package dev.vedette.client;

import static dev.vedette.client.Updates.NOW;
import static dev.vedette.client.Updates.user;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.risk.Level;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private final Shelf shelf = new Shelf(3);

  private void put(String id, Level level, long at) {
    shelf.put(Updates.of(user(id), level, NOW + at, 1));
  }

  private Level level(String id) {
    return requireNonNull(shelf.get(user(id))).level();
  }

  @Test
  void shouldKeepTheLastUpdateOfEach() {
    put("alice", Level.HIGH, 0);
    put("alice", Level.CRITICAL, 1);
    assertEquals(1, shelf.size());
    assertEquals(Level.CRITICAL, level("alice"));
  }

  @Test
  void shouldNotGoBackWhenTheTopicIsReadAgain() {
    put("alice", Level.CRITICAL, 1);
    put("alice", Level.LOW, 0);
    assertEquals(Level.CRITICAL, level("alice"));
  }

  @Test
  void shouldLetThoseGoWhoAreLowTheOldestFirst() {
    put("alice", Level.LOW, 0);
    put("bob", Level.LOW, 1);
    put("carol", Level.HIGH, 2);
    put("alice", Level.LOW, 3); // told of again: bob is the oldest now
    put("dave", Level.MEDIUM, 4);
    assertNull(shelf.get(user("bob")));
    assertNotNull(shelf.get(user("alice")));
    put("erin", Level.HIGH, 5);
    assertNull(shelf.get(user("alice")));
    assertFalse(shelf.isCrowded());
  }

  @Test
  void shouldSayThatItIsCrowdedOnceSomebodyDangerousDidNotFit() {
    put("alice", Level.HIGH, 0);
    put("bob", Level.HIGH, 1);
    put("carol", Level.HIGH, 2);
    put("dave", Level.LOW, 3);
    assertFalse(shelf.isCrowded(), "dave is as good as unknown");
    put("erin", Level.MEDIUM, 4);
    assertTrue(shelf.isCrowded());
    assertEquals(3, shelf.size());
    put("alice", Level.CRITICAL, 5);
    assertEquals(Level.CRITICAL, level("alice"), "who is in is kept current");
  }

  @Test
  void shouldStayBoundedHoweverOftenTheSameIsToldOf() {
    for (int i = 0; i < 1_000; i++) {
      put("alice", Level.LOW, i);
    }
    assertEquals(1, shelf.size());
    assertTrue(shelf.waiting() <= 7, () -> shelf.waiting() + " wait");
  }
}
