package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every detector in the registry, tried on some thousand random lives of a hundred
 * observations each. The seed is fixed.
 */
class LawsTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final int ROUNDS = 400;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  static Stream<Detector<?, ?>> detectors() {
    return Registry.all().stream();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void shouldGatherAndLearnInRecords(Detector<?, ?> detector) {
    for (Object state : List.of(detector.nothing(), detector.unknown())) {
      assertTrue(state.getClass().isRecord(), state.getClass()::getName);
    }
  }

  private static Subject subjectOf(Detector<?, ?> detector) {
    Set<SubjectType> types = detector.subjects();
    if (types.contains(SubjectType.USER)) {
      return Seen.ALICE;
    }
    if (types.contains(SubjectType.SESSION)) {
      return new Subject("t", SubjectType.SESSION, "session0", Seen.ALICE);
    }
    return types.contains(SubjectType.IP)
        ? Seen.ADDRESS
        : Subject.of("t", types.iterator().next(), "thing");
  }

  /** Anything, within two windows; values are few, so that they meet. */
  private List<Observation> observations(Detector<?, ?> detector, Random random, long from) {
    return observations(detector, random, from, random.nextBoolean());
  }

  private List<Observation> observations(
      Detector<?, ?> detector, Random random, long from, boolean calm) {
    long span = detector.window().toMillis();
    int n = random.nextInt(1, calm ? 20 : 200);
    int failingOneIn = calm ? 20 : 2;
    List<Deed> telling = telling(detector);
    boolean themed = !telling.isEmpty() && random.nextInt(3) > 0;
    var seen = new ArrayList<Observation>();
    for (int i = 0; i < n; i++) {
      long at = from + random.nextInt((int) (2 * span) / 1000) * 1000L;
      Subject who =
          random.nextInt(10) == 0
              ? null
              : Subject.of("t", SubjectType.USER, "user" + random.nextInt(calm ? 2 : 90));
      Deed deed =
          themed && random.nextInt(3) > 0
              ? telling.get(random.nextInt(telling.size()))
              : new Deed(
                  kind(random, calm),
                  random.nextInt(4) == 0 ? Category.API : Category.AUTHENTICATION);
      Sight one =
          Sight.at(at)
              .id("e" + random.nextInt(1000))
              .by(who)
              .doing(deed.category, "action" + random.nextInt(calm ? 3 : 12))
              .ended(
                  random.nextInt(failingOneIn) == 0
                      ? OUTCOMES.get(random.nextInt(OUTCOMES.size()))
                      : Outcome.SUCCESS)
              .from(
                  "203.0.113." + random.nextInt(calm ? 2 : 30),
                  random.nextInt(10) == 0 ? null : random.nextInt(8) == 0 && !calm ? "NL" : "DE",
                  random.nextInt(calm ? 2 : 5))
              .in(random.nextInt(3) == 0 ? null : "session" + random.nextInt(calm ? 2 : 20))
              .on(random.nextInt(3) == 0 ? null : "resource" + random.nextInt(calm ? 3 : 60))
              .to(random.nextInt(3) == 0 ? null : "target" + random.nextInt(calm ? 2 : 60))
              .moving(random.nextInt(3) == 0 ? random.nextInt(1, calm ? 1 << 18 : 1 << 30) : 0)
              .rare(random.nextInt(-1, 30))
              .stamped(stamp(random, calm))
              .detailed(detail(random, calm, deed.kind));
      seen.add(one.about(subjectOf(detector)));
    }
    return seen;
  }

  private static final List<ActionKind> KINDS = List.of(ActionKind.values());

  /** What is done: two thirds of all lives are full of what their detector looks for. */
  private record Deed(@Nullable ActionKind kind, Category category) {}

  private final Map<String, List<Deed>> tellingById = new HashMap<>();

  /** The deeds that a detector gathers; none if it gathers all of them. */
  private List<Deed> telling(Detector<?, ?> detector) {
    return tellingById.computeIfAbsent(detector.id(), id -> deedsGatheredBy(detector));
  }

  private static <W> List<Deed> deedsGatheredBy(Detector<W, ?> detector) {
    var kinds = new ArrayList<@Nullable ActionKind>(KINDS);
    kinds.add(null);
    var telling = new ArrayList<Deed>();
    for (ActionKind kind : kinds) {
      for (Category category : Category.values()) {
        Sight one =
            Sight.at(MONDAY)
                .doing(category, "action")
                .on("resource")
                .to("target")
                .moving(1 << 20)
                .detailed(detail(new Random(7), false, kind));
        W seen = detector.gather(detector.nothing(), one.about(subjectOf(detector)));
        if (!seen.equals(detector.nothing())) {
          telling.add(new Deed(kind, category));
        }
      }
    }
    return telling.size() == kinds.size() * Category.values().length ? List.of() : telling;
  }

