package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostureFallTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final Subject LAPTOP = Subject.of("t", SubjectType.DEVICE, "laptop");
  private static final Subject SESSION = new Subject("t", SubjectType.SESSION, "s1", Seen.ALICE);

  private static Life<?, ?> life(Subject subject, List<Sight> seen) {
    return new Life<>(new PostureFall(), subject).see(seen);
  }

  private static Sight told(int day, int minute, String posture) {
    return Sight.at(MONDAY + day * Ageing.DAY_MILLIS + minute * 60_000L)
        .detailed(new Surroundings().posture(posture).detail());
  }

  private static List<Sight> compliant(int days) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(told(day, 0, "compliant"));
      seen.add(told(day, 180, "compliant"));
    }
    return seen;
  }

  private static List<Sight> plus(List<Sight> seen, Sight... more) {
    seen.addAll(List.of(more));
    return seen;
  }

  @Test
  void shouldSeeTheFallOfADeviceThatWasAlwaysCompliant() {
    List<Sight> seen = compliant(30);
    for (int hour = 0; hour < 8; hour++) {
      seen.add(told(30, 60 * hour, "not-compliant"));
    }
    Life<?, ?> life = life(LAPTOP, seen);
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertTrue(anomaly.evidenceMicros() >= 3_000_000, anomaly.toString());
    assertEquals(
        "the device is not compliant any more; it falls on 1 of 60 days on which that is told",
        anomaly.why());
    assertEquals(anomaly.evidenceMicros() / 1e6, life.totalNats(), "eight hours, paid once");
  }

  @Test
  void shouldSeeAFallInsideAFreshSession() {
    Life<?, ?> life = life(SESSION, List.of(told(0, 0, "compliant"), told(0, 30, "not_compliant")));
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertEquals(2_250_000, anomaly.evidenceMicros());
    assertEquals(2, anomaly.events().size());
  }

  @Test
  void shouldNotMindARecovery() {
    assertNull(
        life(SESSION, List.of(told(0, 0, "not_compliant"), told(0, 30, "compliant"))).strongest());
  }

  @Test
  void shouldNotMindWhatWasNeverCompliantOrSaysNothing() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(told(day, 0, "not_compliant"));
    }
    assertNull(life(LAPTOP, seen).strongest());
    assertNull(life(LAPTOP, plus(compliant(30), told(30, 0, "unknown"))).strongest());
  }

  @Test
  void shouldLearnAnAgentThatFlaps() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(told(day, 0, "compliant"));
      seen.add(told(day, 30, "not_compliant"));
      seen.add(told(day, 50, "compliant"));
    }
    Life<?, ?> life = life(LAPTOP, seen);
    assertTrue(life.totalNats() <= 7, "three days: " + life.totalNats());
    assertEquals(Judgement.NORMAL, life.last());
  }
}
