package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusualHourTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Seen> seen) {
    return new Life<>(new UnusualHour(), Seen.ALICE).add(seen);
  }

  private static long at(int day, int hour) {
    return MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
  }

  /** Workdays from eight to five. */
  private static List<Seen> office(int days) {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < days; day++) {
      for (int hour = 8; hour < 17 && day % 7 < 5; hour++) {
        seen.add(Seen.at(at(day, hour)));
      }
    }
    return seen;
  }

  @Test
  void shouldSeeANightAndPayItOnce() {
    List<Seen> seen = office(26);
    double before = life(seen).totalNats();
    for (int hour = 1; hour < 6; hour++) {
      seen.add(Seen.at(at(28, hour)));
    }
    Life<?, ?> life = life(seen);
    Judgement.Anomalous night = life.strongest();
    assertNotNull(night);
    assertTrue(night.evidenceMicros() >= 1_000_000, night.toString());
    assertTrue(night.why().startsWith("active between 01 and 02 UTC on a workday"), night.why());
    assertEquals(before + night.evidenceMicros() / 1e6, life.totalNats(), 0.5);
  }

  @Test
  void shouldNotMindAnHourBesideTheUsualOnes() {
    List<Seen> seen = office(26);
    seen.add(Seen.at(at(28, 7)));
    seen.add(Seen.at(at(28, 17)));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindTheNightOfAServiceThatNeverSleeps() {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 20; day++) {
      for (int hour = 0; hour < 24; hour++) {
        seen.add(Seen.at(at(day, hour)));
      }
    }
    assertEquals(0, life(seen).totalNats());
  }

  @Test
  void shouldLearnANightShift() {
    List<Seen> seen = office(26);
    for (int day = 28; day < 56; day++) {
      for (int hour = 1; hour < 6; hour++) {
        seen.add(Seen.at(at(day, hour)));
      }
    }
    Life<?, ?> life = life(seen);
    assertEquals(Judgement.NORMAL, life.last());
    assertTrue(life.totalNats() < 4, "" + life.totalNats());
  }

  @Test
  void shouldNotLetAFailedSignInCount() {
    List<Seen> seen = office(26);
    seen.add(Seen.at(at(28, 3)).failed());
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldBeUnscoreableBeforeFiveDays() {
    List<Seen> seen = office(4);
    seen.add(Seen.at(at(4, 3)));
    assertInstanceOf(Judgement.Unscoreable.class, life(seen).last());
  }
}
