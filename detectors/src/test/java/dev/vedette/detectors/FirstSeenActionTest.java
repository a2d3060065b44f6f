package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstSeenActionTest {
  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
  private static final int ONE_IN_NINETY = 13;

  private static Life<?, ?> life(List<Seen> seen) {
    return new Life<>(new FirstSeenAction(), Seen.ALICE).add(seen);
  }

  private static long day(int day) {
    return MONDAY + day * Ageing.DAY_MILLIS;
  }

  private static List<Seen> routine(int days) {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < days; day++) {
      seen.add(Seen.at(day(day)));
      seen.add(Seen.at(day(day) + 1000).doing("file.read", 2));
      seen.add(Seen.at(day(day) + 2000).doing("file.write", 3));
    }
    return seen;
  }

  @Test
  void shouldSeeARareFirstAction() {
    List<Seen> seen = routine(34);
    seen.add(Seen.at(day(34)).doing("iam.role.grant", ONE_IN_NINETY));
    Judgement.Anomalous first = life(seen).strongest();
    assertNotNull(first);
    assertEquals("first iam.role.grant in 34 days; done on 1 in 80 colleague-days", first.why());
    assertTrue(first.evidenceMicros() >= 2_500_000, first.toString());
  }

  @Test
  void shouldMindLessWhatEverybodyDoes() {
    List<Seen> seen = routine(34);
    seen.add(Seen.at(day(34)).doing("password.change", 2));
    Judgement.Anomalous common = life(seen).strongest();
    int evidence = common == null ? 0 : common.evidenceMicros();
    assertTrue(evidence <= 1_500_000, common + "");
  }

  @Test
  void shouldWeighWhatIsKnownForATechniqueOfAttack() {
    List<Seen> technique = routine(34);
    technique.add(Seen.at(day(34)).doing("SendSSHPublicKey", ONE_IN_NINETY));
    for (String other : List.of("DescribeInstances", "GetObject", "RotateSomething")) {
      List<Seen> seen = routine(34);
      seen.add(Seen.at(day(34)).doing(other, ONE_IN_NINETY));
      assertTrue(
          life(technique).strongestNats() >= life(seen).strongestNats() + 1,
          other + " is no technique, or everyday work, or but looking around");
      seen.add(Seen.at(day(34)).doing("SendSSHPublicKey", ONE_IN_NINETY));
      Judgement.Anomalous both = life(seen).strongest();
      assertNotNull(both);
      assertTrue(both.why().startsWith("first SendSSHPublicKey"), both.why());
      assertEquals("T1021.008", both.technique());
    }
  }

  @Test
  void shouldBeSilentWhenItIsSeenAgain() {
    List<Seen> seen = routine(34);
    seen.add(Seen.at(day(34)).doing("iam.role.grant", ONE_IN_NINETY));
    double once = life(seen).totalNats();
    for (int hour = 1; hour < 8; hour++) {
      seen.add(Seen.at(day(34) + hour * Ageing.HOUR_MILLIS).doing("iam.role.grant", ONE_IN_NINETY));
    }
    seen.add(Seen.at(day(36)).doing("iam.role.grant", ONE_IN_NINETY));
    assertEquals(once, life(seen).totalNats());
  }

  @Test
  void shouldTeachAPendingActionOnlyAfterAQuietDay() {
    var detector = new FirstSeenAction();
    List<Seen> seen = routine(34);
    seen.add(Seen.at(day(34)).doing("iam.role.grant", ONE_IN_NINETY));
    Habits atOnce = new Life<>(detector, Seen.ALICE).add(seen).learned();
    assertEquals(1, atOnce.pending().size());
    assertEquals(3, atOnce.known().size());
    seen.add(Seen.at(day(34) + 5 * Ageing.HOUR_MILLIS));
    assertEquals(1, new Life<>(detector, Seen.ALICE).add(seen).learned().pending().size());
    seen.add(Seen.at(day(36)));
    Habits later = new Life<>(detector, Seen.ALICE).add(seen).learned();
    assertEquals(0, later.pending().size());
    assertEquals(4, later.known().size());
  }

  @Test
  void shouldExpectNewActionsOfWhoAlwaysDoesNewThings() {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 30; day++) {
      seen.add(Seen.at(day(day)).doing("task" + day, 2));
    }
    assertEquals(Judgement.NORMAL, life(seen).last());
  }

  @Test
  void shouldBeUnscoreableBeforeFiveDays() {
    List<Seen> seen = routine(4);
    seen.add(Seen.at(day(4)).doing("iam.role.grant", ONE_IN_NINETY));
    assertInstanceOf(Judgement.Unscoreable.class, life(seen).last());
  }

  @Test
  void shouldLeaveDeedsToTheDetectorsThatJudgeThem() {
    for (ActionKind kind : List.of(ActionKind.FORWARDING, ActionKind.MFA_CHANGE)) {
      Sight deed =
          Sight.at(day(34))
              .doing(Category.API, "something.new")
              .detailed(new Surroundings().kind(kind).detail());
      assertEquals(Judgement.NORMAL, life(routine(34)).add(deed).last(), kind.wireName());
    }
  }
}
