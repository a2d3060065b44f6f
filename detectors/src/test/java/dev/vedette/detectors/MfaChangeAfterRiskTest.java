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
import org.junit.jupiter.api.Test;

class MfaChangeAfterRiskTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long DAY = 30 * Ageing.DAY_MILLIS;

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new MfaChangeAfterRisk(), Seen.ALICE).see(seen);
  }

  /** Thirty days at home. */
  private static List<Sight> home() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(Sight.at(NINE + day * Ageing.DAY_MILLIS));
    }
    return seen;
  }

  private static Sight change(long at, ActionKind kind) {
    return Sight.at(at)
        .doing(Category.ACCOUNT_CHANGE, kind.wireName())
        .detailed(Circumstances.of(kind).detail());
  }

  @Test
  void shouldSeeAFactorChangedFromElsewhere() {
    List<Sight> seen = home();
    seen.add(Sight.at(NINE + DAY).from("198.51.100.4", "NL", 1136));
    seen.add(change(NINE + DAY + MINUTE, ActionKind.MFA_CHANGE).from("198.51.100.4", "NL", 1136));
    Judgement.Anomalous changed = life(seen).strongest();
    assertNotNull(changed);
    assertEquals("a second factor was changed from where this user never signed in", changed.why());
    assertTrue(changed.evidenceMicros() >= 3_000_000, changed.toString());
    List<Sight> password = home();
    password.add(change(NINE + DAY, ActionKind.CREDENTIAL_CHANGE).from("198.51.100.4", "NL", 1136));
    assertNotNull(life(password).strongest());
  }

  @Test
  void shouldSeeAFactorChangedAfterRefusals() {
    List<Sight> seen = home();
    for (int i = 0; i < 8; i++) {
      seen.add(
          Sight.at(NINE + DAY + i * MINUTE)
              .doing(Category.AUTHENTICATION, "mfa_challenge")
              .failed()
              .detailed(Circumstances.of(ActionKind.MFA_CHALLENGE).detail()));
    }
    seen.add(change(NINE + DAY + 20 * MINUTE, ActionKind.MFA_CHANGE));
    Judgement.Anomalous changed = life(seen).strongest();
    assertNotNull(changed);
    assertEquals("a second factor was changed after 8 failed attempts", changed.why());
    assertEquals(4, changed.events().size());
    assertTrue(changed.evidenceMicros() >= 2_000_000, changed.toString());
  }

  @Test
  void shouldNotMindANewTelephoneAtHome() {
    List<Sight> seen = home();
    seen.add(change(NINE + DAY, ActionKind.MFA_CHANGE));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindAForgottenPassword() {
    List<Sight> seen = home();
    for (int i = 0; i < 6; i++) {
      seen.add(Sight.at(NINE + DAY + i * MINUTE).failed());
    }
    seen.add(change(NINE + DAY + 10 * MINUTE, ActionKind.CREDENTIAL_CHANGE));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindFailuresAfterTheChange() {
    List<Sight> seen = home();
    seen.add(change(NINE + DAY, ActionKind.MFA_CHANGE));
    for (int i = 1; i < 8; i++) {
      seen.add(Sight.at(NINE + DAY + i * MINUTE).failed());
    }
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldBeUnscoreableForANewStarter() {
    assertInstanceOf(
        Judgement.Unscoreable.class,
        life(List.of(Sight.at(NINE), change(NINE + MINUTE, ActionKind.MFA_CHANGE))).last());
  }
}
