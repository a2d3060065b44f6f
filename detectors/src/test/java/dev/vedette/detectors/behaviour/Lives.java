package dev.vedette.detectors.behaviour;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What subjects did, made up: lives that are told in and out of order. */
final class Lives {
  static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final Subject ADDRESS = Subject.of("t", SubjectType.IP, "192.0.2.7");
  static final Subject BOB = Subject.of("t", SubjectType.USER, "bob");

  static final BehaviourSettings SETTINGS =
      new BehaviourSettings(
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Instant.EPOCH,
          2_000_000,
          Duration.ofDays(7),
          Duration.ofDays(180),
          Set.of());
  static final Behaviour NOVELTY =
      new Behaviour(List.of(new Novelty(10), new Novelty(60)), SETTINGS);
  static final Behaviour ONE_SPAN = new Behaviour(List.of(new Novelty(10)), SETTINGS);

  static Observation does(String action, long timeMillis) {
    return does("bob", action, timeMillis, timeMillis);
  }

  static Observation does(String who, String action, long timeMillis, long receivedMillis) {
    String id = who + action + timeMillis;
    return seen(ADDRESS, id, who, timeMillis, receivedMillis, action, Outcome.SUCCESS, 100);
  }

  static Observation seen(
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
  static List<Observation> life(Random random) {
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
  static List<Observation> shuffled(List<Observation> life, Random random, long skewMillis) {
    var at = new HashMap<Observation, Long>();
    life.forEach(one -> at.put(one, one.receivedMillis() + random.nextLong(skewMillis)));
    return life.stream().sorted(Comparator.comparing(at::get)).toList();
  }

  /**
   * Forty days at work, in the end nights with guessing, strange actions and much moved, and in
   * every such night ninety deeds of another kind.
   */
  static List<Observation> working(Subject subject, Random random, int round) {
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
  static List<Observation> moving(Subject subject, Random random) {
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

  static Observation moved(Subject subject, long time, boolean stranger) {
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

  /**
   * Twelve days at home, a user with a step-up on each, then a stranger who wears a second factor
   * down, gives none, does everything.
   */
  static List<Observation> intruded(Subject subject) {
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
      if (subject.type() == SubjectType.USER) {
        long noon = START + day * DAY + 12 * HOUR;
        life.add(step(subject, noon, ActionKind.MFA_CHALLENGE, Outcome.SUCCESS, false));
      }
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
    life.add(step(subject, at, null, Outcome.SUCCESS, true));
    for (ActionKind kind : ActionKind.values()) {
      at += 1000;
      life.add(step(subject, at, kind, Outcome.SUCCESS, true));
    }
    return life;
  }

  /** What another product says. */
  static Observation alert(Subject subject, long time, String kind) {
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

  static Observation step(
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
            kind == ActionKind.MFA_CHALLENGE && !stranger ? "passkey" : null,
            signsIn ? Boolean.valueOf(!stranger) : null,
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
  static Observation deed(Subject subject, long time, ActionKind kind, int i) {
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

  private Lives() {}
}
