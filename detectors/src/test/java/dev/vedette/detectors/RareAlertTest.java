package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareAlertTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long MINUTE_MILLIS = 60_000L;

  private static Sight alert(long atMillis, String kind) {
    return Sight.at(atMillis).id("a" + atMillis + kind).doing(Category.DETECTION, kind);
  }

  private static long day(int day) {
    return MONDAY + day * Ageing.DAY_MILLIS;
  }

  /** An update and a failed password every hour. */
  private static List<Sight> routine(int days) {
    var seen = new ArrayList<Sight>();
    for (int hour = 0; hour < 24 * days; hour++) {
      long at = day(0) + hour * Ageing.HOUR_MILLIS;
      seen.add(alert(at, "database-update"));
      seen.add(alert(at + MINUTE_MILLIS, "failed-password"));
    }
    return seen;
  }

  private static Life<RareAlert.Kinds, RareAlert.Known> life(List<Sight> seen) {
    var life = new Life<>(new RareAlert(), Seen.ADDRESS);
    seen.forEach(life::add);
    return life;
  }

  @Test
  void shouldSayMoreTheMoreNewKindsThereAre() {
    double before = 0;
    for (int kinds = 4; kinds <= 20; kinds += 6) {
      List<Sight> seen = routine(4);
      for (int kind = 0; kind < kinds; kind++) {
        seen.add(alert(day(4) + kind * 1000L, "scan" + kind));
      }
      Judgement.Anomalous strongest = life(seen).strongest();
      assertNotNull(strongest);
      // 0.7·k·ln 2 − 0.5 on the grid of a quarter
      double expected = Math.floor((0.7 * kinds * StrictMath.log(2) - 0.5) * 4) / 4;
      assertEquals(Math.min(12, Math.max(0, expected)), strongest.evidenceMicros() / 1e6);
      assertTrue(strongest.evidenceMicros() / 1e6 >= before);
      before = strongest.evidenceMicros() / 1e6;
    }
    assertTrue(before > 7);
  }

  @Test
  void shouldSaySoInWords() {
    List<Sight> seen = routine(4);
    for (int kind = 0; kind < 4; kind++) {
      seen.add(alert(day(4) + 5 * MINUTE_MILLIS + kind * 1000L, "scan" + kind));
    }
    Judgement.Anomalous strongest = life(seen).strongest();
    assertNotNull(strongest);
    assertTrue(
        strongest
            .why()
            .matches(
                "alert scan\\d, never raised here before, and \\d other kinds, 3 never before"),
        strongest.why());
  }

  @Test
  void shouldNotMindWhatIsAlwaysThere() {
    List<Sight> seen = routine(6);
    assertEquals(0, life(seen).totalNats());
    assertEquals(Judgement.NORMAL, life(seen).last());
  }

  @Test
  void shouldNotMindOneSingleNewKind() {
    List<Sight> seen = routine(4);
    seen.add(alert(day(4), "one-off"));
    assertEquals(0, life(seen).totalNats());
  }

  @Test
  void shouldPayOnceWhatIsRepeated() {
    List<Sight> once = routine(4);
    List<Sight> often = routine(4);
    for (int kind = 0; kind < 8; kind++) {
      once.add(alert(day(4) + kind, "scan" + kind));
      for (int i = 0; i < 300; i++) {
        often.add(alert(day(4) + kind + i * 100L, "scan" + kind));
      }
    }
    double nats = life(once).totalNats();
    assertTrue(nats > 2);
    assertEquals(nats, life(often).totalNats(), "a window counts once, however often it rings");
    for (int kind = 0; kind < 8; kind++) {
      once.add(alert(day(5) + kind, "scan" + kind));
    }
    assertTrue(life(once).totalNats() < 2.2 * nats, "the next day it is known");
  }

  @Test
  void shouldLearnFromSuspectWindowsToo() {
    List<Sight> seen = routine(4);
    for (int kind = 0; kind < 8; kind++) {
      seen.add(alert(day(4) + kind, "scan" + kind));
    }
    RareAlert.Known known = life(seen).learned();
    assertEquals(10, known.usual().size());
  }

  @Test
  void shouldWeighByWhatIsRareInTheTenant() {
    List<Sight> common = routine(4);
    List<Sight> rare = routine(4);
    for (int kind = 0; kind < 3; kind++) {
      common.add(alert(day(4) + kind, "scan" + kind).rare(2));
      rare.add(alert(day(4) + kind, "scan" + kind).rare(20));
    }
    assertTrue(life(rare).totalNats() > life(common).totalNats() + 2);
  }

  @Test
  void shouldBeUnscoreableOnTheFirstDay() {
    var seen = new ArrayList<Sight>();
    seen.add(alert(day(0), "scan"));
    assertInstanceOf(Judgement.Unscoreable.class, life(seen).last());
  }

  @Test
  void shouldLookAtAlertsOnly() {
    var detector = new RareAlert();
    assertEquals(
        detector.nothing(),
        detector.gather(
            detector.nothing(), Sight.at(MONDAY).doing(Category.API, "x").about(Seen.ADDRESS)));
  }
}
