package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MfaFatigueTest {
  private static final long NIGHT = Instant.parse("2026-03-02T02:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final Detail PROMPT = Circumstances.of(ActionKind.MFA_CHALLENGE).detail();

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new MfaFatigue(), Seen.ALICE).see(seen);
  }

  private static Sight prompt(long at) {
    return Sight.at(at).doing(Category.AUTHENTICATION, "mfa_challenge").detailed(PROMPT);
  }

  private static List<Sight> refused(int n, long from) {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < n; i++) {
      seen.add(prompt(from + i * MINUTE).failed());
    }
    return seen;
  }

  @Test
  void shouldSeeWhoGivesIn() {
    List<Sight> seen = refused(12, NIGHT);
    seen.add(prompt(NIGHT + 13 * MINUTE));
    Judgement.Anomalous fatigue = life(seen).strongest();
    assertNotNull(fatigue);
    assertEquals("second factor given after 12+ were refused within 40 minutes", fatigue.why());
    assertEquals(NIGHT + 13 * MINUTE, fatigue.events().getLast().timeMillis());
    assertTrue(fatigue.evidenceMicros() >= 4_000_000, fatigue.toString());
  }

  @Test
  void shouldSeeSignInsOfWhichASecondFactorWasAsked() {
    var seen = new ArrayList<Sight>();
    Detail asked = Circumstances.of(null).mfa(true).detail();
    for (int i = 0; i < 8; i++) {
      seen.add(Sight.at(NIGHT + i * MINUTE).detailed(asked).failed());
    }
    seen.add(Sight.at(NIGHT + 9 * MINUTE).detailed(asked));
    Judgement.Anomalous fatigue = life(seen).strongest();
    assertNotNull(fatigue);
    assertTrue(fatigue.evidenceMicros() >= 3_000_000, fatigue.toString());
  }

  @Test
  void shouldSayLessIfNobodyGivesIn() {
    Judgement.Anomalous refused = life(refused(12, NIGHT)).strongest();
    assertNotNull(refused);
    assertTrue(refused.why().contains("none given"), refused.why());
    assertTrue(refused.evidenceMicros() < 3_000_000, refused.toString());
  }

  @Test
  void shouldForgiveAMissedPrompt() {
    List<Sight> seen = refused(2, NIGHT);
    seen.add(prompt(NIGHT + 3 * MINUTE));
    assertTrue(life(seen).totalNats() <= 0.75);
  }

  @Test
  void shouldNotMindASingleRefusalOfWhoNeverRefuses() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(prompt(NIGHT + day * Ageing.DAY_MILLIS));
    }
    seen.add(prompt(NIGHT + 30 * Ageing.DAY_MILLIS).failed());
    seen.add(prompt(NIGHT + 30 * Ageing.DAY_MILLIS + MINUTE));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindWrongPasswords() {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < 12; i++) {
      seen.add(Sight.at(NIGHT + i * MINUTE).failed());
    }
    seen.add(Sight.at(NIGHT + 13 * MINUTE));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldLearnABrokenToken() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 20; day++) {
      long at = NIGHT + day * Ageing.DAY_MILLIS;
      seen.addAll(refused(4, at));
      seen.add(prompt(at + 5 * MINUTE));
    }
    assertTrue(life(seen).judge().getFirst().claimedMicros() > 0, "not known at first");
    assertEquals(Judgement.NORMAL, life(seen).last());
  }
}
