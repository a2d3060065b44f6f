package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignInWithoutFactorTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new SignInWithoutFactor(), Seen.ALICE).see(seen);
  }

  private static Sight signIn(int day, boolean factor) {
    return Sight.at(NINE + day * Ageing.DAY_MILLIS)
        .id(day + "" + factor)
        .doing(Category.AUTHENTICATION, "ConsoleLogin")
        .detailed(Circumstances.of(null).mfa(factor).detail());
  }

  private static Sight unsaid(int day, @Nullable ActionKind kind) {
    return Sight.at(NINE + day * Ageing.DAY_MILLIS)
        .id("u" + day)
        .doing(Category.AUTHENTICATION, "other")
        .detailed(Circumstances.of(kind).detail());
  }

  private static List<Sight> settled(int days) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(signIn(day, true));
    }
    return seen;
  }

  @Test
  void shouldSeeTheFirstSignInWithoutASecondFactor() {
    List<Sight> seen = settled(30);
    seen.add(signIn(30, false));
    Judgement.Anomalous anomaly = life(seen).strongest();
    assertNotNull(anomaly);
    assertTrue(
        anomaly.why().startsWith("signed in without a second factor, which was so on none of its"),
        anomaly.why());
    assertTrue(anomaly.evidenceMicros() >= 2_750_000, anomaly.toString());
    assertEquals(1, anomaly.events().size());
  }

  @Test
  void shouldSayNothingOfWhoNeverGivesOne() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(signIn(day, false));
    }
    assertNull(life(seen).strongest());
    assertEquals(Judgement.NORMAL, life(seen).last());
  }

  @Test
  void shouldKnowThatNoneIsAskedForInTheOffice() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(signIn(day, day % 3 != 0));
    }
    seen.add(signIn(30, false));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindAFailureOrWhatSaysNothing() {
    List<Sight> seen = settled(30);
    seen.add(signIn(30, false).failed());
    seen.add(unsaid(31, null));
    seen.add(unsaid(32, ActionKind.SIGN_OUT));
    seen.add(
        Sight.at(NINE + 33 * Ageing.DAY_MILLIS)
            .doing(Category.API, "GetObject")
            .detailed(Circumstances.of(null).mfa(false).detail()));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldTakeASwitchedOffFactorForNormalInTheEnd() {
    List<Sight> seen = settled(20);
    for (int day = 20; day < 50; day++) {
      seen.add(signIn(day, false));
    }
    Life<?, ?> life = life(seen);
    assertTrue(life.totalNats() > 2 && life.totalNats() < 14, "nats: " + life.totalNats());
    assertEquals(Judgement.NORMAL, life.last());
  }

  @Test
  void shouldLetANewStarterSettle() {
    List<Sight> seen = settled(2);
    seen.add(signIn(2, false));
    assertInstanceOf(Judgement.Unscoreable.class, life(seen).last());
  }
}
