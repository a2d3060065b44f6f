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

class ImpossibleTravelTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private record Town(String country, double lat, double lon) {
    Sight at(long millis) {
      return Sight.at(millis)
          .id(country + millis)
          .from("203.0.113.7", country, 3320)
          .detailed(new Surroundings().at(lat, lon).detail());
    }
  }

  private static final Town BERLIN = new Town("DE", 52.52, 13.41);
  private static final Town POTSDAM = new Town("DE", 52.40, 13.06);
  private static final Town MUNICH = new Town("DE", 48.14, 11.58);
  private static final Town LONDON = new Town("GB", 51.51, -0.13);
  private static final Town SEOUL = new Town("KR", 37.57, 126.98);

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new ImpossibleTravel(), Seen.ALICE).see(seen);
  }

  private static long day(int day) {
    return MONDAY + day * Ageing.DAY_MILLIS;
  }

  private static List<Sight> atHome(int days) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(BERLIN.at(day(day)));
      seen.add(POTSDAM.at(day(day) + 20 * MINUTE));
    }
    return seen;
  }

  private static List<Sight> thirtyDaysThen(Sight... more) {
    List<Sight> seen = atHome(30);
    seen.addAll(List.of(more));
    return seen;
  }

  @Test
  void shouldMeasureGreatCircles() {
    double berlinLondon = GreatCircle.kilometres(52.52, 13.41, 51.51, -0.13);
    assertEquals(932, berlinLondon, 3);
    assertEquals(20_015, GreatCircle.kilometres(0, 0, 0, 180), 1);
    assertEquals(0, GreatCircle.kilometres(48, 11, 48, 11));
    assertEquals(1112, GreatCircle.kilometres(0, 175, 0, -175), 1, "across the date line");
  }

  @Test
  void shouldSeeTwoPlacesTooFarApart() {
    Judgement.Anomalous anomaly =
        life(thirtyDaysThen(BERLIN.at(day(30)), SEOUL.at(day(30) + 25 * MINUTE))).strongest();
    assertNotNull(anomaly);
    assertEquals(
        "active at DE (52.5, 13.5) and at KR (37.5, 127.0) within 30 minutes, 8000+ km apart: no"
            + " train and no plane is so fast",
        anomaly.why());
    assertEquals(2, anomaly.events().size());
    assertTrue(anomaly.evidenceMicros() >= 4_000_000, anomaly.toString());
  }

  @Test
  void shouldRememberWhereTheUserWasBefore() {
    Life<?, ?> life =
        life(
            thirtyDaysThen(
                BERLIN.at(day(30)),
                SEOUL.at(day(30) + 4 * Ageing.HOUR_MILLIS),
                SEOUL.at(day(30) + 6 * Ageing.HOUR_MILLIS),
                BERLIN.at(day(30) + 8 * Ageing.HOUR_MILLIS)));
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertTrue(anomaly.why().contains("within 5 hours"), anomaly.why());
    assertEquals(anomaly.evidenceMicros() / 1e6, life.totalNats(), "there and back is paid once");
  }

  @Test
  void shouldLetPeopleTravelByTrainAndPlane() {
    assertNull(
        life(thirtyDaysThen(BERLIN.at(day(30)), MUNICH.at(day(30) + 4 * Ageing.HOUR_MILLIS)))
            .strongest(),
        "four hours by train");
    assertNull(
        life(thirtyDaysThen(BERLIN.at(day(30)), LONDON.at(day(30) + 80 * MINUTE))).strongest(),
        "by plane");
    assertNull(
        life(thirtyDaysThen(BERLIN.at(day(30)), SEOUL.at(day(30) + 11 * Ageing.HOUR_MILLIS)))
            .strongest(),
        "by plane, far");
    assertNotNull(
        life(thirtyDaysThen(BERLIN.at(day(30)), LONDON.at(day(30) + 20 * MINUTE))).strongest());
  }

  @Test
  void shouldNotBelieveTheLastHundredKilometres() {
    var leipzig = new Town("DE", 51.34, 12.37);
    assertNull(life(thirtyDaysThen(BERLIN.at(day(30)), leipzig.at(day(30) + 1))).strongest());
  }

  @Test
  void shouldIgnoreSharedExitsAndFailedGuesses() {
    assertNull(
        life(thirtyDaysThen(
                BERLIN.at(day(30)),
                SEOUL.at(day(30) + MINUTE).stamped(Sight.sharedExit()),
                SEOUL.at(day(30) + 2 * MINUTE).failed()))
            .strongest());
  }

  @Test
  void shouldLearnAProxyThatIsNotListed() {
    List<Sight> seen = atHome(30);
    for (int day = 30; day < 44; day++) {
      seen.add(BERLIN.at(day(day)));
      if (day % 3 == 0) {
        seen.add(LONDON.at(day(day) + MINUTE));
      }
    }
    Life<?, ?> life = life(seen);
    Judgement.Anomalous first = life.strongest();
    assertNotNull(first);
    assertEquals(first.evidenceMicros() / 1e6, life.totalNats(), "said once, then learned");
  }

  @Test
  void shouldExpectNonsenseWhereTheDataAreBad() {
    List<Sight> seen = atHome(2);
    for (int day = 2; day < 40; day++) {
      seen.add(BERLIN.at(day(day)));
      if (day % 4 == 0) {
        seen.add(new Town("DE", 35.0 + day, -5.0 - day).at(day(day) + MINUTE));
      }
    }
    seen.add(BERLIN.at(day(42)));
    seen.add(SEOUL.at(day(42) + MINUTE));
    Judgement last = life(seen).last();
    Judgement.Anomalous settled =
        life(thirtyDaysThen(BERLIN.at(day(30)), SEOUL.at(day(30) + MINUTE))).strongest();
    assertNotNull(settled);
    int now = last instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
    assertTrue(now <= settled.evidenceMicros() - 1_500_000, last + " against " + settled);
  }

  @Test
  void shouldBeUnscoreableWithoutAnEarlierPosition() {
    assertInstanceOf(Judgement.Unscoreable.class, life(List.of(BERLIN.at(MONDAY))).last());
  }

  private static Sight with(String device, Town town, long millis) {
    return Sight.at(millis)
        .id(device + millis)
        .from("203.0.113.7", town.country, 3320)
        .detailed(new Surroundings().at(town.lat, town.lon).device(device).detail());
  }

  /** A month in Berlin with a laptop and a telephone, and at last in Seoul with some device. */
  private static int inSeoulWith(String device) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day <= 30; day++) {
      seen.add(with("laptop", BERLIN, day(day)));
      seen.add(with("telephone", BERLIN, day(day) + MINUTE));
    }
    seen.add(with(device, SEOUL, day(30) + 10 * MINUTE));
    Judgement.Anomalous anomaly = life(seen).strongest();
    assertNotNull(anomaly);
    return anomaly.evidenceMicros();
  }

  @Test
  void shouldRatherBelieveThatAnExitMovedIfOwnDevicesAreAtBothEnds() {
    int thief = inSeoulWith("another");
    assertTrue(thief >= 4_000_000, thief + " micro-nats");
    assertEquals(2_250_000, thief - inSeoulWith("laptop"), "a VPN");
  }
}
