package dev.vedette.detectors.behaviour;

import static dev.vedette.detectors.behaviour.Lives.BOB;
import static dev.vedette.detectors.behaviour.Lives.DAY;
import static dev.vedette.detectors.behaviour.Lives.HOUR;
import static dev.vedette.detectors.behaviour.Lives.MINUTE;
import static dev.vedette.detectors.behaviour.Lives.SETTINGS;
import static dev.vedette.detectors.behaviour.Lives.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Finding.Kind;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an intruder teaches who does the same every day: four weeks of a user's office life, and
 * then the intruder's deed beside it at half past ten, day after day; the first of them is day 1.
 * The facts are told here also where one would wish them otherwise.
 */
class PoisoningTest {
  private static final int QUIET_DAYS = 28;

  private final Random random = new Random(1);

  /** What the intruder does from an instant on. */
  private interface Deed {
    List<Observation> from(long millis);
  }

  private static List<Observation> signsInFromAfar(long at) {
    return List.of(event(at, "sign_in", null, "portal", true));
  }

  private static List<Observation> readsMuch(long at) {
    var reads = new ArrayList<Observation>();
    for (int i = 0; i < 900; i++) {
      reads.add(read(at + i * 1000L, "archive" + i));
    }
    return reads;
  }

  private static List<Observation> signsInFromAfarAndReadsMuch(long at) {
    var deeds = new ArrayList<>(signsInFromAfar(at));
    deeds.addAll(readsMuch(at + MINUTE));
    return deeds;
  }

  private static List<Observation> switchesLoggingOff(long at) {
    return List.of(event(at, "StopLogging", ActionKind.LOGGING_OFF, "trail", false));
  }

  private static Observation read(long at, String file) {
    return event(at, "file.read", ActionKind.READ, file, false);
  }

  private static Observation event(
      long at, String action, @Nullable ActionKind kind, String thing, boolean afar) {
    String id = action + at;
    var detail =
        new Detail(
            kind,
            afar ? "kali" : "laptop",
            afar ? "Firefox on Linux" : "Chrome on Windows",
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
            kind == ActionKind.READ ? 20_000 : 0,
            null,
            -1,
            -1);
    return new Observation(
        BOB,
        BOB,
        true,
        EventHash.of(id.getBytes(StandardCharsets.UTF_8)),
        id,
        at,
        at,
        kind == null
            ? Category.AUTHENTICATION
            : kind == ActionKind.READ ? Category.DATA : Category.API,
        action,
        Outcome.SUCCESS,
        null,
        afar ? "203.0.113.9" : "192.0.2.7",
        afar ? "KP" : "DE",
        afar ? 131_279 : 3320,
        thing,
        null,
        detail.bytesOut(),
        new Rarity(6, 20_000),
        Stamp.NONE,
        detail);
  }

  private Fold afterFourWeeks() {
    return afterFourWeeks(Registry.all());
  }

  private Fold afterFourWeeks(List<Detector<?, ?>> detectors) {
    Fold fold = new Fold(new Behaviour(detectors, SETTINGS), BOB, false);
    for (int day = 1 - QUIET_DAYS; day <= 0; day++) {
      live(fold, day, at -> List.of());
    }
    return fold;
  }

  /** A day: reads ten to twenty files in each hour from eight to five, but at the weekend. */
  private void live(Fold fold, int day, Deed deed) {
    var seen = new ArrayList<>(deed.from(midnight(day) + 10 * HOUR + 30 * MINUTE));
    for (int hour = 8; hour < 17 && !isWeekend(day); hour++) {
      long at = midnight(day) + hour * HOUR;
      seen.add(event(at, "sign_in", null, "portal", false));
      for (int i = 1; i <= 10 + random.nextInt(10); i++) {
        seen.add(read(at + i * MINUTE + 500, "file" + random.nextInt(60)));
      }
    }
    seen.sort(Comparator.comparingLong(Observation::timeMillis));
    fold.over(seen);
  }

  private void live(Fold fold, int firstDay, int lastDay, Deed deed) {
    for (int day = firstDay; day <= lastDay; day++) {
      live(fold, day, deed);
    }
  }

  private static long midnight(int day) {
    return START + (QUIET_DAYS - 1 + day) * DAY;
  }

  private static boolean isWeekend(int day) {
    return Math.floorMod(QUIET_DAYS - 1 + day, 7) >= 5;
  }

  /** What a detector has learned by the end of a day. */
  private static Map<String, Object> learned(Fold fold, String detector, int day) {
    return fold.learned(detector, midnight(day) + DAY - MINUTE);
  }

  private static double usualReads(Fold fold, int day) {
    Object usual = learned(fold, "mass-access", day).get("usualAmountInAnHour");
    return usual instanceof Double amount ? amount : Double.NaN;
  }

  /** Nats that a detector finally says of a day. */
  private static double nats(Fold fold, String detector, int day) {
    double sum = 0;
    for (Map.Entry<String, Fold.Last> said : fold.finals.entrySet()) {
      String[] words = said.getKey().split(" ", -1);
      long start = Long.parseLong(words[words.length - 2]);
      if (said.getKey().contains(" " + detector + " ")
          && start >= midnight(day)
          && start < midnight(day + 1)) {
        sum += said.getValue().evidenceMicros() / 1e6;
      }
    }
    return sum;
  }

