package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Anonymiser} and {@link BadReputation}, which live on what is known of addresses. */
class AddressListsTest {
  private static final long NINE = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private static Sight day(int day, boolean tor, int lists) {
    return Sight.at(NINE + day * Ageing.DAY_MILLIS).stamped(Circumstances.address(tor, lists));
  }

  private static Life<?, ?> tor(List<Sight> seen) {
    return new Life<>(new Anonymiser(), Seen.ALICE).see(seen);
  }

  private static Life<?, ?> listed(List<Sight> seen) {
    return new Life<>(new BadReputation(), Seen.ALICE).see(seen);
  }

  @Test
  void shouldSeeTor() {
    Judgement.Anomalous anonymous = tor(List.of(day(0, false, 0), day(9, true, 0))).strongest();
    assertNotNull(anonymous);
    assertEquals("came by an exit of Tor, never seen before", anonymous.why());
    assertEquals(3_000_000, anonymous.evidenceMicros());
  }

  @Test
  void shouldSayLessOfAnAttemptByTor() {
    Judgement.Anomalous tried = tor(List.of(day(0, true, 0).failed())).strongest();
    assertNotNull(tried);
    assertTrue(tried.evidenceMicros() < 1_500_000, tried.toString());
  }

  @Test
  void shouldBeSilentAboutWhoAlwaysComesByTor() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 45; day++) {
      seen.add(day(day, true, 0));
    }
    Life<?, ?> life = tor(seen);
    assertEquals(Judgement.NORMAL, life.last());
    assertTrue(life.totalNats() < 20, "paid every other day until it is believed");
  }

  @Test
  void shouldBelieveMoreListsMore() {
    int[] nats = {0, 1_500_000, 2_500_000, 2_500_000, 3_500_000};
    for (int lists = 1; lists < nats.length; lists++) {
      Judgement.Anomalous bad = listed(List.of(day(0, false, lists))).strongest();
      assertNotNull(bad);
      assertEquals(nats[lists], bad.evidenceMicros(), "on " + lists);
    }
    Judgement.Anomalous worst = listed(List.of(day(0, false, 500))).strongest();
    assertNotNull(worst);
    assertEquals(4_500_000, worst.evidenceMicros(), "bounded");
    assertEquals(
        "activity from an address on 500+ lists of bad addresses, none seen before", worst.why());
  }

  @Test
  void shouldNotBlameAUserForOthersAttempts() {
    assertNull(
        new Life<>(new BadReputation(), Seen.ADDRESS)
            .see(List.of(day(0, false, 0))).judge().stream().findFirst().orElse(null));
    assertTrue(listed(List.of(day(0, false, 9).failed())).judge().isEmpty());
    assertNotNull(
        new Life<>(new BadReputation(), Seen.ADDRESS)
            .see(List.of(day(0, false, 9).failed()))
            .strongest());
  }

  @Test
  void shouldLearnAListedCarrierButNotAWorseAddress() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(day(day, false, 1));
    }
    assertEquals(Judgement.NORMAL, listed(seen).last());
    seen.add(day(31, false, 12));
    Judgement.Anomalous worse = listed(seen).strongest();
    assertNotNull(worse);
    assertTrue(worse.evidenceMicros() >= 3_500_000, worse.toString());
  }
}
