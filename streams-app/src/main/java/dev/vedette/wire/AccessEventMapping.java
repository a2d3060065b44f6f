package dev.vedette.wire;

import dev.vedette.events.AccessEvent;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** {@link AccessEvent} as a record; degrees that are not known are null there. */
final class AccessEventMapping implements Mapping<AccessEvent, dev.vedette.schemas.AccessEvent> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.AccessEvent.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.AccessEvent toRecord(AccessEvent event) {
    return new dev.vedette.schemas.AccessEvent(
        event.id(),
        event.timeMillis(),
        event.tenant(),
        Symbols.wire(event.category()),
        event.action(),
        Symbols.wire(event.outcome()),
        toRecord(event.principal()),
        event.session(),
        toRecord(event.device()),
        toRecord(event.source()),
        toRecord(event.destination()),
        toRecord(event.client()),
        toRecord(event.auth()),
        toRecord(event.resource()),
        toRecord(event.target()),
        event.bytesIn(),
        event.bytesOut(),
        event.severity(),
        event.labels(),
        event.rawSource());
  }

  @Override
  public AccessEvent toDomain(dev.vedette.schemas.AccessEvent entry) {
    return new AccessEvent(
            entry.getId(),
            entry.getTime(),
            entry.getTenant(),
            Symbols.category(entry.getCategory()),
            entry.getAction(),
            Symbols.outcome(entry.getOutcome()),
            toDomain(entry.getPrincipal()),
            entry.getSession(),
            toDomain(entry.getDevice()),
            toDomain(entry.getSource()),
            toDomain(entry.getDestination()),
            toDomain(entry.getClient()),
            toDomain(entry.getAuth()),
            toDomain(entry.getResource()),
            toDomain(entry.getTarget()),
            entry.getBytesIn(),
            entry.getBytesOut(),
            entry.getSeverity(),
            entry.getLabels(),
            entry.getRawSource())
        .identified();
  }

  private static dev.vedette.schemas.@Nullable Principal toRecord(
      AccessEvent.@Nullable Principal it) {
    return it == null
        ? null
        : new dev.vedette.schemas.Principal(Symbols.wirePrincipal(it.type()), it.id(), it.name());
  }

  private static AccessEvent.@Nullable Principal toDomain(
      dev.vedette.schemas.@Nullable Principal it) {
    return it == null
        ? null
        : new AccessEvent.Principal(Symbols.subjectType(it.getType()), it.getId(), it.getName());
  }

  private static dev.vedette.schemas.@Nullable Device toRecord(AccessEvent.@Nullable Device it) {
    return it == null ? null : new dev.vedette.schemas.Device(it.id(), it.name());
  }

  private static AccessEvent.@Nullable Device toDomain(dev.vedette.schemas.@Nullable Device it) {
    return it == null ? null : new AccessEvent.Device(it.getId(), it.getName());
  }

  private static dev.vedette.schemas.@Nullable Endpoint toRecord(
      AccessEvent.@Nullable Endpoint it) {
    return it == null
        ? null
        : new dev.vedette.schemas.Endpoint(
            it.ip(),
            it.port(),
            it.country(),
            it.asn(),
            it.city(),
            Double.isNaN(it.lat()) ? null : it.lat(),
            Double.isNaN(it.lon()) ? null : it.lon());
  }

  private static AccessEvent.@Nullable Endpoint toDomain(
      dev.vedette.schemas.@Nullable Endpoint it) {
    return it == null
        ? null
        : new AccessEvent.Endpoint(
            it.getIp(),
            it.getPort(),
            it.getCountry(),
            it.getAsn(),
            it.getCity(),
            degrees(it.getLat()),
            degrees(it.getLon()));
  }

  private static double degrees(@Nullable Double known) {
    return known == null ? Double.NaN : known;
  }

  private static dev.vedette.schemas.@Nullable Destination toRecord(
      AccessEvent.@Nullable Destination it) {
    return it == null ? null : new dev.vedette.schemas.Destination(it.ip(), it.port(), it.domain());
  }

  private static AccessEvent.@Nullable Destination toDomain(
      dev.vedette.schemas.@Nullable Destination it) {
    return it == null
        ? null
        : new AccessEvent.Destination(it.getIp(), it.getPort(), it.getDomain());
  }

  private static dev.vedette.schemas.@Nullable Client toRecord(AccessEvent.@Nullable Client it) {
    return it == null ? null : new dev.vedette.schemas.Client(it.userAgent(), it.app());
  }

  private static AccessEvent.@Nullable Client toDomain(dev.vedette.schemas.@Nullable Client it) {
    return it == null ? null : new AccessEvent.Client(it.getUserAgent(), it.getApp());
  }

  private static dev.vedette.schemas.@Nullable Auth toRecord(AccessEvent.@Nullable Auth it) {
    return it == null ? null : new dev.vedette.schemas.Auth(it.method(), it.mfa(), it.acr());
  }

  private static AccessEvent.@Nullable Auth toDomain(dev.vedette.schemas.@Nullable Auth it) {
    return it == null ? null : new AccessEvent.Auth(it.getMethod(), it.getMfa(), it.getAcr());
  }

  private static dev.vedette.schemas.@Nullable Resource toRecord(
      AccessEvent.@Nullable Resource it) {
    return it == null
        ? null
        : new dev.vedette.schemas.Resource(it.type(), it.id(), it.sensitivity());
  }

  private static AccessEvent.@Nullable Resource toDomain(
      dev.vedette.schemas.@Nullable Resource it) {
    return it == null
        ? null
        : new AccessEvent.Resource(it.getType(), it.getId(), it.getSensitivity());
  }

  private static dev.vedette.schemas.@Nullable Target toRecord(AccessEvent.@Nullable Target it) {
    return it == null ? null : new dev.vedette.schemas.Target(it.type(), it.id());
  }

  private static AccessEvent.@Nullable Target toDomain(dev.vedette.schemas.@Nullable Target it) {
    return it == null ? null : new AccessEvent.Target(it.getType(), it.getId());
  }
}
