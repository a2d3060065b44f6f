package dev.vedette.detectors.behaviour;

import static dev.vedette.detectors.behaviour.Lives.ADDRESS;
import static dev.vedette.detectors.behaviour.Lives.DAY;
import static dev.vedette.detectors.behaviour.Lives.HOUR;
import static dev.vedette.detectors.behaviour.Lives.MINUTE;
import static dev.vedette.detectors.behaviour.Lives.NOVELTY;
import static dev.vedette.detectors.behaviour.Lives.ONE_SPAN;
import static dev.vedette.detectors.behaviour.Lives.SETTINGS;
import static dev.vedette.detectors.behaviour.Lives.START;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.behaviour.Finding.Kind;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people found out decides what windows teach, whenever it is heard. */
class FindingsTest {
  private static final long EVER = START + 300 * DAY;

  private static Observation does(String action, long timeMillis, long receivedMillis) {
    return Lives.does("bob", action, timeMillis, receivedMillis);
  }

  private static Finding found(String id, Kind kind, @Nullable Long window, long said) {
    return new Finding(id, kind, "novelty-10", window, EVER, said);
  }

  private static Fold suspectOnThreeDays(List<Finding> afterTheFirst) {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    for (int day = 0; day < 3; day++) {
      long at = START + day * DAY;
      fold.observe(does("x", at, at));
      fold.observe(does("y", at + MINUTE, at + MINUTE));
      if (day == 0) {
        afterTheFirst.forEach(fold::hear);
      }
    }
    return fold;
  }

  @Test
  void shouldTeachWhatWasCleared() {
    long nats = 2L * Signal.MICROS;
    assertEquals(3 * nats, suspectOnThreeDays(List.of()).evidenceMicros(ADDRESS));
    assertEquals(
        nats,
        suspectOnThreeDays(List.of(found("a", Kind.CLEARED, START, START + HOUR)))
            .evidenceMicros(ADDRESS),
        "said once, taught once, and known from then on");
    assertEquals(
        2 * nats,
        suspectOnThreeDays(List.of(found("a", Kind.CLEARED, START + DAY, START + HOUR)))
            .evidenceMicros(ADDRESS),
        "of the second day, said before it");
    assertEquals(
        3 * nats,
        suspectOnThreeDays(List.of(found("a", Kind.CLEARED, START, START + 3 * HOUR)))
            .evidenceMicros(ADDRESS),
        "too late for that window");
    assertEquals(
        3 * nats,
        suspectOnThreeDays(
                List.of(new Finding("a", Kind.CLEARED, "other", null, EVER, START + HOUR)))
            .evidenceMicros(ADDRESS),
        "of another detector");
  }

  @Test
  void shouldNotTeachWhatWasConfirmedHoweverLittleItWas() {
    Fold quiet = new Fold(ONE_SPAN, ADDRESS, true);
    Fold confirmed = new Fold(ONE_SPAN, ADDRESS, true);
    for (int day = 0; day < 3; day++) {
      long at = START + day * DAY;
      quiet.observe(does("x", at, at));
      confirmed.observe(does("x", at, at));
      if (day == 0) {
        confirmed.hear(found("a", Kind.CONFIRMED, START, START + MINUTE));
      }
    }
    assertEquals(Signal.MICROS, quiet.evidenceMicros(ADDRESS), "known on the second day");
    assertEquals(2L * Signal.MICROS, confirmed.evidenceMicros(ADDRESS), "on the third");
  }

  @Test
  void shouldJudgeAnewWhatHadLearnedFromIt() {
    Fold fold = new Fold(ONE_SPAN, ADDRESS, true);
    fold.observe(does("x", START, START));
    fold.observe(does("y", START + MINUTE, START + MINUTE));
    fold.observe(does("x", START + HOUR, START + HOUR));
    assertEquals(3L * Signal.MICROS, fold.evidenceMicros(ADDRESS));
    fold.hear(found("a", Kind.CLEARED, START, START + 65 * MINUTE));
    assertEquals(2L * Signal.MICROS, fold.evidenceMicros(ADDRESS));
    Signal withdrawn = fold.signals.getLast();
    assertEquals(0, withdrawn.evidenceMicros());
    assertEquals("a", withdrawn.causedBy());
    assertEquals(START + 65 * MINUTE, withdrawn.receivedMillis());
    fold.hear(found("a", Kind.CONFIRMED, START, START + 66 * MINUTE));
    assertEquals(3L * Signal.MICROS, fold.evidenceMicros(ADDRESS), "on second thoughts");
  }

