package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewDeviceTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new NewDevice(), Seen.ALICE).see(seen);
  }

  private static Sight on(int day, @Nullable String device, @Nullable String client) {
    return Sight.at(MONDAY + day * Ageing.DAY_MILLIS)
        .id(day + device + client)
        .detailed(new Surroundings().device(device).client(client).detail());
  }

  private static List<Sight> settled(int days) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(on(day, "laptop", "Firefox on Linux"));
    }
    return seen;
  }

  private static List<Sight> plus(List<Sight> seen, Sight more) {
    seen.add(more);
    return seen;
  }

  @Test
  void shouldSeeANewDeviceWithNewSoftwareAndPayItOnce() {
    List<Sight> seen = plus(settled(30), on(30, "kali", "curl"));
    for (int hour = 1; hour < 5; hour++) {
      seen.add(
          Sight.at(MONDAY + 30 * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS)
              .detailed(new Surroundings().device("kali").client("curl").detail()));
    }
    Life<?, ?> life = life(seen);
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertEquals("first activity from device kali and with curl in 30 days", anomaly.why());
    assertTrue(anomaly.evidenceMicros() >= 3_000_000, anomaly.toString());
    assertEquals(anomaly.evidenceMicros() / 1e6, life.totalNats());
  }

  @Test
  void shouldMindADeviceAloneLess() {
    Judgement.Anomalous alone =
        life(plus(settled(30), on(30, "laptop2", "Firefox on Linux"))).strongest();
    Judgement.Anomalous both = life(plus(settled(30), on(30, "kali", "curl"))).strongest();
    assertNotNull(alone);
    assertNotNull(both);
    assertTrue(alone.evidenceMicros() < both.evidenceMicros(), alone + " against " + both);
  }

  @Test
  void shouldJudgeTheClientAloneWhereNoDeviceIsNamed() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(on(day, null, "Firefox on Linux"));
    }
    seen.add(on(30, null, "curl"));
    Judgement.Anomalous anomaly = life(seen).strongest();
    assertNotNull(anomaly);
    assertEquals("first activity with curl in 30 days", anomaly.why());
    assertTrue(anomaly.evidenceMicros() >= 3_000_000, "not diluted by what cannot be seen");
  }

  @Test
  void shouldExpectNewIdsOfABrowserThatForgets() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(on(day, "cookie" + day, "Firefox on Linux"));
    }
    double total = life(seen).totalNats();
    assertTrue(total <= 14, "three days, then the rate is learned: " + total);
    assertEquals(Judgement.NORMAL, life(seen).last());
  }

  @Test
  void shouldNotTakeAFailedGuessForADevice() {
    assertNull(life(plus(settled(30), on(30, "kali", "curl").failed())).strongest());
  }

  @Test
  void shouldLetANewStarterShowItsDevices() {
    List<Sight> seen = plus(settled(1), on(1, "telephone", "Safari on iOS"));
    assertInstanceOf(Judgement.Unscoreable.class, life(seen).last());
    seen.addAll(settled(30).subList(2, 30));
    seen.add(on(30, "telephone", "Safari on iOS"));
    assertNull(life(seen).strongest(), "both were learned in the first days");
  }
}
