package dev.vedette.runtime;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.runtime.Copies.Followed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final long SECOND = 1_000_000_000L;

  private final Followed copy = new Followed();

  private Freshness at(long seconds) {
    return requireNonNull(copy.freshness(seconds * SECOND));
  }

  @Test
  void shouldSayNothingUntilItWasWholeOnce() {
    assertNull(copy.freshness(0));
    copy.seen(0, 0, 1_000);
    assertNull(copy.freshness(SECOND));
    copy.seen(SECOND, 999, 1_500);
    assertEquals(new Freshness(501, Duration.ofSeconds(2)), at(2));
  }

  /** The age is that of the last end that it has reached, not of the last that it has not. */
  @Test
  void shouldGrowOldWhileItStandsStill() {
    copy.seen(0, 100, 100);
    assertEquals(new Freshness(0, Duration.ZERO), at(0));
    for (int second = 1; second <= 30; second++) {
      copy.seen(second * SECOND, 100, 100 + 10 * second);
    }
    assertEquals(new Freshness(300, Duration.ofSeconds(30)), at(30));
    copy.seen(31 * SECOND, 250, 410);
    assertEquals(new Freshness(160, Duration.ofSeconds(16)), at(31));
    copy.seen(32 * SECOND, 409, 410);
    assertEquals(new Freshness(0, Duration.ofSeconds(1)), at(33));
  }

  @Test
  void shouldBeWholeBehindTheLastTransactionsEnd() {
    copy.seen(0, 99, 100);
    assertEquals(0, at(0).lagRecords());
    copy.seen(SECOND, 99, 101);
    assertEquals(2, at(1).lagRecords());
  }

  /** What was aborted takes offsets and is no record. */
  @Test
  void shouldBeWholeIfNothingIsBetween() {
    assertFalse(copy.seen(0, 100, 100));
    assertFalse(copy.seen(SECOND, 101, 150));
    assertTrue(copy.seen(2 * SECOND, 101, 150), "it is behind and stands still");
    copy.nothingBetween(101, 150);
    assertEquals(new Freshness(0, Duration.ofSeconds(1)), at(3));
    copy.seen(4 * SECOND, 101, 160);
    assertEquals(new Freshness(59, Duration.ofSeconds(3)), at(5));
  }

  /** Without any look it only grows older. */
  @Test
  void shouldGrowOldWhileNobodyLooks() {
    copy.seen(0, 100, 100);
    assertEquals(Duration.ofHours(1), at(3_600).age());
  }
}
