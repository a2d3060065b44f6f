package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BurstTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Seen> seen) {
    return new Life<>(new Burst(), Seen.ALICE).add(seen);
  }

  private static long at(int day, int hour) {
    return MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
  }

  private static void hour(List<Seen> seen, long from, int count, long bytes) {
    for (int i = 0; i < count; i++) {
      seen.add(Seen.at(from + i * (Ageing.HOUR_MILLIS / count)).moving(bytes));
    }
  }

  /** Eight hours a day, some forty events of some ten kilobytes each. */
  private static List<Seen> steady(int days) {
    var random = new Random(5);
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < days; day++) {
      for (int hour = 8; hour < 16; hour++) {
        hour(seen, at(day, hour), 25 + random.nextInt(30), 5_000 + random.nextInt(10_000));
      }
    }
    return seen;
  }

  @Test
  void shouldSeeABurstAndPayItOnce() {
    List<Seen> seen = steady(15);
    assertEquals(0, life(seen).totalNats(), "steady life is normal");
    hour(seen, at(15, 10), 1300, 2_500_000);
    Life<?, ?> life = life(seen);
    Judgement.Anomalous burst = life.strongest();
    assertNotNull(burst);
    assertTrue(burst.evidenceMicros() >= 3_000_000, burst.toString());
    assertTrue(burst.why().contains("3+ GB") && burst.why().contains("1200+"), burst.why());
    assertEquals(3, burst.events().size());
    hour(seen, at(15, 11), 1300, 2_500_000);
    hour(seen, at(15, 12), 1300, 2_500_000);
    assertTrue(life(seen).totalNats() <= life.totalNats() + 1, "" + life(seen).totalNats());
  }

  @Test
  void shouldSeeBytesAlone() {
    List<Seen> seen = steady(15);
    hour(seen, at(15, 10), 40, 500_000_000);
    Judgement.Anomalous burst = life(seen).strongest();
    assertNotNull(burst);
    assertTrue(burst.why().startsWith("20+ GB in 40+ events"), burst.why());
  }

  @Test
  void shouldNotMindTwiceTheUsual() {
    List<Seen> seen = steady(15);
    hour(seen, at(15, 10), 90, 10_000);
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindABatchJobThatAlwaysBursts() {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 20; day++) {
      hour(seen, at(day, 2), 900, 1_000_000);
    }
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldLearnANewLevelThatStays() {
    List<Seen> seen = steady(15);
    for (int day = 15; day < 45; day++) {
      for (int hour = 8; hour < 16; hour++) {
        hour(seen, at(day, hour), 600, 10_000);
      }
    }
    Life<?, ?> life = life(seen);
    assertTrue(life.totalNats() > 1, "at first it is a burst: " + life.totalNats());
    assertEquals(Judgement.NORMAL, life.last());
  }

  @Test
  void shouldBeUnscoreableBeforeEightHours() {
    var seen = new ArrayList<Seen>();
    for (int hour = 8; hour < 15; hour++) {
      hour(seen, at(0, hour), 40, 0);
    }
    hour(seen, at(1, 8), 4000, 0);
    assertInstanceOf(Judgement.Unscoreable.class, life(seen).last());
  }
}
