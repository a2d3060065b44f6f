package dev.vedette.detectors;

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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observations for tests: a sign-in at a time, changed by {@code with…}. */
record Seen(
    String id,
    long timeMillis,
    @Nullable String principal,
    Category category,
    String action,
    Outcome outcome,
    @Nullable String country,
    long asn,
    long bytes,
    int rarityStep) {
  static final Subject ADDRESS = Subject.of("t", SubjectType.IP, "203.0.113.7");
  static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice");

  static Seen at(String instant) {
    return at(Instant.parse(instant).toEpochMilli());
  }

  static Seen at(long millis) {
    return new Seen(
        "e" + millis,
        millis,
        "alice",
        Category.AUTHENTICATION,
        "sign_in",
        Outcome.SUCCESS,
        "DE",
        3320,
        0,
        Rarity.UNKNOWN_STEP);
  }

  Seen id(String newId) {
    return new Seen(
        newId, timeMillis, principal, category, action, outcome, country, asn, bytes, rarityStep);
  }

  Seen failed() {
    return new Seen(
        id,
        timeMillis,
        principal,
        category,
        action,
        Outcome.FAILURE,
        country,
        asn,
        bytes,
        rarityStep);
  }

  Seen by(@Nullable String who) {
    return new Seen(
        id, timeMillis, who, category, action, outcome, country, asn, bytes, rarityStep);
  }

  Seen from(@Nullable String place, long network) {
    return new Seen(
        id, timeMillis, principal, category, action, outcome, place, network, bytes, rarityStep);
  }

  Seen doing(String what, int step) {
    return new Seen(
        id, timeMillis, principal, Category.API, what, outcome, country, asn, bytes, step);
  }

  Seen moving(long moved) {
    return new Seen(
        id, timeMillis, principal, category, action, outcome, country, asn, moved, rarityStep);
  }

  /** As the user or the address observes it. */
  Observation about(Subject subject) {
    Subject who = principal == null ? null : Subject.of("t", SubjectType.USER, principal);
    return new Observation(
        subject,
        who,
        true,
        EventHash.of(id.getBytes(StandardCharsets.UTF_8)),
        id,
        timeMillis,
        timeMillis,
        category,
        action,
        outcome,
        null,
        "203.0.113.7",
        country,
        asn,
        null,
        null,
        bytes,
        rarityStep < 0 ? Rarity.UNKNOWN : new Rarity(rarityStep, 1),
        Stamp.NONE,
        Detail.NONE);
  }

  /** As the user observes it who comes from a shared exit. */
  Observation throughSharedExit() {
    Observation seen = about(ALICE);
    var exit = new Stamp(1, null, null, List.of(), 0, null, null, "vpn", true, 0, false);
    return new Observation(
        seen.subject(),
        seen.principal(),
        true,
        seen.hash(),
        seen.eventId(),
        timeMillis,
        timeMillis,
        category,
        action,
        outcome,
        null,
        seen.ip(),
        country,
        asn,
        null,
        null,
        bytes,
        seen.rarity(),
        exit,
        Detail.NONE);
  }
}
