package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice@corp.example");

  private final Life<?, ?> life = new Life<>(new Forwarding(), ALICE);

  private void forward(int day, String recipient, int step) {
    var detail =
        new Detail(
            ActionKind.FORWARDING,
            null,
            null,
            Double.NaN,
            Double.NaN,
            null,
            null,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            null,
            -1,
            -1);
    life.add(
        Sight.at(MONDAY + day * Ageing.DAY_MILLIS)
            .doing(Category.CONFIGURATION, "New-InboxRule")
            .to(recipient)
            .rare(step)
            .detailed(detail));
  }

  @Test
  void shouldSeeTheFirstRuleToTheOutsideAndPayItOnce() {
    forward(0, "me@mail.example", 14);
    Judgement.Anomalous rule = life.strongest();
    assertNotNull(rule);
    assertTrue(rule.evidenceMicros() >= 3_000_000, rule.toString());
    assertTrue(rule.why().contains("outside the user's own domain"), rule.why());
    double once = life.totalNats();
    forward(2, "me@mail.example", 14);
    assertEquals(once, life.totalNats());
  }

  @Test
  void shouldNotMindADelegateInside() {
    forward(0, "bob@corp.example", 14);
    forward(1, "bob@sales.corp.example", 14);
    assertTrue(life.judge().isEmpty());
  }

  @Test
  void shouldSayLittleWhereEverybodyForwards() {
    forward(0, "box", 0);
    double common = life.strongestNats();
    assertTrue(common < 1, "" + common);
  }

  @Test
  void shouldSayNothingOfASalesmanWhoSharesWithSomebodyNewEachDay() {
    for (int day = 0; day < 30; day++) {
      forward(day, "customer" + day + "@client.example", 6);
    }
    assertEquals(Judgement.NORMAL, life.last());
  }

  @Test
  void shouldSayMoreOfARareDeed() {
    forward(0, "box", 0);
    double common = life.strongestNats();
    forward(0, "box", 16);
    assertTrue(life.strongestNats() > common + 1);
    assertNull(new Life<>(new Forwarding(), ALICE).strongest());
  }
}