  private static @Nullable ActionKind kind(Random random, boolean calm) {
    return random.nextInt(calm ? 8 : 2) == 0
        ? KINDS.get(random.nextInt(KINDS.size()))
        : random.nextBoolean() ? ActionKind.READ : null;
  }

  private static Detail detail(Random random, boolean calm, @Nullable ActionKind kind) {
    boolean away = !calm && random.nextInt(6) == 0;
    return new Detail(
        kind,
        random.nextInt(4) == 0 ? null : "device" + random.nextInt(calm ? 1 : 20),
        random.nextInt(4) == 0
            ? null
            : !calm && random.nextInt(12) == 0
                ? "Firefox on Linux"
                : "client" + random.nextInt(calm ? 1 : 12),
        random.nextInt(4) == 0 ? Double.NaN : away ? random.nextInt(-60, 60) : 52.5,
        random.nextInt(4) == 0 ? Double.NaN : away ? random.nextInt(-170, 170) : 13.4,
        random.nextInt(3) == 0 ? null : kind == ActionKind.MFA_CHALLENGE ? "passkey" : "password",
        random.nextInt(3) == 0 ? null : (Boolean) (random.nextInt(calm ? 100 : 2) > 0),
        random.nextInt(3) == 0 ? null : "file" + random.nextInt(calm ? 1 : 6),
        random.nextInt(3) == 0 ? null : random.nextInt(calm ? 20 : 3) == 0 ? "secret" : "internal",
        random.nextInt(3) == 0 ? null : "user",
        random.nextInt(3) == 0 ? null : "host" + random.nextInt(calm ? 3 : 80) + ".example",
        random.nextInt(calm ? 3 : 2000),
        random.nextInt(7),
        random.nextInt(3) == 0 ? random.nextInt(1, calm ? 1 << 18 : 1 << 30) : 0,
        random.nextInt(calm ? 40 : 8) == 0
            ? random.nextBoolean() ? "compliant" : "not_compliant"
            : null,
        random.nextInt(-1, 30),
        random.nextInt(-1, 30));
  }

  private static Stamp stamp(Random random, boolean calm) {
    return random.nextInt(3) != 0
        ? Stamp.NONE
        : new Stamp(
            1,
            random.nextBoolean() ? "finance" : null,
            null,
            List.of(),
            0,
            random.nextInt(3) == 0 ? "user0" : null,
            random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean(),
            null,
            random.nextInt(8) == 0,
            random.nextInt(calm ? 12 : 4) == 0 ? random.nextInt(9) : 0,
            random.nextInt(calm ? 12 : 6) == 0);
  }

  private static <W, B> W gather(Detector<W, B> detector, List<Observation> observations) {
    W seen = detector.nothing();
    for (Observation observation : observations) {
      seen = detector.gather(seen, observation);
    }
    return seen;
  }

