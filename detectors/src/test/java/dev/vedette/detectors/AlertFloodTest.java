package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertFloodTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Life<AlertFlood.Alerts, AlertFlood.Tide> life(List<Sight> seen) {
    var life = new Life<>(new AlertFlood(), Seen.ADDRESS);
    seen.forEach(life::add);
    return life;
  }

  /** So many alerts in each of these hours after Monday. */
  private static List<Sight> hours(int from, int until, int alertsAnHour) {
    var seen = new ArrayList<Sight>();
    for (int hour = from; hour < until; hour++) {
      for (int i = 0; i < alertsAnHour; i++) {
        long at = MONDAY + hour * Ageing.HOUR_MILLIS + i * (Ageing.HOUR_MILLIS / alertsAnHour);
        seen.add(Sight.at(at).id("a" + at).doing(Category.DETECTION, "dns-query"));
      }
    }
    return seen;
  }

  @Test
  void shouldSeeAFloodAgainstHabit() {
    List<Sight> seen = hours(0, 48, 3);
    assertEquals(0, life(seen).totalNats());
    seen.addAll(hours(48, 49, 150));
    Judgement.Anomalous strongest = life(seen).strongest();
    assertNotNull(strongest);
    assertEquals(1_250_000, strongest.evidenceMicros());
    assertEquals(
        "150+ alerts of other products in two hours, usually about 3 in an active hour",
        strongest.why());
  }

  @Test
  void shouldNotMindABusyHour() {
    List<Sight> seen = hours(0, 48, 40);
    seen.addAll(hours(48, 50, 70));
    assertEquals(0, life(seen).totalNats());
  }

  @Test
  void shouldNotLetHabitExcuseEverything() {
    List<Sight> seen = hours(0, 24, 450);
    var judged = life(seen).judge();
    long loud = judged.stream().filter(j -> j.claimedMicros() > 0).count();
    assertEquals(24, judged.size());
    assertEquals(24, loud, "each hour is paid, for it is no habit but may be the attack");
  }

  @Test
  void shouldPayOnceAcrossAnEdge() {
    List<Sight> seen = hours(0, 48, 3);
    seen.addAll(hours(48, 50, 120));
    assertTrue(life(seen).totalNats() <= 1.25 + 1e-9, "two hours are judged together");
  }
}
