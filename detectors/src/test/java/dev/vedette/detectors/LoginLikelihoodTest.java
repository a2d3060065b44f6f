package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.LoginHabits.Feature;
import dev.vedette.events.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginLikelihoodTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final String USUAL = "Firefox on Linux";
  private static final int NOBODY_THERE = 24;

  private static Sight signIn(int day, int hour, String country, long asn, String client) {
    return Sight.at(MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS)
        .id(day + "-" + hour + country + asn + client)
        .from("203.0.113.7", country, asn)
        .detailed(new Surroundings().client(client).detail());
  }

  private static List<Sight> settled() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(signIn(day, 9, "DE", day % 3 == 0 ? 6805 : 3320, USUAL));
      seen.add(signIn(day, 14, "DE", 3320, USUAL));
    }
    return seen;
  }

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new LoginLikelihood(), Seen.ALICE).see(seen);
  }

  private static int after(Sight one) {
    List<Sight> seen = settled();
    seen.add(one);
    return life(seen).last() instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
  }

  @Test
  void shouldSeeAStrangerInAllThatIsDifferent() {
    List<Sight> seen = settled();
    seen.add(signIn(30, 3, "NL", 1136, "Chrome on Windows"));
    Life<?, ?> life = life(seen);
    Judgement.Anomalous anomaly = life.strongest();
    assertNotNull(anomaly);
    assertTrue(anomaly.evidenceMicros() >= 4_500_000, anomaly.toString());
    assertEquals(
        "sign-in from NL (network 1136) with Chrome on Windows at 03–06 UTC: together 80 times as"
            + " likely of a stranger as of this user",
        anomaly.why());
  }

  @Test
  void shouldAddUpSmallOddities() {
    int network = after(signIn(30, 9, "DE", 1136, USUAL));
    int client = after(signIn(30, 9, "DE", 3320, "Chrome on Windows"));
    int both = after(signIn(30, 9, "DE", 1136, "Chrome on Windows"));
    assertEquals(0, network, "a new network alone");
    assertEquals(0, client, "a new client alone");
    assertTrue(both >= 1_000_000, both + "");
    assertTrue(after(signIn(30, 3, "DE", 1136, "Chrome on Windows")) > both, "and at night");
  }

  @Test
  void shouldBelieveATravellerWithItsOwnLaptop() {
    assertTrue(after(signIn(30, 9, "NL", 1136, USUAL)) <= 1_000_000);
  }

  @Test
  void shouldAskTheTenantAboutACountry() {
    Sight unknown = signIn(30, 3, "NL", 1136, "Chrome on Windows");
    Sight everybody =
        signIn(30, 3, "NL", 1136, "Chrome on Windows")
            .detailed(new Surroundings().client("Chrome on Windows").rarePlace(3).detail());
    Sight nobody =
        signIn(30, 3, "NL", 1136, "Chrome on Windows")
            .detailed(
                new Surroundings().client("Chrome on Windows").rarePlace(NOBODY_THERE).detail());
    assertTrue(after(everybody) < after(unknown));
    assertTrue(after(unknown) < after(nobody));
  }

  @Test
  void shouldIgnoreSharedExitsFailuresAndOtherActions() {
    Sight odd = signIn(30, 3, "NL", 1136, "Chrome on Windows");
    assertEquals(0, after(odd.failed()));
    odd = signIn(30, 3, "NL", 1136, "Chrome on Windows");
    assertEquals(0, after(odd.stamped(Sight.sharedExit())));
    odd = signIn(30, 3, "NL", 1136, "Chrome on Windows");
    assertEquals(0, after(odd.doing(Category.API, "list")));
  }

  @Test
  void shouldPayADayOnce() {
    List<Sight> seen = settled();
    seen.add(signIn(30, 3, "NL", 1136, "Chrome on Windows"));
    double once = life(seen).totalNats();
    for (int hour = 4; hour < 20; hour += 3) {
      seen.add(signIn(30, hour, "NL", 1136, "Chrome on Windows"));
    }
    assertEquals(once, life(seen).totalNats());
  }

  @Test
  void shouldHaveLawsThatSumToOne() {
    var habits = new Life<>(new LoginLikelihood(), Seen.ALICE).see(settled()).learned().habits();
    for (Feature feature : Feature.values()) {
      int known = habits.known(feature);
      assertTrue(known >= 1, feature + "");
      // Σ P(user)·ratio over the known values and the new one is 1: the ratio is an e-value.
      double days = 0;
      double sum = 0;
      for (Habit habit : habits.things().known()) {
        days += feature.isOf(habit.key()) ? habit.days() : 0;
      }
      double rate = 0.5 / StrictMath.exp(habits.logRatio(feature, feature.key(987_654_321)));
      for (Habit habit : habits.things().known()) {
        if (feature.isOf(habit.key())) {
          double user = (1 - rate) * habit.days() / days;
          sum += user * StrictMath.exp(habits.logRatio(feature, habit.key()));
        }
      }
      assertEquals(1, sum + 0.5, 1e-9, feature + "");
    }
  }

  @Test
  void shouldBeUnscoreableBeforeFiveDays() {
    assertInstanceOf(Judgement.Unscoreable.class, life(settled().subList(0, 8)).last());
    assertNull(life(settled()).strongest());
  }
}
