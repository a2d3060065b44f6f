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

class DormantAccountTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new DormantAccount(), Seen.ALICE).see(seen);
  }

  private static Sight on(int day) {
    return Sight.at(MONDAY + day * Ageing.DAY_MILLIS);
  }

  /** Monday to Friday. */
  private static List<Sight> workdays(int from, int until) {
    var seen = new ArrayList<Sight>();
    for (int day = from; day < until; day++) {
      if (day % 7 < 5) {
        seen.add(on(day));
      }
    }
    return seen;
  }

  private static int micros(Judgement judgement) {
    return judgement instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
  }

  @Test
  void shouldSeeAnAccountThatWakesAfterThreeMonths() {
    List<Sight> seen = workdays(0, 40);
    for (int hour = 0; hour < 8; hour++) {
      seen.add(Sight.at(MONDAY + 130 * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS));
    }
    Life<?, ?> life = life(seen);
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertEquals(
        "active again after 90 days of silence; the longest silence before was 2 days",
        anomaly.why());
    assertEquals(3_500_000, anomaly.evidenceMicros());
    assertEquals(3.5, life.totalNats(), "a day of work, paid once");
  }

  @Test
  void shouldRiseWithTheSilence() {
    int before = 0;
    for (int days : new int[] {14, 30, 60, 90, 150}) {
      List<Sight> seen = workdays(0, 40);
      seen.add(on(40 + days));
      int now = micros(life(seen).last());
      assertTrue(now > before, days + " days: " + now);
      before = now;
    }
    assertTrue(before <= 4_500_000, "even five months are no proof");
  }

  @Test
  void shouldLetPeopleGoOnHoliday() {
    List<Sight> seen = workdays(0, 35);
    seen.addAll(workdays(49, 70));
    double first = life(seen).totalNats();
    assertTrue(first <= 1.5, "two weeks: " + first);
    seen.addAll(workdays(84, 100));
    assertEquals(first, life(seen).totalNats(), "the next holiday is explained by the first");
    assertNull(life(workdays(0, 60)).strongest(), "weekends");
  }

  @Test
  void shouldKnowAJobThatRunsOnceAMonthAndAQuarter() {
    var seen = new ArrayList<Sight>();
    for (int month = 0; month < 8; month++) {
      seen.add(on(month * 30));
    }
    assertEquals(Judgement.NORMAL, life(seen).last());
    var quarters = new ArrayList<Sight>();
    for (int day : new int[] {0, 1, 2, 3, 4, 5, 90, 92, 180, 181, 271}) {
      quarters.add(on(day));
    }
    assertTrue(life(quarters).totalNats() <= 4, "the first one is said");
    assertEquals(Judgement.NORMAL, life(quarters).last(), "the third is not");
  }

  @Test
  void shouldNotBeWokenByAFailedGuess() {
    List<Sight> seen = workdays(0, 40);
    seen.add(on(130).failed());
    assertNull(life(seen).strongest());
    seen.add(on(131));
    assertNotNull(life(seen).strongest(), "and the guess was no activity");
  }

  @Test
  void shouldBeUnscoreableBeforeFiveDays() {
    assertInstanceOf(
        Judgement.Unscoreable.class, life(List.of(on(0), on(1), on(2), on(3), on(50))).last());
  }
}
