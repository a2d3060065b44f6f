package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.EventRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of seasons is what detectors judge by. */
class UsualRateTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

  private static long at(int day, int hour) {
    return MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
  }

  private static Tally tally(long amount, long at) {
    return new Tally(amount, Distinct.NONE, -1, List.of(new Telling(1, new EventRef(at, "e"))));
  }

  /** Working hours of some weeks, and a little on Sundays. */
  private static <B> B learned(Detector<Tally, B> detector, int days, long amount) {
    B baseline = detector.unknown();
    for (int day = 0; day < days; day++) {
      for (int hour = 9; hour < 15; hour++) {
        long much = amount + amount / 3 * ((day + hour) % 3);
        if (day % 7 < 5) {
          var closed = new Detector.Closed<>(tally(much, at(day, hour)), at(day, hour), 0, false);
          baseline = detector.learn(baseline, closed);
        }
      }
    }
    return baseline;
  }

  private static <B> int evidence(Detector<Tally, B> detector, B baseline, long amount, long at) {
    return detector.judge(tally(amount, at), baseline, at) instanceof Judgement.Anomalous anomaly
        ? anomaly.evidenceMicros()
        : 0;
  }

  private static <B> void assertIsWhereItIsSaid(
      Detector<Tally, B> detector, B baseline, UsualRate.Season season, long at) {
    Long from = season.unusualFrom();
    assertNotNull(from);
    assertTrue(from > 1 && from > season.usual(), "not trivial: " + season);
    assertTrue(evidence(detector, baseline, from, at) >= detector.leastMicros());
    assertTrue(evidence(detector, baseline, from - 1, at) < detector.leastMicros());
  }

  @Test
  void shouldTellFromWhereASurgeIsSaidInEverySeason() {
    for (Surge surge : List.of(Surges.egress(), Surges.massAccess(), Surges.massDeletion())) {
      long amount = surge.id().equals("egress") ? 3_000_000 : 12;
      Usual baseline = learned(surge, 21, amount);
      List<UsualRate> rates = surge.rates(tally(amount, at(21, 10)), baseline, at(21, 10));
      UsualRate rate = rates.getFirst();
      assertEquals(21 / 7 * 5 * 6, rate.learned());
      assertEquals(SeasonalRate.SEASONS, rate.seasons().size());
      assertEquals((double) amount, rate.seen());
      UsualRate.Season now = rate.seasons().get(rate.now());
      assertEquals(6, now.fromHour());
      assertFalse(now.isWeekend());
      assertTrue(now.windows() > 20 && now.windows() < 45, now.toString());
      for (int hour = 0; hour < 24; hour += 6) {
        assertIsWhereItIsSaid(surge, baseline, rate.seasons().get(hour / 6), at(21, hour));
      }
      assertEquals(0, rate.seasons().get(7).windows(), "no Sunday was seen");
    }
  }

  @Test
  void shouldTellWhatIsUsualByTheFunctionThatJudges() {
    Surge egress = Surges.egress();
    Usual baseline = learned(egress, 21, 3_000_000);
    UsualRate rate = egress.rates(Tally.NOTHING, baseline, at(21, 10)).getFirst();
    var prior = new SeasonalRate.Prior(SeasonalRate.Scale.BYTES, 5e6, 3);
    for (int season = 0; season < SeasonalRate.SEASONS; season++) {
      assertEquals(baseline.amount().usual(season, prior), rate.seasons().get(season).usual());
    }
    assertTrue(rate.isBytes());
    assertEquals(Duration.ofHours(2), rate.judged());
    assertEquals(0.0, rate.seen());
  }

  @Test
  void shouldTellNothingOfWhatWasNeverDoneAndNoLimitBeforeAnythingIsJudged() {
    Surge egress = Surges.egress();
    assertEquals(List.of(), egress.rates(Tally.NOTHING, Usual.UNKNOWN, MONDAY));
    UsualRate young = egress.rates(Tally.NOTHING, learned(egress, 1, 1000), at(1, 9)).getFirst();
    assertEquals(6, young.learned());
    assertNull(young.seasons().getFirst().unusualFrom());
  }

  @Test
  void shouldTellFromWhereADriftIsSaid() {
    var drift = new SlowDrift();
    SlowDrift.Course course = learned(drift, 28, 5_000_000);
    UsualRate rate = drift.rates(Tally.NOTHING, course, at(28, 9)).getFirst();
    assertEquals(2, rate.seasons().size());
    assertEquals(0, rate.now());
    assertIsWhereItIsSaid(drift, course, rate.seasons().getFirst(), at(28, 9));
    assertTrue(rate.seasons().getLast().isWeekend());
    assertIsWhereItIsSaid(drift, course, rate.seasons().getLast(), at(33, 9));
    assertEquals(List.of(), drift.rates(Tally.NOTHING, drift.unknown(), MONDAY));
  }
}
