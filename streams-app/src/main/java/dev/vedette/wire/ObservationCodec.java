package dev.vedette.wire;

import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.schemas.BoundedDecoder;
import dev.vedette.schemas.ByteEncoder;
import org.jspecify.annotations.Nullable;

/** Observation version 3 by hand. */
final class ObservationCodec implements DirectCodec<Observation> {
  @Override
  public void write(Observation seen, ByteEncoder to) {
    Subject subject = seen.subject();
    to.writeBigEndian(seen.hash().high());
    to.writeBigEndian(seen.hash().low());
    to.writeString(seen.eventId());
    to.writeLong(seen.timeMillis());
    to.writeLong(seen.receivedMillis());
    to.writeBoolean(seen.primary());
    to.writeString(subject.tenant());
    to.writeEnum(Symbols.number(subject.type()));
    to.writeOptionalString(ObservationMapping.ownId(seen));
    to.writeBoolean(ObservationMapping.isOwned(seen));
    writePrincipal(seen.principal(), subject.tenant(), to);
    to.writeEnum(Symbols.number(seen.category()));
    to.writeString(seen.action());
    to.writeEnum(Symbols.number(seen.outcome()));
    to.writeOptionalString(seen.session());
    to.writeOptionalString(seen.ip());
    to.writeOptionalString(seen.country());
    to.writeLong(seen.asn());
    to.writeOptionalString(seen.resource());
    to.writeOptionalString(seen.target());
    to.writeLong(seen.bytes());
    to.writeInt(seen.rarity().step());
    to.writeInt(seen.rarity().epochDay());
    boolean stamped = !seen.stamp().equals(Stamp.NONE);
    to.writePresence(stamped);
    if (stamped) {
      StampCodec.write(seen.stamp(), to);
    }
    boolean detailed = !seen.detail().equals(Detail.NONE);
    to.writePresence(detailed);
    if (detailed) {
      DetailCodec.write(seen.detail(), to);
    }
  }

  @Override
  public Observation read(BoundedDecoder from) {
    var hash = new EventHash(from.readBigEndian(), from.readBigEndian());
    String eventId = from.readString();
    long timeMillis = from.readLong();
    long receivedMillis = from.readLong();
    boolean primary = from.readBoolean();
    String tenant = from.readString();
    SubjectType type = Symbols.subjectType(from.readEnum(Symbols.SUBJECT_TYPE_COUNT));
    String ownId = from.readOptionalString();
    boolean owned = from.readBoolean();
    Subject principal = readPrincipal(tenant, from);
    Category category = Symbols.category(from.readEnum(Symbols.CATEGORY_COUNT));
    String action = from.readString();
    Outcome outcome = Symbols.outcome(from.readEnum(Symbols.OUTCOME_COUNT));
    String session = from.readOptionalString();
    String ip = from.readOptionalString();
    String country = from.readOptionalString();
    long asn = from.readLong();
    String resource = from.readOptionalString();
    String target = from.readOptionalString();
    long bytes = from.readLong();
    int step = from.readInt();
    int epochDay = from.readInt();
    Stamp stamp = from.readPresence() ? StampCodec.read(from) : Stamp.NONE;
    Detail detail = from.readPresence() ? DetailCodec.read(from) : Detail.NONE;
    return new Observation(
        ObservationMapping.subject(tenant, type, ownId, owned, principal, session, ip, resource),
        principal,
        primary,
        hash,
        eventId,
        timeMillis,
        receivedMillis,
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
        step == Rarity.UNKNOWN_STEP && epochDay == 0 ? Rarity.UNKNOWN : new Rarity(step, epochDay),
        stamp,
        detail);
  }

  private static void writePrincipal(@Nullable Subject principal, String tenant, ByteEncoder to) {
    to.writePresence(principal != null);
    if (principal != null) {
      Subjects.check(principal, tenant);
      to.writeEnum(Symbols.number(principal.type()));
      to.writeString(principal.id());
    }
  }

  private static @Nullable Subject readPrincipal(String tenant, BoundedDecoder from) {
    if (!from.readPresence()) {
      return null;
    }
    SubjectType type = Symbols.subjectType(from.readEnum(Symbols.PRINCIPAL_TYPE_COUNT));
    return Subject.of(tenant, type, from.readString());
  }
}
