package dev.vedette.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReceptionClockTest {
  private static final Duration GRACE = Duration.ofMinutes(30);
  private static final long G = GRACE.toMillis();
  private static final Instant WALL = Instant.parse("2026-11-22T00:00:00Z");
  private static final long START = Instant.parse("2026-05-04T10:00:00Z").toEpochMilli();
  private static final long YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static long[] received(List<Long> times) {
    var clock = new ReceptionClock(GRACE, WALL);
    long[] received = new long[times.size()];
    for (int i = 0; i < received.length; i++) {
      int next = i + 1;
      received[i] =
          clock.receivedMillis(
              times.get(i),
              () ->
                  times
                      .subList(next, Math.min(times.size(), next + ReceptionClock.LOOK_AHEAD))
                      .stream()
                      .mapToLong(Long::longValue)
                      .toArray());
    }
    return received;
  }

  /** In the order of time: bursts, minutes, and gaps of up to days. */
  private static List<Long> inOrder(Random random, int count) {
    var times = new ArrayList<Long>();
    long time = START;
    for (int i = 0; i < count; i++) {
      time +=
          switch (random.nextInt(10)) {
            case 0 -> random.nextLong(3 * DAY);
            case 1, 2, 3 -> random.nextLong(2 * G);
            case 4, 5 -> random.nextLong(60_000);
            default -> random.nextLong(3);
          };
      times.add(time);
    }
    return times;
  }

  /** Each event comes at most G later than it would have. */
  private static List<Long> shuffled(Random random, List<Long> times) {
    record Delayed(long time, long arrival) {}
    return times.stream()
        .map(t -> new Delayed(t, t + random.nextLong(G + 1)))
        .sorted(Comparator.comparingLong(Delayed::arrival))
        .map(Delayed::time)
        .toList();
  }

  private static boolean tooLate(long received, long time) {
    return received - time > G;
  }

  private static boolean inTheFuture(long received, long time) {
    return time - received > G;
  }

  @Property(tries = 300, seed = "42")
  void shouldRefuseNothingOfWhatIsShuffledWithinTheGrace(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
      @ForAll @IntRange(min = 1, max = 400) int count) {
    var random = new Random(seed);
    List<Long> times = shuffled(random, inOrder(random, count));
    long[] received = received(times);
    for (int i = 0; i < count; i++) {
      assertTrue(!tooLate(received[i], times.get(i)), "none is late");
      assertTrue(!inTheFuture(received[i], times.get(i)), "none is early");
      assertTrue(i == 0 || received[i] >= received[i - 1], "the clock does not go back");
    }
  }

  @Property(tries = 300, seed = "43")
  void shouldNotLetOneAbsurdTimeChangeTheDecisionOnAnyOther(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
      @ForAll @IntRange(min = 4, max = 400) int count) {
    var random = new Random(seed);
    List<Long> times = shuffled(random, inOrder(random, count));
    long[] without = received(times);
    // Not at the very end: what nothing follows cannot be doubted, and harms nothing.
    int at = random.nextInt(count - 1);
    for (long absurd :
        new long[] {YEAR_2100, times.get(at) + 40 * DAY, times.get(at) - DAY - 2 * G}) {
      var with = new ArrayList<>(times);
      with.add(at, absurd);
      long[] received = received(with);
      for (int i = 0; i < count; i++) {
        long stamp = received[i < at ? i : i + 1];
        assertEquals(tooLate(without[i], times.get(i)), tooLate(stamp, times.get(i)));
        assertEquals(inTheFuture(without[i], times.get(i)), inTheFuture(stamp, times.get(i)));
      }
      if (absurd == YEAR_2100) {
        assertTrue(inTheFuture(received[at], absurd), "it is refused itself");
      }
      if (at > 0 && absurd < START) {
        assertTrue(tooLate(received[at], absurd), "it is refused itself");
      }
    }
  }

  @Test
  void shouldBelieveAGapThatTheRestAgreesWith() {
    List<Long> times = List.of(START, START + 9 * DAY, START + 9 * DAY + 1);
    assertEquals(
        "[%d, %d, %d]".formatted(START, START + 9 * DAY, START + 9 * DAY + 1),
        Arrays.toString(received(times)));
  }

  @Test
  void shouldBelieveALastEventButNothingBeyondTheWallClock() {
    long wall = WALL.toEpochMilli();
    assertEquals(START + 9 * DAY, received(List.of(START, START + 9 * DAY))[1]);
    assertEquals(wall + G, received(List.of(START, wall + G))[1]);
    assertEquals(START, received(List.of(START, wall + G + 1))[1]);
  }

  @Test
  void shouldBeginWithWhatFollowsIfTheFirstEventIsAbsurd() {
    long[] received = received(List.of(YEAR_2100, START, START + 5, START + 9));
    assertEquals(
        "[%d, %d, %d, %d]".formatted(START, START, START + 5, START + 9),
        Arrays.toString(received));
  }

  @Test
  void shouldStampALineWithoutTimeWithTheClock() {
    var clock = new ReceptionClock(GRACE, WALL);
    assertEquals(START, clock.receivedMillis(() -> new long[] {START + 4, START}));
    assertEquals(WALL.toEpochMilli(), clock.receivedMillis(() -> new long[0]));
    clock.receivedMillis(START, () -> new long[0]);
    assertEquals(START, clock.receivedMillis(() -> new long[] {START - 1}));
  }
}
