package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialStuffingTest {
  private static final long EIGHT = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final Subject PORTAL = Subject.of("t", SubjectType.RESOURCE, "portal");

  private static Life<?, ?> life(Subject subject, List<Sight> seen) {
    return new Life<>(new CredentialStuffing(), subject).see(seen);
  }

  private static Sight signIn(long at, int user) {
    return Sight.at(at).id(at + "/" + user).by(Subject.of("t", SubjectType.USER, "user" + user));
  }

  /** So many accounts sign in within 20 minutes, one in ten with a wrong password first. */
  private static List<Sight> morning(int day, int accounts) {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < accounts; i++) {
      long at = EIGHT + day * Ageing.DAY_MILLIS + 20 * MINUTE * i / accounts;
      if (i % 10 == 0) {
        seen.add(signIn(at, i).failed());
      }
      seen.add(signIn(at + 5000, i));
    }
    return seen;
  }

  private static List<Sight> stuffing(int day, int accounts) {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < accounts; i++) {
      long at = EIGHT + day * Ageing.DAY_MILLIS + 120 * MINUTE + 10 * MINUTE * i / accounts;
      seen.add(i % 50 == 7 ? signIn(at, 5000 + i) : signIn(at, 5000 + i).failed());
    }
    return seen;
  }

  @Test
  void shouldSeeManyAccountsFailAtOneResourceFromAnywhere() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 10; day++) {
      seen.addAll(morning(day, 40));
    }
    seen.addAll(stuffing(10, 300));
    Judgement.Anomalous stuffing = life(PORTAL, seen).strongest();
    assertNotNull(stuffing);
    assertTrue(
        stuffing.why().endsWith("accounts failed to sign in within 40 minutes, most of them once"),
        stuffing.why());
    assertTrue(stuffing.evidenceMicros() >= 4_000_000, stuffing.toString());
  }

  @Test
  void shouldSeeAnAddressThatWasNeverSeen() {
    Judgement.Anomalous stuffing = life(Seen.ADDRESS, stuffing(0, 100)).strongest();
    assertNotNull(stuffing);
    assertTrue(stuffing.evidenceMicros() >= 3_000_000, stuffing.toString());
  }

  @Test
  void shouldBearWithAnOfficeBehindOneAddress() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 10; day++) {
      seen.addAll(morning(day, day % 7 == 0 ? 400 : 250));
    }
    List<Life.Judged> windows = life(Seen.ADDRESS, seen).judge();
    int later =
        windows.stream()
            .filter(w -> w.startMillis() > EIGHT + Ageing.DAY_MILLIS)
            .mapToInt(Life.Judged::claimedMicros)
            .sum();
    assertEquals(0, later, "after the first day");
    assertTrue(windows.getFirst().claimedMicros() <= 2_500_000, "the first morning");
  }

  @Test
  void shouldNotMindAPasswordManagerThatTriesAllAccountsOfAPerson() {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < 40; i++) {
      seen.add(signIn(EIGHT + i * 1000L, i % 4).failed());
    }
    assertEquals(Judgement.NORMAL, life(Seen.ADDRESS, seen).last(), "four accounts of one person");
    for (int i = 0; i < 40; i++) {
      seen.add(signIn(EIGHT + i * 1000L, 4 + i).failed());
    }
    assertNotNull(life(Seen.ADDRESS, seen).strongest(), "and those of forty others");
  }

  @Test
  void shouldNotMindOneAccountThatFailsOften() {
    var seen = new ArrayList<Sight>();
    for (int i = 0; i < 200; i++) {
      seen.add(signIn(EIGHT + i * 1000L, i % 3).failed());
    }
    assertEquals(Judgement.NORMAL, life(Seen.ADDRESS, seen).last());
  }
}
