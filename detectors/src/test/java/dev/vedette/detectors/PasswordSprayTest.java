package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordSprayTest {
  private static final long MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private static Life<?, ?> life(List<Seen> seen) {
    return new Life<>(new PasswordSpray(), Seen.ADDRESS).add(seen);
  }

  private static List<Seen> guesses(int n, int names, long from, long apart) {
    var seen = new ArrayList<Seen>();
    for (int i = 0; i < n; i++) {
      seen.add(Seen.at(from + i * apart).by("user" + i % names).failed());
    }
    return seen;
  }

  @Test
  void shouldSeeASprayAndImplicateTheAccountThatFalls() {
    List<Seen> seen = guesses(40, 40, MIDNIGHT, 5_000);
    seen.add(Seen.at(MIDNIGHT + 4 * MINUTE).by("victim"));
    Judgement.Anomalous spray = life(seen).strongest();
    assertNotNull(spray);
    assertEquals("40+ failed sign-ins on 40+ accounts within 40 minutes", spray.why());
    assertTrue(spray.evidenceMicros() >= 4_000_000, spray.toString());
    assertEquals(1, spray.implications().size());
    Judgement.Implication victim = spray.implications().getFirst();
    assertEquals("victim", victim.subject().id());
    assertEquals(4_000_000, victim.evidenceMicros());
    assertEquals(MIDNIGHT + 4 * MINUTE, victim.events().getLast().timeMillis());
  }

  @Test
  void shouldNotImplicateWhoSignedInBefore() {
    List<Seen> seen = guesses(40, 40, MIDNIGHT + MINUTE, 5_000);
    seen.add(Seen.at(MIDNIGHT).by("victim"));
    Judgement.Anomalous spray = life(seen).strongest();
    assertNotNull(spray);
    assertEquals(List.of(), spray.implications());
  }

  @Test
  void shouldImplicateOnceEachSuccess() {
    List<Seen> seen = guesses(100, 100, MIDNIGHT, 20_000);
    seen.add(Seen.at(MIDNIGHT + 12 * MINUTE).by("victim"));
    long implicated =
        life(seen).judge().stream()
            .filter(
                w -> w.judgement() instanceof Judgement.Anomalous a && !a.implications().isEmpty())
            .count();
    assertEquals(1, implicated, "only by the window of its success");
  }

  @Test
  void shouldFindASlowGuesser() {
    List<Seen> seen = guesses(144, 20, MIDNIGHT, 10 * MINUTE);
    Life<?, ?> life = life(seen);
    assertTrue(life.totalNats() >= 3, "" + life.totalNats());
    List<String> words =
        life.judge().stream()
            .map(w -> w.judgement() instanceof Judgement.Anomalous a ? a.why() : "")
            .filter(why -> !why.isEmpty())
            .toList();
    assertTrue(words.getLast().endsWith("accounts today"), words.toString());
    seen.add(Seen.at(MIDNIGHT + Ageing.DAY_MILLIS - 5 * MINUTE).by("victim"));
    Judgement last = life(seen).last();
    assertTrue(
        last instanceof Judgement.Anomalous a && a.implications().size() == 1, last.toString());
  }

  @Test
  void shouldBelieveAnAddressTheMoreItGuesses() {
    double before = 0;
    for (int guesses : new int[] {6, 18, 26, 46, 80, 286}) {
      double nats = life(guesses(guesses, 1, MIDNIGHT, 20_000)).totalNats();
      assertTrue(nats > before, guesses + ": " + nats);
      before = nats;
    }
  }

  @Test
  void shouldSaySomethingAboutSixGuessesAndNothingAboutTwo() {
    double six = life(guesses(6, 1, MIDNIGHT, 10_000)).totalNats();
    assertTrue(six >= 0.5 && six <= 1.5, "" + six);
    assertNull(life(guesses(2, 1, MIDNIGHT, 10_000)).strongest());
  }

  @Test
  void shouldPayOnceWhatComesAgainTheSameDay() {
    List<Seen> seen = guesses(50, 50, MIDNIGHT, 5_000);
    double once = life(seen).totalNats();
    seen.addAll(guesses(50, 50, MIDNIGHT + 6 * Ageing.HOUR_MILLIS, 5_000));
    double twice = life(seen).totalNats();
    assertTrue(twice < once + 1.5, once + " and " + twice);
  }

  @Test
  void shouldLearnAnOfficeBehindOneAddress() {
    var random = new Random(4);
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 21; day++) {
      for (int i = 0; i < 200; i++) {
        long at =
            MIDNIGHT
                + day * Ageing.DAY_MILLIS
                + 7 * Ageing.HOUR_MILLIS
                + random.nextInt(10 * 3600) * 1000L;
        if (random.nextInt(10) == 0) {
          seen.add(Seen.at(at).by("user" + i).failed());
        }
        seen.add(Seen.at(at + 20_000).by("user" + i));
      }
    }
    Life<?, ?> life = life(seen);
    assertTrue(seen.stream().filter(s -> s.about(Seen.ADDRESS).failed()).count() > 300);
    long after = MIDNIGHT + 7 * Ageing.DAY_MILLIS;
    long anomalies =
        life.judge().stream()
            .filter(w -> w.startMillis() >= after && w.claimedMicros() > 0)
            .count();
    assertEquals(0, anomalies);
    // the same day's failures from an address that never had any are believed
    List<Seen> cold = new ArrayList<>(seen);
    cold.removeIf(s -> s.timeMillis() < MIDNIGHT + 20 * Ageing.DAY_MILLIS);
    assertTrue(life(cold).totalNats() > 1);
    // and a spray from the office is still seen
    seen.addAll(guesses(150, 150, MIDNIGHT + 20 * Ageing.DAY_MILLIS + 12 * 3_600_000L, 3_000));
    assertTrue(life(seen).totalNats() > life.totalNats() + 1.5);
  }
}