  /** Findings and observations in any order that keeps within skew and grace. */
  @Test
  void shouldSayTheSameInTheEndInAnyOrder() {
    var random = new Random(7);
    int mattered = 0;
    int folded = 0;
    for (int round = 0; round < 150; round++) {
      Map<Object, Long> happened = life(random);
      var silent = new Fold(NOVELTY, ADDRESS, false);
      happened.keySet().stream()
          .filter(Observation.class::isInstance)
          .sorted(Comparator.comparing(happened::get))
          .forEach(one -> silent.observe((Observation) one));
      Fold expected = lived(happened, new Random(0), 1, false);
      mattered += silent.finals.equals(expected.finals) ? 0 : 1;
      for (int i = 0; i < 20; i++) {
        Fold fold = lived(happened, random, HOUR, i % 2 == 0);
        assertEquals(expected.finals, fold.finals);
        assertEquals(0, fold.skewed);
        folded += fold.folded;
      }
    }
    assertTrue(mattered > 75, "findings change what is said in " + mattered);
    assertTrue(folded > 10_000, "windows were folded meanwhile: " + folded);
  }

  private static Map<Object, Long> life(Random random) {
    var happened = new HashMap<Object, Long>();
    var windows = new ArrayList<Long>();
    long received = START + random.nextLong(DAY);
    for (int i = 0; i < 40; i++) {
      received += random.nextInt(4) == 0 ? random.nextLong(DAY) : random.nextLong(12 * MINUTE);
      long time = received - (random.nextBoolean() ? 0 : random.nextLong(30 * MINUTE));
      happened.put(does("action" + random.nextInt(9), time, received), received);
      windows.add(time);
    }
    for (int i = 0; i < 8; i++) {
      long about = windows.get(random.nextInt(windows.size()));
      long said = about + random.nextLong(4 * HOUR) - HOUR;
      int minutes = random.nextBoolean() ? 10 : 60;
      long length = minutes * MINUTE;
      Long window = random.nextBoolean() ? null : about - Math.floorMod(about, length);
      happened.put(
          new Finding(
              "f" + random.nextInt(5),
              random.nextInt(3) == 0 ? Kind.CONFIRMED : Kind.CLEARED,
              window == null && random.nextBoolean() ? null : "novelty-" + minutes,
              window,
              random.nextBoolean() ? EVER : about + random.nextLong(DAY),
              said),
          said);
    }
    return happened;
  }

  private static Fold lived(
      Map<Object, Long> happened, Random random, long skewMillis, boolean stored) {
    var at = new HashMap<Object, Long>();
    happened.forEach((one, when) -> at.put(one, when + random.nextLong(skewMillis)));
    var fold = new Fold(NOVELTY, ADDRESS, stored);
    at.keySet().stream()
        .sorted(Comparator.comparing(at::get))
        .forEach(one -> {
          if (one instanceof Observation observation) {
            fold.observe(observation);
          } else {
            fold.hear((Finding) one);
          }
        });
    return fold;
  }

  @Test
  void shouldLetTheNarrowestCountAndOfThoseTheLast() {
    var findings =
        Findings.NONE
            .with(new Finding("all", Kind.CLEARED, null, null, EVER, START))
            .with(found("one", Kind.CONFIRMED, START, START))
            .with(found("two", Kind.CLEARED, START, START + 1));
    assertEquals(Kind.CLEARED, findings.of("novelty-60", START, EVER));
    assertEquals(Kind.CLEARED, findings.of("novelty-10", START, EVER));
    assertEquals(Kind.CONFIRMED, findings.of("novelty-10", START, START));
    assertNull(findings.of("novelty-10", START, START - 1));
    assertNull(findings.of("novelty-10", EVER, EVER));
  }

  @Test
  void shouldBeBoundedAndForgetWhatIsOver() {
    Findings findings = Findings.NONE;
    for (int i = 0; i < Findings.MAX + 5; i++) {
      findings =
          findings.with(new Finding("f" + i, Kind.CLEARED, null, null, START + i * DAY, START));
    }
    assertEquals(Findings.MAX, findings.size());
    assertEquals(Findings.NONE, findings.withoutOver(findings.overMillis(SETTINGS), SETTINGS));
    assertNotEquals(
        Findings.NONE, findings.withoutOver(findings.overMillis(SETTINGS) - 1, SETTINGS));
  }

  @Test
  void shouldHaveTheSameBytes() {
    var findings =
        Findings.NONE
            .with(new Finding("a", Kind.CLEARED, null, null, EVER, START))
            .with(found("b", Kind.CONFIRMED, START, START + 1));
    byte[] bytes = findings.encode();
    assertEquals(findings, Findings.decode(bytes));
    assertArrayEquals(
        HexFormat.of()
            .parseHex(
                "0102016101000080a0e0ccd66880e0c1bd9567"
                    + "0162000a6e6f76656c74792d31300180e0c1bd956780a0e0ccd66882e0c1bd9567"),
        bytes,
        () -> HexFormat.of().formatHex(bytes));
    assertThrows(IllegalArgumentException.class, () -> Findings.decode(new byte[] {9}));
  }
}
