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

class ConcurrentSessionsTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new ConcurrentSessions(), Seen.ALICE).see(seen);
  }

  private static Sight at(int day, int minute, String session, @Nullable String device) {
    return Sight.at(MONDAY + day * Ageing.DAY_MILLIS + minute * 60_000L)
        .id(day + "-" + minute + session + device)
        .in(session)
        .detailed(new Surroundings().device(device).detail());
  }

  /** Two hours on the laptop. */
  private static List<Sight> alone(int from, int until) {
    var seen = new ArrayList<Sight>();
    for (int day = from; day < until; day++) {
      for (int minute = 0; minute < 120; minute += 5) {
        seen.add(at(day, minute, "laptop" + day, "laptop"));
      }
    }
    return seen;
  }

  private static List<Sight> plus(List<Sight> seen, Sight... more) {
    seen.addAll(List.of(more));
    return seen;
  }

  @Test
  void shouldSeeASecondDeviceAtTheSameTime() {
    Life<?, ?> life =
        life(
            plus(
                alone(0, 31),
                at(30, 22, "stolen", "kali"),
                at(30, 47, "stolen", "kali"),
                at(30, 80, "stolen", "kali")));
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertEquals(
        "2 devices in use at the same time in different sessions; so many on 1 of 30 days",
        anomaly.why());
    assertEquals(2, anomaly.events().size());
    assertTrue(anomaly.evidenceMicros() >= 2_500_000, anomaly.toString());
    assertEquals(anomaly.evidenceMicros() / 1e6, life.totalNats(), "paid once a day");
  }

  @Test
  void shouldTakeOneDeviceAfterAnotherForOne() {
    List<Sight> seen = alone(0, 30);
    for (int minute = 0; minute < 30; minute += 5) {
      seen.add(at(30, minute, "laptop30", "laptop"));
      seen.add(at(30, minute + 31, "telephone30", "telephone"));
    }
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldTakeOneSessionThatRoamsForOne() {
    List<Sight> seen = alone(0, 30);
    for (int minute = 0; minute < 60; minute += 5) {
      seen.add(at(30, minute, "s30", null).from("203.0.113.7", "DE", 3320));
      seen.add(at(30, minute + 2, "s30", null).from("203.0.113.9", "DE", 6805).id("m" + minute));
    }
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindASharedExit() {
    List<Sight> seen = alone(0, 30);
    for (int minute = 0; minute < 60; minute += 5) {
      seen.add(at(30, minute, "a", null).from("203.0.113.7", "DE", 3320));
      seen.add(
          at(30, minute + 2, "b", null)
              .from("203.0.113.9", "DE", 6805)
              .id("m" + minute)
              .stamped(Sight.sharedExit()));
    }
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldLearnATelephoneBesideTheLaptop() {
    List<Sight> seen = alone(0, 60);
    for (int day = 30; day < 60; day++) {
      seen.add(at(day, 12, "telephone" + day, "telephone"));
      seen.add(at(day, 50, "telephone" + day, "telephone"));
    }
    Life<?, ?> habit = life(seen);
    assertTrue(habit.totalNats() <= 8, "every other day of a week: " + habit.totalNats());
    assertEquals(Judgement.NORMAL, habit.last());
    Judgement.Anomalous third =
        life(plus(seen, at(59, 20, "stolen", "kali"), at(59, 40, "stolen", "kali"))).last()
                instanceof Judgement.Anomalous a
            ? a
            : null;
    assertNotNull(third, "a third one is new again");
    assertTrue(third.evidenceMicros() >= 2_000_000, third.toString());
  }

  @Test
  void shouldBeUnscoreableBeforeFiveDays() {
    assertInstanceOf(Judgement.Unscoreable.class, life(alone(0, 5)).last());
    assertEquals(Judgement.NORMAL, life(alone(0, 6)).last());
  }
}
