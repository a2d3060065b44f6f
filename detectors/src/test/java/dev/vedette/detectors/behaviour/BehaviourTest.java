package dev.vedette.detectors.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Registry;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.Signal;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final Subject ADDRESS = Subject.of("t", SubjectType.IP, "192.0.2.7");
  private static final Subject BOB = Subject.of("t", SubjectType.USER, "bob");
  private static final Subject SESSION =
      new Subject("t", SubjectType.SESSION, "session-of-bob", BOB);

  private static final BehaviourSettings SETTINGS =
      new BehaviourSettings(
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Instant.EPOCH,
          2_000_000,
          Duration.ofDays(7),
          Duration.ofDays(180),
          Set.of());
  private static final Behaviour NOVELTY =
      new Behaviour(List.of(new Novelty(10), new Novelty(60)), SETTINGS);
  private static final Behaviour ONE_SPAN = new Behaviour(List.of(new Novelty(10)), SETTINGS);

  private static Observation does(String action, long timeMillis) {
    return does("bob", action, timeMillis, timeMillis);
  }

  private static Observation does(String who, String action, long timeMillis, long receivedMillis) {
    String id = who + action + timeMillis;
    return seen(ADDRESS, id, who, timeMillis, receivedMillis, action, Outcome.SUCCESS, 100);
  }

  private static Observation seen(
      Subject subject,
      String id,
      String who,
      long timeMillis,
      long receivedMillis,
      String action,
      Outcome outcome,
      long bytes) {
    return new Observation(
        subject,
        Subject.of("t", SubjectType.USER, who),
        true,
        EventHash.of(id.getBytes(StandardCharsets.UTF_8)),
        id,
        timeMillis,
        receivedMillis,
        action.equals("sign_in") ? Category.AUTHENTICATION : Category.API,
        action,
        outcome,
        null,
        "192.0.2.7",
        id.hashCode() % 50 == 0 ? "NL" : "DE",
        3320,
        null,
        null,
        bytes,
        new Rarity(Math.floorMod(action.hashCode(), 20), 20_000),
        Stamp.NONE,
        Detail.NONE);
  }

  /** A life whose windows touch, with late observations and days between. */
  private static List<Observation> life(Random random) {
    var life = new ArrayList<Observation>();
    long received = START + random.nextLong(DAY);
    int many = 25 + random.nextInt(20);
    for (int i = 0; i < many; i++) {
      received += random.nextInt(4) == 0 ? random.nextLong(DAY) : random.nextLong(12 * MINUTE);
      long time = received - (random.nextBoolean() ? 0 : random.nextLong(30 * MINUTE));
      String action = random.nextInt(12) == 0 ? Novelty.FINE : "action" + random.nextInt(9);
      life.add(does("user" + random.nextInt(3), action, time, received));
    }
    return life;
  }

  /** An order in which no observation overtakes another by more than the skew. */
  private static List<Observation> shuffled(
      List<Observation> life, Random random, long skewMillis) {
    var at = new HashMap<Observation, Long>();
    life.forEach(one -> at.put(one, one.receivedMillis() + random.nextLong(skewMillis)));
    return life.stream().sorted(Comparator.comparing(at::get)).toList();
  }

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

  /**
   * Forty days at work, in the end nights with guessing, strange actions and much moved, and in
   * every such night ninety deeds of another kind.
   */
  private static List<Observation> working(Subject subject, Random random, int round) {
    ActionKind[] kinds = ActionKind.values();
    var life = new ArrayList<Observation>();
    for (int day = 0; day < 40; day++) {
      boolean odd = day > 33;
      ActionKind usual = day % 2 == 0 ? ActionKind.READ : ActionKind.ENUMERATE;
      ActionKind theme = odd ? kinds[(round * 6 + day - 34) % kinds.length] : usual;
      var deeds = new Random(100L * round + day);
      for (int i = 0; i < (odd ? 90 : 2); i++) {
        long at = START + day * DAY + (odd ? 2 : 9 + i) * HOUR + deeds.nextLong(HOUR);
        life.add(deed(subject, at, theme, i));
      }
      int many = odd ? 60 : 14;
      for (int i = 0; i < many; i++) {
        long hour = odd && i % 2 == 0 ? 2 : 8 + random.nextInt(9);
        long received = START + day * DAY + hour * HOUR + random.nextLong(HOUR);
        long time = received - random.nextLong(20 * MINUTE);
        boolean guess = odd && i % 2 == 0 && i < many - 6;
        String who = odd && i % 3 == 0 ? "user" + random.nextInt(25) : "bob";
        String action =
            i % 2 == 0 ? "sign_in" : odd && i % 5 == 0 ? "odd" + day : "read" + random.nextInt(3);
        life.add(
            seen(
                subject,
                day + "/" + i + "/" + random.nextInt(),
                who,
                time,
                received,
                action,
                guess ? Outcome.FAILURE : Outcome.SUCCESS,
                odd ? 50_000_000 : random.nextInt(5_000)));
      }
    }
    life.sort(Comparator.comparingLong(Observation::receivedMillis));
    return life;
  }

  /** Twenty days at home, three weeks of silence, and a day with a stranger beside. */
  private static List<Observation> moving(Subject subject, Random random) {
    var life = new ArrayList<Observation>();
    for (int day = 0; day < 40; day++) {
      for (int i = 0; (day < 20 || day == 39) && i < 12; i++) {
        boolean stranger = day == 39 && i % 2 == 1;
        long at = START + day * DAY + 9 * HOUR + 9 * MINUTE * i + random.nextLong(MINUTE);
        life.add(moved(subject, at, stranger));
      }
    }
    return life;
  }

  private static Observation moved(Subject subject, long time, boolean stranger) {
    var plain = seen(subject, "m" + time, "bob", time, time, "sign_in", Outcome.SUCCESS, 0);
    String own = stranger ? "kali" : "laptop";
    var detail =
        new Detail(
            null,
            own,
            "browser on " + own,
            stranger ? 37.57 : 52.52,
            stranger ? 126.98 : 13.41,
            null,
            null,
            "document",
            stranger ? "secret" : "internal",
            null,
            null,
            0,
            0,
            0,
            stranger ? "not_compliant" : "compliant",
            3,
            -1);
    return new Observation(
        plain.subject(),
        plain.principal(),
        true,
        plain.hash(),
        plain.eventId(),
        time,
        time,
        plain.category(),
        plain.action(),
        Outcome.SUCCESS,
        "session-of-" + own,
        plain.ip(),
        stranger ? "KR" : "DE",
        stranger ? 4766 : 3320,
        null,
        null,
        0,
        plain.rarity(),
        Stamp.NONE,
        detail);
  }

  /** Twelve days at home, then a stranger who wears a second factor down and does everything. */
  private static List<Observation> intruded(Subject subject) {
    var life = new ArrayList<Observation>();
    for (int day = 0; day < 12; day++) {
      life.add(step(subject, START + day * DAY + 9 * HOUR, null, Outcome.SUCCESS, false));
      life.add(
          step(
              subject,
              START + day * DAY + 9 * HOUR + MINUTE,
              ActionKind.READ,
              Outcome.SUCCESS,
              false));
    }
    long night = START + 12 * DAY + 2 * HOUR;
    for (int i = 0; i < 600; i++) {
      life.add(alert(subject, night + i * 10L, "malware"));
    }
    for (int day = 0; day < 12; day++) {
      life.add(alert(subject, START + day * DAY + 10 * HOUR, "noise"));
    }
    for (int i = 0; i < 12; i++) {
      Outcome outcome = i < 11 ? Outcome.FAILURE : Outcome.SUCCESS;
      life.add(step(subject, night + i * 1000L, ActionKind.MFA_CHALLENGE, outcome, false));
    }
    long at = night + MINUTE;
    for (ActionKind kind : ActionKind.values()) {
      at += 1000;
      life.add(step(subject, at, kind, Outcome.SUCCESS, true));
    }
    return life;
  }

  /** What another product says. */
  private static Observation alert(Subject subject, long time, String kind) {
    Observation plain = seen(subject, kind + time, "bob", time, time, kind, Outcome.UNKNOWN, 0);
    return new Observation(
        plain.subject(),
        plain.principal(),
        true,
        plain.hash(),
        plain.eventId(),
        time,
        time,
        Category.DETECTION,
        kind,
        Outcome.UNKNOWN,
        null,
        null,
        null,
        0,
        null,
        null,
        0,
        plain.rarity(),
        Stamp.NONE,
        Detail.NONE);
  }

  private static Observation step(
      Subject subject, long time, @Nullable ActionKind kind, Outcome outcome, boolean stranger) {
    boolean signsIn = kind == null || kind == ActionKind.MFA_CHALLENGE;
    String action = kind == null ? "sign_in" : kind.wireName();
    String id = "s" + time;
    Observation plain = seen(subject, id, "bob", time, time, action, outcome, 1_000);
    var detail =
        new Detail(
            kind,
            stranger ? "kali" : "laptop",
            stranger ? "Firefox on Linux" : "agent",
            Double.NaN,
            Double.NaN,
            null,
            null,
            null,
            null,
            "user",
            null,
            0,
            0,
            1_000,
            null,
            -1,
            -1);
    return new Observation(
        plain.subject(),
        plain.principal(),
        true,
        plain.hash(),
        id,
        time,
        time,
        signsIn ? Category.AUTHENTICATION : Category.API,
        action,
        outcome,
        "s",
        plain.ip(),
        stranger ? "NL" : "DE",
        stranger ? 1136 : 3320,
        "thing",
        "mallory",
        plain.bytes(),
        new Rarity(18, 20_000),
        new Stamp(1, null, null, List.of(), 0, null, null, null, false, stranger ? 9 : 0, stranger),
        detail);
  }

  /** A deed of a kind, to the i-th thing. */
  private static Observation deed(Subject subject, long time, ActionKind kind, int i) {
    Observation plain =
        seen(subject, "d" + time, "bob", time, time, "deed", Outcome.SUCCESS, 1_000_000);
    var detail =
        new Detail(
            kind,
            null,
            null,
            Double.NaN,
            Double.NaN,
            null,
            null,
            null,
            null,
            null,
            "host" + i,
            445,
            0,
            1_000_000,
            null,
            -1,
            -1);
    return new Observation(
        plain.subject(),
        plain.principal(),
        true,
        plain.hash(),
        plain.eventId(),
        time,
        time,
        kind == ActionKind.READ ? Category.NETWORK : Category.API,
        plain.action(),
        Outcome.SUCCESS,
        null,
        null,
        null,
        0,
        "thing" + i,
        null,
        plain.bytes(),
        plain.rarity(),
        Stamp.NONE,
        detail);
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
