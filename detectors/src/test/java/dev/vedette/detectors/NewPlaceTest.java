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

class NewPlaceTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Seen> seen) {
    return new Life<>(new NewPlace(), Seen.ALICE).add(seen);
  }

  /** Days at nine and at three, at home. */
  private static List<Seen> home(int days) {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < days; day++) {
      seen.add(Seen.at(MONDAY + day * Ageing.DAY_MILLIS));
      seen.add(Seen.at(MONDAY + day * Ageing.DAY_MILLIS + 6 * Ageing.HOUR_MILLIS));
    }
    return seen;
  }

  private static long day(int day) {
    return MONDAY + day * Ageing.DAY_MILLIS;
  }

  @Test
  void shouldSeeANewCountryAndPayItOnce() {
    List<Seen> seen = home(23);
    for (int hour = 0; hour < 9; hour++) {
      seen.add(Seen.at(day(23) + hour * Ageing.HOUR_MILLIS).from("NL", 1136));
    }
    Life<?, ?> life = life(seen);
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertEquals(
        "first sign of activity from NL (network 1136) after 23 days in DE", anomaly.why());
    assertEquals(1, anomaly.events().size());
    assertTrue(anomaly.evidenceMicros() >= 3_000_000, anomaly.toString());
    assertEquals(anomaly.evidenceMicros() / 1e6, life.totalNats(), "nine hours, paid once");
  }

  @Test
  void shouldSeeANewNetworkAtHomeAsLess() {
    List<Seen> seen = home(23);
    seen.add(Seen.at(day(23)).from("DE", 6805));
    Judgement.Anomalous network = life(seen).strongest();
    assertNotNull(network);
    seen.add(Seen.at(day(23)).from("NL", 1136));
    Judgement.Anomalous both = life(seen).strongest();
    assertNotNull(both);
    assertTrue(network.evidenceMicros() < both.evidenceMicros());
  }

  @Test
  void shouldTakeNoSharedExitForAPlace() {
    Seen far = Seen.at(day(23)).from("NL", 1136);
    var detector = new NewPlace();
    NewPlace.Places seen = detector.gather(detector.nothing(), far.about(Seen.ALICE));
    assertEquals(1, seen.places().size());
    assertEquals(0, detector.gather(detector.nothing(), far.throughSharedExit()).places().size());
  }

  @Test
  void shouldNotBeMovedByAKnownPlace() {
    List<Seen> seen = home(10);
    seen.add(Seen.at(day(10)).from("NL", 1136));
    for (int day = 11; day < 30; day++) {
      seen.add(Seen.at(day(day)).from("DE", 3320));
    }
    seen.add(Seen.at(day(30)).from("NL", 1136));
    Life<?, ?> life = life(seen);
    assertEquals(Judgement.NORMAL, life.last(), "taught after a quiet day");
    assertTrue(life.totalNats() > 1);
  }

  @Test
  void shouldNotTakeAFailedGuessForAPlace() {
    List<Seen> seen = home(20);
    seen.add(Seen.at(day(20)).from("KP", 131279).failed());
    assertNull(life(seen).strongest());
    seen.add(Seen.at(day(22)).from("KP", 131279));
    assertNotNull(life(seen).strongest(), "the guess did not make it known");
  }

  @Test
  void shouldExpectAnotherNewPlaceOfATraveller() {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 40; day++) {
      int journey = day / 3;
      seen.add(Seen.at(day(day)).from("" + (char) ('A' + journey) + "X", 100 + journey));
    }
    Life<?, ?> life = life(seen);
    var settled = life(plus(home(39), Seen.at(day(39)).from("NL", 1136))).strongest();
    assertNotNull(settled);
    Judgement last = life.last();
    int evidence = last instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
    assertTrue(evidence <= settled.evidenceMicros() / 2, last + " against " + settled);
  }

  @Test
  void shouldBeUnscoreableBeforeThreeDays() {
    assertInstanceOf(
        Judgement.Unscoreable.class, life(plus(home(2), Seen.at(day(2)).from("NL", 1136))).last());
    assertInstanceOf(
        Judgement.Anomalous.class, life(plus(home(3), Seen.at(day(3)).from("NL", 1136))).last());
  }

  private static List<Seen> plus(List<Seen> seen, Seen more) {
    seen.add(more);
    return seen;
  }

  private static int inNl(int rareStep) {
    Sight abroad =
        Sight.at(day(23))
            .from("203.0.113.9", "NL", 1136)
            .detailed(new Surroundings().rarePlace(rareStep).detail());
    Judgement.Anomalous anomaly =
        new Life<>(new NewPlace(), Seen.ALICE).add(home(23)).see(List.of(abroad)).strongest();
    assertNotNull(anomaly);
    return anomaly.evidenceMicros();
  }

  @Test
  void shouldAskTheTenantAboutACountry() {
    int unknown = inNl(-1);
    assertTrue(inNl(3) < unknown, "many colleagues are there");
    assertTrue(inNl(24) > unknown, "nobody ever was");
    assertTrue(inNl(24) - inNl(0) <= 2_250_000, "the tenant is not all");
  }

  /** Days at home with a laptop, then a network abroad with these devices, one after the other. */
  private static Life<?, ?> abroadWith(String... devices) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 23; day++) {
      seen.add(Sight.at(day(day)).detailed(new Surroundings().device("laptop").detail()));
    }
    for (int i = 0; i < devices.length; i++) {
      seen.add(
          Sight.at(day(23) + i * 60_000L)
              .from("203.0.113.9", "NL", 1136)
              .detailed(new Surroundings().device(devices[i]).detail()));
    }
    return new Life<>(new NewPlace(), Seen.ALICE).see(seen);
  }

  @Test
  void shouldMindAJourneyLessThatIsMadeWithAnOwnDevice() {
    Judgement.Anomalous own = abroadWith("laptop").strongest();
    Judgement.Anomalous strange = abroadWith("another").strongest();
    assertNotNull(own);
    assertNotNull(strange);
    assertEquals(2_250_000, strange.evidenceMicros() - own.evidenceMicros());
    assertEquals(
        "first sign of activity from NL (network 1136), with a device of its own, after 23 days in"
            + " DE",
        own.why());
    Judgement.Anomalous both = abroadWith("laptop", "another", "laptop").strongest();
    assertNotNull(both);
    assertEquals(strange.evidenceMicros(), both.evidenceMicros(), "the stranger is there too");
    assertTrue(both.why().endsWith("after 23 days in DE"), both.why());
  }
}