  /** A baseline of some weeks, some of them calm, some windows suspect. */
  private <W, B> B baseline(Detector<W, B> detector, Random random) {
    B baseline = detector.unknown();
    int days = random.nextInt(40);
    for (int day = 40 - days; day < 40; day++) {
      int windows = random.nextInt(7);
      for (int w = 0; w < windows; w++) {
        long start = MONDAY + day * Ageing.DAY_MILLIS + (8 + w) * Ageing.HOUR_MILLIS;
        boolean suspect = random.nextInt(12) == 0;
        int claimed = suspect ? random.nextInt(0, 12) * 250_000 : 0;
        W seen = gather(detector, observations(detector, random, start, true));
        baseline = detector.learn(baseline, new Detector.Closed<>(seen, start, claimed, suspect));
      }
    }
    return baseline;
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldGatherTheSameInAnyOrder(Detector<W, B> detector) {
    var random = new Random(1);
    int interesting = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Observation> observations = observations(detector, random, MONDAY);
      W once = gather(detector, observations);
      interesting += once.equals(detector.nothing()) ? 0 : 1;
      var shuffled = new ArrayList<>(observations);
      Collections.shuffle(shuffled, random);
      assertEquals(once, gather(detector, shuffled));
    }
    assertTrue(interesting > ROUNDS / 3, "the observations say something to " + detector.id());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldMergeAsIfGatheredTogether(Detector<W, B> detector) {
    var random = new Random(2);
    for (int round = 0; round < ROUNDS; round++) {
      List<Observation> a = observations(detector, random, MONDAY);
      List<Observation> b = observations(detector, random, MONDAY);
      List<Observation> c = observations(detector, random, MONDAY);
      W wa = gather(detector, a);
      W wb = gather(detector, b);
      W wc = gather(detector, c);
      W left = detector.merge(detector.merge(wa, wb), wc);
      assertEquals(left, detector.merge(wa, detector.merge(wb, wc)), "associative");
      assertEquals(detector.merge(wa, wb), detector.merge(wb, wa), "commutative");
      assertEquals(wa, detector.merge(wa, detector.nothing()));
      assertEquals(wa, detector.merge(detector.nothing(), wa));
      var all = new ArrayList<Observation>(a);
      all.addAll(b);
      all.addAll(c);
      assertEquals(gather(detector, all), left);
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldNeverSayLessForMoreOfTheSame(Detector<W, B> detector) {
    Assumptions.assumeTrue(detector.mostReassuranceMicros() == 0, "reassures");
    var random = new Random(3);
    int anomalies = 0;
    for (int round = 0; round < ROUNDS; round++) {
      B baseline = baseline(detector, random);
      int silence = random.nextInt(4) == 0 ? random.nextInt(120) : 0;
      long start =
          MONDAY + (40 + silence) * Ageing.DAY_MILLIS + random.nextInt(24) * Ageing.HOUR_MILLIS;
      W seen = detector.nothing();
      int before = 0;
      for (Observation observation : observations(detector, random, start, false)) {
        seen = detector.gather(seen, observation);
        Judgement judgement = detector.judge(seen, baseline, start);
        int now = judgement instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
        assertTrue(now >= before, () -> detector.id() + " fell to " + judgement);
        before = now;
      }
      anomalies += before > 0 ? 1 : 0;
    }
    assertTrue(anomalies > ROUNDS / 20, anomalies + " anomalies of " + detector.id());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldJudgeWithinBoundsAndOnTheGrid(Detector<W, B> detector) {
    var random = new Random(4);
    for (int round = 0; round < ROUNDS; round++) {
      B baseline = baseline(detector, random);
      long start = MONDAY + 40 * Ageing.DAY_MILLIS;
      W seen = gather(detector, observations(detector, random, start));
      Judgement judgement = detector.judge(seen, baseline, start);
      assertEquals(judgement, detector.judge(seen, baseline, start), "deterministic");
      if (judgement instanceof Judgement.Anomalous a) {
        int most = detector.mostReassuranceMicros();
        assertTrue(a.evidenceMicros() >= (most > 0 ? -most : 500_000), a::toString);
        assertTrue(a.evidenceMicros() <= (most > 0 ? -500_000 : 12_000_000), a::toString);
        assertEquals(0, a.evidenceMicros() % 250_000);
        assertTrue(a.why().length() > 10 && a.why().length() < 250, a.why());
        assertTrue(!a.events().isEmpty() && a.events().size() <= Signal.MAX_EVENTS);
        assertEquals(a.events().stream().sorted().toList(), a.events());
        a.implications()
            .forEach(i -> {
              assertTrue(i.evidenceMicros() > 0 && i.evidenceMicros() <= 4_000_000);
              assertEquals(i.events().stream().sorted().toList(), i.events());
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldNeverSpeakWithoutWhatItNeeds(Detector<W, B> detector) {
    for (Need need : detector.needs()) {
      var random = new Random(11);
      int left = 0;
      for (int round = 0; round < ROUNDS; round++) {
        B baseline = baseline(detector, random);
        long start = MONDAY + 40 * Ageing.DAY_MILLIS;
        List<Observation> without =
            observations(detector, random, start, false).stream()
                .filter(one -> !need.isMetBy(one))
                .toList();
        left += without.size();
        Judgement judgement = detector.judge(gather(detector, without), baseline, start);
        assertTrue(
            !(judgement instanceof Judgement.Anomalous),
            () -> "%s without %s: %s".formatted(detector.id(), need, judgement));
      }
      assertTrue(left > 0, () -> need + " is said by all observations");
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldSayNothingAboutNothing(Detector<W, B> detector) {
    var random = new Random(5);
    for (int round = 0; round < 50; round++) {
      B baseline = baseline(detector, random);
      Judgement judgement = detector.judge(detector.nothing(), baseline, MONDAY);
      assertTrue(!(judgement instanceof Judgement.Anomalous), () -> "" + judgement);
      var nothing = new Detector.Closed<>(detector.nothing(), MONDAY, 0, false);
      assertSame(baseline, detector.learn(baseline, nothing), "nothing teaches nothing");
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldReadWhatItWrote(Detector<W, B> detector) {
    var random = new Random(6);
    for (int round = 0; round < ROUNDS; round++) {
      same(detector.windowCodec(), gather(detector, observations(detector, random, MONDAY)));
      same(detector.baselineCodec(), baseline(detector, random));
    }
    same(detector.windowCodec(), detector.nothing());
    same(detector.baselineCodec(), detector.unknown());
  }

  private static <T> void same(Codec<T> codec, T value) {
    var packer = new Packer();
    codec.write(value, packer);
    var unpacker = new Unpacker(packer.toBytes());
    assertEquals(value, codec.read(unpacker));
    assertTrue(unpacker.atEnd());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldStayWithinItsBounds(Detector<W, B> detector) {
    int bounds = detector.maxWindowBytes();
    W seen = detector.nothing();
    B baseline = detector.unknown();
    String longest = "\uFFFD".repeat(512);
    for (int i = 0; i < 2000; i++) {
      String unique = (i + longest).substring(0, 512);
      long at = MONDAY + i * 1000L;
      Sight one =
          Sight.at(at)
              .id(unique)
              .by(Subject.of("t", SubjectType.USER, unique))
              .doing(i % 3 == 0 ? Category.DETECTION : Category.AUTHENTICATION, unique)
              .ended(i % 2 == 0 ? Outcome.SUCCESS : Outcome.FAILURE)
              .from(unique, unique.substring(0, 4), 0xFFFF_FFFFL - i)
              .in(unique)
              .on(unique)
              .to(unique)
              .moving(Long.MAX_VALUE / 100)
              .rare(i % 40)
              .stamped(
                  new Stamp(1, unique, unique, List.of(), 0, unique, false, unique, false, 9, true))
              .detailed(
                  new Detail(
                      KINDS.get(i % KINDS.size()),
                      unique,
                      unique,
                      i % 180 - 90,
                      i % 360 - 180,
                      unique,
                      i % 2 == 0,
                      unique,
                      unique,
                      unique,
                      unique,
                      i,
                      i % 7,
                      Long.MAX_VALUE / 100,
                      unique,
                      i % 40,
                      i % 40));
      seen = detector.gather(seen, one.about(subjectOf(detector)));
      W alone = detector.gather(detector.nothing(), one.about(subjectOf(detector)));
      long start = MONDAY + i * Ageing.HOUR_MILLIS;
      boolean suspect = i % 7 == 0;
      baseline =
          detector.learn(
              baseline, new Detector.Closed<>(alone, start, suspect ? 3_000_000 : 0, suspect));
      baseline = detector.learn(baseline, new Detector.Closed<>(seen, start, 0, suspect));
      assertTrue(size(detector.windowCodec(), seen) <= bounds, () -> detector.id() + " window");
      int size = size(detector.baselineCodec(), baseline);
      assertTrue(size <= detector.maxBaselineBytes(), () -> detector.id() + " baseline " + size);
    }
  }

  private static <T> int size(Codec<T> codec, T value) {
    var packer = new Packer();
    codec.write(value, packer);
    return packer.length();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldDescribeWhatItKnows(Detector<W, B> detector) {
    var random = new Random(8);
    B learned = baseline(detector, random);
    for (int i = 0; i < 50 && learned.equals(detector.unknown()); i++) {
      learned = baseline(detector, random); // some look at what is rare in a life
    }
    assertTrue(detector.describe(learned, MONDAY).size() >= 3, detector.id());
    assertNotEquals(
        detector.describe(detector.unknown(), MONDAY), detector.describe(learned, MONDAY));
    W seen = detector.nothing();
    while (seen.equals(detector.nothing())) {
      seen = gather(detector, observations(detector, random, MONDAY));
    }
    Judgement cold = detector.judge(seen, detector.unknown(), MONDAY);
    assertEquals(
        cold instanceof Judgement.Unscoreable,
        detector.describe(detector.unknown(), MONDAY).containsKey("unscoreable"));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldKeepIdsShortAndWellFormed(Detector<W, B> detector) {
    String odd = "\uD800" + "x".repeat(4000);
    Seen one = Seen.at(MONDAY).id(odd).failed().doing(odd, 3);
    W seen = detector.gather(detector.nothing(), one.about(subjectOf(detector)));
    same(detector.windowCodec(), seen);
    EventRef ref = EventRefs.of(one.about(subjectOf(detector)));
    assertEquals(64, ref.id().length());
    assertEquals('?', ref.id().charAt(0));
  }
}
