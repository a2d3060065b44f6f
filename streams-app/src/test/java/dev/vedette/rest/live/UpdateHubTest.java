package dev.vedette.rest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.rest.live.Updates.CutException;
import dev.vedette.rest.live.Updates.TooManyStreamsException;
import dev.vedette.rest.live.Updates.Update;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpdateHubTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  private final UpdateHub hub = new UpdateHub(Positions.parse("r.5.7_a.0"), 2);

  @Test
  void shouldTellEachListenerWhatIsItsOwn() throws Exception {
    try (var acme = hub.listen("acme");
        var other = hub.listen("other")) {
      assertEquals("r.5.7_a.0", acme.position());
      hub.publish(0, 1, 8, "acme", new Update.Reset("one"));
      hub.publish(1, 0, 1, "other", new Update.Reset("two"));
      Update first = acme.next(AT_ONCE);
      Update second = other.next(AT_ONCE);
      assertNotNull(first);
      assertNotNull(second);
      assertEquals("r.5.8_a.0", first.id());
      assertEquals("r.5.8_a.1", second.id());
      assertNull(acme.next(AT_ONCE));
      assertNull(other.next(AT_ONCE));
    }
  }

  @Test
  void shouldCutOffWhoDoesNotListenAndNobodyElse() throws Exception {
    try (var slow = hub.listen("acme");
        var quick = hub.listen("acme")) {
      for (int i = 0; i <= UpdateHub.MAX_WAITING; i++) {
        hub.publish(0, 0, 6 + i, "acme", new Update.Reset("news"));
        assertNotNull(quick.next(AT_ONCE));
      }
      var cut = assertThrows(CutException.class, () -> slow.next(AT_ONCE));
      assertTrue(String.valueOf(cut.getMessage()).contains("waited"));
      assertNull(quick.next(AT_ONCE));
    }
  }

  @Test
  void shouldBoundHowManyListen() {
    var first = hub.listen("acme");
    var second = hub.listen("acme");
    assertThrows(TooManyStreamsException.class, () -> hub.listen("acme"));
    first.close();
    hub.listen("acme").close();
    second.close();
    hub.close();
    assertThrows(CutException.class, () -> hub.listen("acme"));
  }

  @Test
  void shouldWaitForWhatItIsAboutToReach() throws Exception {
    assertTrue(hub.awaitReached(Positions.parse("r.5.7_a.0"), AT_ONCE));
    assertFalse(hub.awaitReached(Positions.parse("r.5.8_a.0"), AT_ONCE));
    var waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return hub.awaitReached(Positions.parse("r.5.9_a.1"), Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    hub.publish(0, 1, 8, "acme", new Update.Reset("one"));
    hub.reached(0, 1, 9);
    assertFalse(waiting.isDone(), "it is behind in the other topic");
    hub.reached(1, 0, 2);
    assertTrue(waiting.get(30, TimeUnit.SECONDS));
    assertFalse(
        hub.awaitReached(Positions.parse("r.1_a.0"), Duration.ofMinutes(1)),
        "other partitions are not waited for");
    hub.close();
    assertFalse(hub.awaitReached(Positions.parse("r.6.9_a.2"), Duration.ofMinutes(1)));
  }

  @Test
  void shouldReadWhatItWroteAndNothingElse() {
    for (String text : List.of("r.0_a.0", "r.1.2.3_a.999999999999999999.0")) {
      assertEquals(text, Positions.parse(text).toString());
    }
    for (String text :
        List.of(
            "",
            "r_a",
            "r.1",
            "r.1_a",
            "r.01_a.0",
            "r.-1_a.0",
            "r.1_a.1_",
            "a.1_r.1",
            "r.1_a.1\n",
            "r.1234567890123456789_a.1",
            "r" + ".1".repeat(5_000) + "_a.1")) {
      assertThrows(IllegalArgumentException.class, () -> Positions.parse(text), text);
    }
    var here = Positions.parse("r.5.7_a.2");
    assertTrue(Positions.parse("r.5.6_a.0").isUpTo(here));
    assertEquals(3, Positions.parse("r.5.6_a.0").behind(here));
    assertFalse(Positions.parse("r.6.6_a.0").isUpTo(here));
    assertFalse(Positions.parse("r.5_a.0").isUpTo(here));
  }
}
