package dev.vedette.wire;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.schemas.PrincipalId;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * {@link Observation} as a record. What the subject shares with the event is said once: its id is
 * left out where the record says it anyway, and a session's owner is the principal.
 */
final class ObservationMapping implements Mapping<Observation, dev.vedette.schemas.Observation> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.Observation.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.Observation toRecord(Observation seen) {
    Subject subject = seen.subject();
    Subject principal = seen.principal();
    return new dev.vedette.schemas.Observation(
        new dev.vedette.schemas.EventHash(
            ByteBuffer.allocate(16).putLong(seen.hash().high()).putLong(seen.hash().low()).array()),
        seen.eventId(),
        seen.timeMillis(),
        seen.receivedMillis(),
        seen.primary(),
        subject.tenant(),
        Symbols.wire(subject.type()),
        ownId(seen),
        isOwned(seen),
        principal == null ? null : Subjects.principal(principal, subject.tenant()),
        Symbols.wire(seen.category()),
        seen.action(),
        Symbols.wire(seen.outcome()),
        seen.session(),
        seen.ip(),
        seen.country(),
        seen.asn(),
        seen.resource(),
        seen.target(),
        seen.bytes(),
        seen.rarity().step(),
        seen.rarity().epochDay(),
        seen.stamp().equals(Stamp.NONE) ? null : stamp(seen.stamp()),
        seen.detail().equals(Detail.NONE) ? null : detail(seen.detail()));
  }

  @Override
  public Observation toDomain(dev.vedette.schemas.Observation entry) {
    String tenant = entry.getTenant();
    PrincipalId who = entry.getPrincipal();
    Subject principal = who == null ? null : Subjects.principal(who, tenant);
    ByteBuffer hash = ByteBuffer.wrap(entry.getHash().bytes());
    return new Observation(
        subject(
            tenant,
            Symbols.subjectType(entry.getSubjectType()),
            entry.getSubjectId(),
            entry.getOwned(),
            principal,
            entry.getSession(),
            entry.getIp(),
            entry.getResource()),
        principal,
        entry.getPrimary(),
        new EventHash(hash.getLong(), hash.getLong()),
        entry.getEventId(),
        entry.getTimeMillis(),
        entry.getReceivedMillis(),
        Symbols.category(entry.getCategory()),
        entry.getAction(),
        Symbols.outcome(entry.getOutcome()),
        entry.getSession(),
        entry.getIp(),
        entry.getCountry(),
        entry.getAsn(),
        entry.getResource(),
        entry.getTarget(),
        entry.getBytes(),
        new Rarity(entry.getRarityStep(), entry.getRarityEpochDay()),
        entry.getStamp() == null ? Stamp.NONE : stamp(entry.getStamp()),
        entry.getDetail() == null ? Detail.NONE : detail(entry.getDetail()));
  }

  private static dev.vedette.schemas.Stamp stamp(Stamp stamp) {
    return new dev.vedette.schemas.Stamp(
        stamp.version(),
        stamp.department(),
        stamp.manager(),
        stamp.groups(),
        stamp.criticalityMicros(),
        stamp.owner(),
        stamp.managed(),
        stamp.network(),
        stamp.shared(),
        stamp.reputation(),
        stamp.tor());
  }

  private static Stamp stamp(dev.vedette.schemas.Stamp entry) {
    return new Stamp(
        entry.getVersion(),
        entry.getDepartment(),
        entry.getManager(),
        entry.getGroups(),
        entry.getCriticalityMicros(),
        entry.getOwner(),
        entry.getManaged(),
        entry.getNetwork(),
        entry.getShared(),
        entry.getReputation(),
        entry.getTor());
  }

  private static dev.vedette.schemas.Detail detail(Detail detail) {
    return new dev.vedette.schemas.Detail(
        detail.kind() == null ? null : detail.kind().wireName(),
        detail.device(),
        detail.client(),
        DetailCodec.hundredths(detail.lat()),
        DetailCodec.hundredths(detail.lon()),
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
  }

  private static Detail detail(dev.vedette.schemas.Detail entry) {
    return new Detail(
        ActionKind.of(entry.getKind()),
        entry.getDevice(),
        entry.getClient(),
        DetailCodec.degrees(entry.getLat()),
        DetailCodec.degrees(entry.getLon()),
        entry.getMethod(),
        entry.getMfa(),
        entry.getResourceType(),
        entry.getSensitivity(),
        entry.getTargetType(),
        entry.getDestination(),
        entry.getPort(),
        entry.getSeverity(),
        entry.getBytesOut(),
        entry.getPosture(),
        entry.getPlaceStep(),
        entry.getPeerStep());
  }

  /** The subject's id where nothing else in the record says it, otherwise null. */
  static @Nullable String ownId(Observation seen) {
    String id = seen.subject().id();
    String said =
        said(seen.subject().type(), seen.principal(), seen.session(), seen.ip(), seen.resource());
    return id.equals(said) ? null : id;
  }

  /**
   * Whether the subject is a session of the principal.
   *
   * @throws IllegalArgumentException if it is a session of somebody else, which cannot be said
   */
  static boolean isOwned(Observation seen) {
    Subject owner = seen.subject().owner();
    if (owner != null && !owner.equals(seen.principal())) {
      throw new IllegalArgumentException(
          "an observed session belongs to who acted in it, or to nobody");
    }
    return owner != null;
  }

  /** Puts the subject together again. */
  static Subject subject(
      String tenant,
      SubjectType type,
      @Nullable String ownId,
      boolean owned,
      @Nullable Subject principal,
      @Nullable String session,
      @Nullable String ip,
      @Nullable String resource) {
    if (ownId == null && principal != null && principal.type() == type) {
      return principal;
    }
    String id = ownId == null ? said(type, principal, session, ip, resource) : ownId;
    if (id == null) {
      throw new IllegalArgumentException(
          "the observation is about a %s and does not say which".formatted(type.wireName()));
    }
    if (owned && principal == null) {
      throw new IllegalArgumentException("an owned session without a principal");
    }
    return new Subject(tenant, type, id, owned ? principal : null);
  }

  private static @Nullable String said(
      SubjectType type,
      @Nullable Subject principal,
      @Nullable String session,
      @Nullable String ip,
      @Nullable String resource) {
    return switch (type) {
      case USER, SERVICE -> principal != null && principal.type() == type ? principal.id() : null;
      case SESSION -> session;
      case DEVICE -> null;
      case IP -> ip;
      case RESOURCE -> resource;
    };
  }
}
