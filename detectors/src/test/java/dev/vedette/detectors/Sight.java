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

/** An observation in the making, for tests: a sign-in of alice that each call changes. */
final class Sight {
  private final long timeMillis;
  private String id;
  private @Nullable Subject principal = Subject.of("t", SubjectType.USER, "alice");
  private Category category = Category.AUTHENTICATION;
  private String action = "sign_in";
  private Outcome outcome = Outcome.SUCCESS;
  private @Nullable String session;
  private @Nullable String ip = "203.0.113.7";
  private @Nullable String country = "DE";
  private long asn = 3320;
  private @Nullable String resource;
  private @Nullable String target;
  private long bytes;
  private Rarity rarity = Rarity.UNKNOWN;
  private Detail detail = Detail.NONE;
  private Stamp stamp = Stamp.NONE;

  private Sight(long timeMillis) {
    this.timeMillis = timeMillis;
    this.id = "e" + timeMillis;
  }

  static Sight at(String instant) {
    return new Sight(Instant.parse(instant).toEpochMilli());
  }

  static Sight at(long millis) {
    return new Sight(millis);
  }

  Sight id(String itsId) {
    id = itsId;
    return this;
  }

  Sight by(@Nullable Subject who) {
    principal = who;
    return this;
  }

  Sight doing(Category what, String how) {
    category = what;
    action = how;
    return this;
  }

  Sight ended(Outcome how) {
    outcome = how;
    return this;
  }

  Sight failed() {
    outcome = Outcome.FAILURE;
    return this;
  }

  Sight in(@Nullable String itsSession) {
    session = itsSession;
    return this;
  }

  Sight from(@Nullable String address, @Nullable String itsCountry, long network) {
    ip = address;
    country = itsCountry;
    asn = network;
    return this;
  }

  Sight on(@Nullable String itsResource) {
    resource = itsResource;
    return this;
  }

  Sight to(@Nullable String itsTarget) {
    target = itsTarget;
    return this;
  }

  Sight moving(long moved) {
    bytes = moved;
    return this;
  }

  Sight rare(int step) {
    rarity = step < 0 ? Rarity.UNKNOWN : new Rarity(step, 1);
    return this;
  }

  Sight stamped(Stamp known) {
    stamp = known;
    return this;
  }

  /** The same from a source that names no device. */
  Sight unnamed() {
    detail =
        new Detail(
            detail.kind(),
            null,
            detail.client(),
            detail.lat(),
            detail.lon(),
            detail.method(),
            detail.mfa(),
            detail.resourceType(),
            detail.sensitivity(),
            detail.targetType(),
            detail.destination(),
            detail.port(),
            detail.severity(),
            detail.bytesOut(),
            detail.posture(),
            detail.placeStep(),
            detail.peerStep());
    return this;
  }

  /** Any other circumstance: the whole of it. */
  Sight detailed(Detail itsDetail) {
    detail = itsDetail;
    return this;
  }

  static Stamp sharedExit() {
    return new Stamp(1, null, null, List.of(), 0, null, null, "vpn", true, 0, false);
  }

  Observation about(Subject subject) {
    return new Observation(
        subject,
        principal,
        true,
        EventHash.of(id.getBytes(StandardCharsets.UTF_8)),
        id,
        timeMillis,
        timeMillis,
        category,
        action,
        outcome,
        session,
        ip,
        country,
        asn,
        resource,
        target,
        bytes,
        rarity,
        stamp,
        detail);
  }
}
