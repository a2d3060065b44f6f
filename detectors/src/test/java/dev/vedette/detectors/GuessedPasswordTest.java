package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuessedPasswordTest {
  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private static Life<?, ?> life(List<Seen> seen) {
    return new Life<>(new GuessedPassword(), Seen.ALICE).add(seen);
  }

  private static List<Seen> failures(int n, long from, long apart) {
    var seen = new ArrayList<Seen>();
    for (int i = 0; i < n; i++) {
      seen.add(Seen.at(from + i * apart).failed());
    }
    return seen;
  }

  @Test
  void shouldSeeASuccessAfterGuesses() {
    List<Seen> seen = failures(13, NOON, MINUTE);
    seen.add(Seen.at(NOON + 15 * MINUTE));
    Judgement.Anomalous guessed = life(seen).strongest();
    assertNotNull(guessed);
    assertEquals("success after 12+ failed sign-ins within 40 minutes", guessed.why());
    assertEquals(5, guessed.events().size());
    assertEquals(NOON + 15 * MINUTE, guessed.events().getLast().timeMillis());
    assertTrue(guessed.evidenceMicros() >= 3_000_000, guessed.toString());
  }

  @Test
  void shouldNotMindGuessesWithoutSuccessOrBeforeThem() {
    List<Seen> seen = failures(30, NOON, MINUTE);
    seen.add(Seen.at(NOON - MINUTE));
    assertNull(life(seen).strongest());
    seen.add(Seen.at(NOON + 31 * MINUTE));
    assertNotNull(life(seen).strongest());
  }

  @Test
  void shouldNotMindAPasswordManagerThatFillsInTheOldPassword() {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 5; day++) {
      seen.addAll(failures(2, NOON + day * Ageing.DAY_MILLIS, 2_000));
      seen.add(Seen.at(NOON + day * Ageing.DAY_MILLIS + MINUTE));
    }
    assertNull(life(seen).strongest(), "twice each day, until somebody changes it there");
    seen.addAll(failures(40, NOON + 5 * Ageing.DAY_MILLIS, 1_000));
    seen.add(Seen.at(NOON + 5 * Ageing.DAY_MILLIS + MINUTE));
    assertNotNull(life(seen).strongest(), "forty at once are no habit");
  }

  @Test
  void shouldForgiveTwoMistakes() {
    List<Seen> seen = failures(2, NOON, MINUTE);
    seen.add(Seen.at(NOON + 3 * MINUTE));
    assertNull(life(seen).strongest());
  }

  @Test
  void shouldSeeAGuessAcrossWindowsInTheWindowThatCompletesIt() {
    List<Seen> seen = failures(10, NOON + MINUTE, 2 * MINUTE);
    seen.add(Seen.at(NOON + 31 * MINUTE));
    List<Life.Judged> windows = life(seen).judge();
    assertEquals(3, windows.size());
    assertEquals(0, windows.get(1).claimedMicros());
    assertEquals(NOON + 30 * MINUTE, windows.getLast().startMillis());
    assertTrue(windows.getLast().claimedMicros() > 2_000_000);
  }

  @Test
  void shouldLearnAProgramThatRetries() {
    var seen = new ArrayList<Seen>();
    for (int hour = 0; hour < 24 * 10; hour++) {
      long at = NOON + hour * Ageing.HOUR_MILLIS;
      seen.addAll(failures(6, at, 1000));
      seen.add(Seen.at(at + MINUTE));
    }
    Life<?, ?> life = life(seen);
    List<Life.Judged> windows = life.judge();
    assertTrue(windows.getFirst().claimedMicros() > 0, "not known at first");
    assertEquals(Judgement.NORMAL, life.last());
  }
}
