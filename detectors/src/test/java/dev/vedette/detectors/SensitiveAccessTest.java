package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SensitiveAccessTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final int ONE_IN_A_THOUSAND = 20;
  private static final EventRef REF = new EventRef(MONDAY, "e1");

  private static Life<?, ?> life(List<Sight> seen) {
    return new Life<>(new SensitiveAccess(), Seen.ALICE).see(seen);
  }

  private static Sight read(int day, @Nullable String label, String type) {
    return Sight.at(MONDAY + day * Ageing.DAY_MILLIS)
        .id(day + label + type)
        .doing(Category.DATA, "read")
        .detailed(new Surroundings().resource(label, type).detail());
  }

  private static List<Sight> plain(int days) {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < days; day++) {
      seen.add(read(day, day % 2 == 0 ? "internal" : null, "document"));
    }
    return seen;
  }

  private static int after(Sight one) {
    List<Sight> seen = plain(30);
    seen.add(one);
    return life(seen).last() instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
  }

  @Test
  void shouldSeeTheFirstSecretOfAMonth() {
    List<Sight> seen = plain(30);
    seen.add(read(30, "Secret", "document"));
    Judgement.Anomalous anomaly = life(seen).strongest();
    assertNotNull(anomaly);
    assertEquals("first access to secret document in 30 days", anomaly.why());
    assertTrue(anomaly.evidenceMicros() >= 3_000_000, anomaly.toString());
    double once = life(seen).totalNats();
    seen.add(read(30, "secret", "document").id("again"));
    seen.add(read(31, "secret", "document"));
    assertEquals(once, life(seen).totalNats(), "paid once");
  }

  @Test
  void shouldNotSayAWordTwice() {
    List<Sight> seen = plain(30);
    seen.add(read(30, "secret", "secret"));
    Judgement.Anomalous anomaly = life(seen).strongest();
    assertNotNull(anomaly);
    assertEquals("first access to secret in 30 days", anomaly.why());
    assertEquals("ab cab", new SensitiveAccess.Reach(1, "ab cab", false, -1, REF).words());
    assertEquals("", new SensitiveAccess.Reach(1, "", false, -1, REF).words());
  }

  @Test
  void shouldMindSecretsMoreThanConfidentialThingsAndPlainOnesNot() {
    int secret = after(read(30, "secret", "document"));
    int confidential = after(read(30, "confidential", "document"));
    assertTrue(confidential > 0 && confidential < secret, confidential + " and " + secret);
    assertEquals(0, after(read(30, "internal", "database")));
    assertEquals(0, after(read(30, "PUBLIC", "document")));
    assertEquals(0, after(read(30, null, "secret")));
    assertEquals(0, after(read(30, "secret", "document").failed()), "it was not reached");
  }

  @Test
  void shouldMindMoreWhatFewDo() {
    int usual = after(read(30, "secret", "document").rare(1));
    int rare = after(read(30, "secret", "document").rare(ONE_IN_A_THOUSAND));
    assertTrue(usual < rare, usual + " and " + rare);
  }

  @Test
  void shouldKnowWhoWorksWithSecrets() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 30; day++) {
      seen.add(read(day, "secret", "document"));
    }
    assertNull(life(seen).strongest());
    seen.add(read(30, "secret", "key"));
    assertNotNull(life(seen).strongest(), "another type is another class");
  }

  @Test
  void shouldExpectMoreOfANewStarter() {
    List<Sight> early = plain(7);
    early.add(read(7, "confidential", "document"));
    Judgement last = life(early).last();
    int starter = last instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
    assertTrue(starter + 500_000 < after(read(30, "confidential", "document")), last + "");
    assertInstanceOf(
        Judgement.Unscoreable.class, life(List.of(read(0, "secret", "document"))).last());
  }
}
