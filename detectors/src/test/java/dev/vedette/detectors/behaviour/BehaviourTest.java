package dev.vedette.detectors.behaviour;

import static dev.vedette.detectors.behaviour.Lives.ADDRESS;
import static dev.vedette.detectors.behaviour.Lives.BOB;
import static dev.vedette.detectors.behaviour.Lives.DAY;
import static dev.vedette.detectors.behaviour.Lives.HOUR;
import static dev.vedette.detectors.behaviour.Lives.MINUTE;
import static dev.vedette.detectors.behaviour.Lives.NOVELTY;
import static dev.vedette.detectors.behaviour.Lives.ONE_SPAN;
import static dev.vedette.detectors.behaviour.Lives.SETTINGS;
import static dev.vedette.detectors.behaviour.Lives.START;
import static dev.vedette.detectors.behaviour.Lives.does;
import static dev.vedette.detectors.behaviour.Lives.intruded;
import static dev.vedette.detectors.behaviour.Lives.life;
import static dev.vedette.detectors.behaviour.Lives.moving;
import static dev.vedette.detectors.behaviour.Lives.shuffled;
import static dev.vedette.detectors.behaviour.Lives.working;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Registry;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  private static final Subject SESSION =
      new Subject("t", SubjectType.SESSION, "session-of-bob", BOB);

  @Test
  void shouldSayTheSameInTheEndInAnyOrder() {
    var random = new Random(1);
    int orders = 0;
    int different = 0;
    int folded = 0;
    int implied = 0;
    var foldedAt = new HashSet<Integer>();
    for (int round = 0; round < 100; round++) {
      List<Observation> life = List.copyOf(new HashSet<>(life(random)));
      List<Observation> inOrder =
          life.stream().sorted(Comparator.comparingLong(Observation::receivedMillis)).toList();
      Fold expected = new Fold(NOVELTY, ADDRESS, false).over(inOrder);
      assertFalse(expected.finals.isEmpty());
      implied += (int) expected.finals.keySet().stream().filter(k -> k.contains("USER")).count();
      for (int i = 0; i < 30; i++) {
        List<Observation> order = shuffled(life, random, HOUR);
        Fold fold = new Fold(NOVELTY, ADDRESS, i % 2 == 0).over(order);
        assertEquals(expected.finals, fold.finals, () -> "round of " + life.size());
        assertEquals(0, fold.skewed);
        orders++;
        different += order.equals(inOrder) ? 0 : 1;
        folded += fold.folded;
        foldedAt.add(fold.folded);
      }
    }
    assertTrue(different > orders / 2, different + " of " + orders + " orders are other orders");
    assertTrue(folded > orders && foldedAt.size() > 10, "windows are folded, now and then");
    assertTrue(implied > 100, "others are implicated");
  }

  @Test
  void shouldNotSayWhatIsTooLittleUntilItIsEnough() {
    var cautious = new Behaviour(List.of(new Novelty(10, 3 * Signal.MICROS)), SETTINGS);
    List<Observation> news =
        List.of(
            does("read", START),
            does("write", START + MINUTE),
            does("delete", START + 12 * MINUTE),
            does("export", START + 13 * MINUTE));
    assertEquals(List.of(), new Fold(cautious, ADDRESS, false).over(news.subList(0, 2)).signals);
    Fold three = new Fold(cautious, ADDRESS, false).over(news.subList(0, 3));
    assertEquals(3_000_000, three.signals.getFirst().evidenceMicros(), "none of it was paid");
    Fold four = new Fold(cautious, ADDRESS, false).over(news);
    assertEquals(4_000_000, four.signals.getLast().evidenceMicros(), "what is more is said");
    assertTrue(
        four.signals.stream().allMatch(one -> one.subject().equals(ADDRESS)),
        "a nat about somebody else is too little as well");
  }

  @Test
  void shouldSayTheSameAtEveryStepWhenStateIsWrittenAndReadBack() {
    var random = new Random(2);
    int signals = 0;
    int folded = 0;
    for (int round = 0; round < 500; round++) {
      List<Observation> order = shuffled(life(random), random, HOUR);
      Fold kept = new Fold(NOVELTY, ADDRESS, false).over(order);
      Fold stored = new Fold(NOVELTY, ADDRESS, true).over(order);
      assertEquals(kept.signals, stored.signals);
      signals += kept.signals.size();
      folded += stored.folded;
    }
    assertTrue(signals > 5_000 && folded > 1_000, signals + " signals, " + folded + " folded");
  }

  @Test
  void shouldSayTheSameOfEveryRealDetectorWhenStateIsWrittenAndReadBack() {
    var behaviour = new Behaviour(Registry.all(), SETTINGS);
    var spoke = new HashSet<String>();
    var random = new Random(3);
    for (int round = 0; round < 12; round++) {
      Subject subject = round % 2 == 0 ? ADDRESS : BOB;
      List<Observation> order = shuffled(working(subject, random, round / 2), random, HOUR);
      Fold kept = new Fold(behaviour, subject, false).over(order);
      Fold stored = new Fold(behaviour, subject, true).over(order);
      assertEquals(kept.signals, stored.signals);
      assertEquals(0, stored.skewed);
      kept.signals.stream().map(Signal::detector).forEach(spoke::add);
    }
    for (Subject subject : List.of(BOB, SESSION)) {
      List<Observation> order = shuffled(moving(subject, random), random, HOUR);
      Fold kept = new Fold(behaviour, subject, false).over(order);
      Fold stored = new Fold(behaviour, subject, true).over(order);
      assertEquals(kept.signals, stored.signals);
      kept.signals.stream().map(Signal::detector).forEach(spoke::add);
    }
    var service = Subject.of("t", SubjectType.SERVICE, "backup");
    var network = Subject.of("t", SubjectType.RESOURCE, "network");
    for (Subject subject : List.of(BOB, Subject.session(BOB, "s"), service, network)) {
      List<Observation> order = shuffled(intruded(subject), random, HOUR);
      Fold kept = new Fold(behaviour, subject, false).over(order);
      assertEquals(kept.signals, new Fold(behaviour, subject, true).over(order).signals);
      kept.signals.stream().map(Signal::detector).forEach(spoke::add);
    }
    assertEquals(Registry.all().size(), spoke.size(), () -> "only these spoke: " + spoke);
  }

  @Test
  void shouldPayOnceWhatGoesOnAcrossAnEdge() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START + 9 * MINUTE));
    fold.observe(does("x", START + 11 * MINUTE));
    assertEquals(Signal.MICROS, fold.evidenceMicros(ADDRESS));
    assertEquals(Signal.MICROS, fold.evidenceMicros(BOB), "neither whom it implicates");
    fold.observe(does("y", START + 12 * MINUTE));
    assertEquals(2 * Signal.MICROS, fold.evidenceMicros(ADDRESS), "what completes it is paid");
  }

  @Test
  void shouldMoveAClaimToTheEarlierWindowWhenItIsSeenLate() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START + 11 * MINUTE));
    fold.observe(does("bob", "x", START + 9 * MINUTE, START + 12 * MINUTE));
    assertEquals(Signal.MICROS, fold.evidenceMicros(ADDRESS));
    Fold inOrder = new Fold(ONE_SPAN, ADDRESS, false);
    inOrder.observe(does("x", START + 9 * MINUTE));
    inOrder.observe(does("bob", "x", START + 11 * MINUTE, START + 12 * MINUTE));
    assertEquals(inOrder.finals.keySet(), fold.finals.keySet());
  }

  @Test
  void shouldLearnFromAQuietWindow() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START));
    fold.observe(does("x", START + DAY));
    assertEquals(Signal.MICROS, fold.evidenceMicros(ADDRESS), "known on the second day");
  }

  @Test
  void shouldNotLearnFromASuspectWindow() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    for (int day = 0; day < 3; day++) {
      fold.observe(does("x", START + day * DAY));
      fold.observe(does("y", START + day * DAY + MINUTE));
    }
    assertEquals(
        6L * Signal.MICROS, fold.evidenceMicros(ADDRESS), "two nats on each of three days");
  }

  @Test
  void shouldWithdrawAnImplicationThatNoLongerHolds() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START));
    assertEquals(Signal.MICROS, fold.evidenceMicros(BOB));
    fold.observe(does(Novelty.FINE, START + MINUTE));
    assertEquals(0, fold.evidenceMicros(BOB));
    Signal last = fold.signals.getLast();
    assertEquals(BOB, last.subject());
    assertEquals(ADDRESS, last.via());
    assertEquals(0, last.evidenceMicros());
    assertEquals(Signal.MICROS, last.previousMicros());
  }

  @Test
  void shouldTeachAndNotJudgeInALearningRun() {
    var learning =
        new Behaviour(
            List.of(new Novelty(10)), SETTINGS.learningUntil(Instant.ofEpochMilli(START + DAY)));
    Fold fold = new Fold(learning, ADDRESS, true);
    fold.observe(does("x", START));
    assertTrue(fold.signals.isEmpty(), "nothing is judged yet");
    fold.observe(does("x", START + DAY));
    assertTrue(fold.signals.isEmpty(), "and it was taught");
    fold.observe(does("y", START + DAY + MINUTE));
    assertEquals(Signal.MICROS, fold.evidenceMicros(ADDRESS));
  }

  @Test
  void shouldBeAStrangerAgainAfterALongSilence() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START));
    fold.observe(does("x", START + 9 * DAY));
    assertEquals(2L * Signal.MICROS, fold.evidenceMicros(ADDRESS), "little seen, soon forgotten");
  }

  @Test
  void shouldCountWhatComesBeyondTheSkew() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START));
    fold.observe(does("x", START + 2 * DAY));
    assertEquals(0, fold.skewed);
    fold.observe(does("bob", "y", START + HOUR, START + HOUR));
    assertEquals(1, fold.skewed);
  }
}