  private static List<Object> places(Fold fold, int day) {
    Map<String, Object> learned = learned(fold, "new-place", day);
    var places = new ArrayList<Object>();
    places.add(learned.getOrDefault("countries", "none"));
    places.add(learned.getOrDefault("pendingCountries", "none"));
    return places;
  }

  @Test
  void shouldTeachAPlaceByTheSecondVisitWhichIsSilent() {
    Fold fold = afterFourWeeks();
    live(fold, 1, PoisoningTest::signsInFromAfar);
    assertTrue(nats(fold, "new-place", 1) >= 3, "the first visit is paid");
    assertEquals(List.of(Map.of("DE", 21), List.of("KP")), places(fold, 1), "and waits");

    live(fold, 2, PoisoningTest::signsInFromAfar);
    assertEquals(0, nats(fold, "new-place", 2), "what waits is silent");
    assertEquals(
        List.of(Map.of("DE", 22, "KP", 1), List.of()),
        places(fold, 2),
        "so the visit is the quiet window, a day later, that teaches");

    live(fold, 3, 14, PoisoningTest::signsInFromAfar);
    for (int day = 3; day <= 14; day++) {
      assertEquals(0, nats(fold, "new-place", day), "and never again");
    }
  }

  @Test
  void shouldNotTeachAPlaceWhileTheDaysAreSuspect() {
    Fold fold = afterFourWeeks();
    for (int day = 1; day <= 3; day++) {
      live(fold, day, PoisoningTest::signsInFromAfarAndReadsMuch);
      assertEquals(
          List.of(Map.of("DE", 20 + day), List.of("KP")),
          places(fold, day),
          "other evidence keeps it waiting on day " + day);
    }
  }

  @Test
  void shouldTeachALevelOnTheThirdSuspectDayAndThenSlowly() {
    Fold fold = afterFourWeeks();
    double before = usualReads(fold, 0);
    live(fold, 1, 2, PoisoningTest::readsMuch);
    assertEquals(before, usualReads(fold, 2), "two suspect days teach nothing");
    live(fold, 3, PoisoningTest::readsMuch);
    assertTrue(usualReads(fold, 3) > before, "the third does");

    live(fold, 4, 14, PoisoningTest::readsMuch);
    assertTrue(usualReads(fold, 14) < 2 * before, "900 in one hour of a day are not usual yet");
    double late = 0;
    for (int day = 8; day <= 14; day++) {
      late += nats(fold, "mass-access", day);
    }
    assertTrue(late >= 5, "and the second week still says " + late);
  }

  /** What was paid yesterday is not claimed today; what nobody claims is not suspect. */
  @Test
  void shouldTeachALevelOnTheSecondDayIfNobodyElseSpeaks() {
    List<Detector<?, ?>> alone =
        Registry.all().stream().filter(one -> one.id().equals("mass-access")).toList();
    Fold fold = afterFourWeeks(alone);
    double before = usualReads(fold, 0);
    live(fold, 1, PoisoningTest::readsMuch);
    assertTrue(nats(fold, "mass-access", 1) >= 8, "the first day is paid");
    assertEquals(before, usualReads(fold, 1), "and teaches nothing");
    live(fold, 2, PoisoningTest::readsMuch);
    assertEquals(0, nats(fold, "mass-access", 2), "the second is not paid again");
    assertTrue(usualReads(fold, 2) > before, "and teaches");
  }

  @Test
  void shouldTeachAtOnceWhatSaysLessThanTwoNats() {
    Fold fold = afterFourWeeks();
    live(fold, 1, PoisoningTest::switchesLoggingOff);
    double nats = nats(fold, "logging-off", 1);
    assertTrue(nats > 1 && nats < 2, "said: " + nats);
    assertEquals(1L, learned(fold, "logging-off", 1).get("knownDeeds"));
  }

  private static Finding found(Kind kind, String detector, int day) {
    long start = midnight(day) + 10 * HOUR;
    return new Finding(detector + day, kind, detector, start, start + HOUR, start + HOUR);
  }

  @Test
  void shouldTeachAtOnceWhatWasCleared() {
    Fold fold = afterFourWeeks();
    live(fold, 1, PoisoningTest::signsInFromAfar);
    fold.hear(found(Kind.CLEARED, "new-place", 1));
    assertEquals(
        List.of("KP"),
        places(fold, 1).getLast(),
        "that one detector was cleared leaves what the others say of the hour");
    for (String other : List.of("new-device", "login-likelihood")) {
      fold.hear(found(Kind.CLEARED, other, 1));
    }
    assertEquals(List.of(Map.of("DE", 21, "KP", 1), List.of()), places(fold, 1));
  }

  @Test
  void shouldNeverTeachWhatWasConfirmed() {
    Fold fold = afterFourWeeks();
    for (int day = 1; day <= 5; day++) {
      live(fold, day, PoisoningTest::signsInFromAfar);
      fold.hear(found(Kind.CONFIRMED, "new-place", day));
      assertEquals(List.of(Map.of("DE", 20 + day), List.of()), places(fold, day), "day " + day);
      assertTrue(nats(fold, "new-place", day) >= 3, "so it is news on day " + day);
    }
  }
}
