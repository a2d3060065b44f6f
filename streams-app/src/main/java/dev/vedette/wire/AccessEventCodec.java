package dev.vedette.wire;

import dev.vedette.events.AccessEvent;
import dev.vedette.schemas.BoundedDecoder;
import dev.vedette.schemas.ByteEncoder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AccessEvent version 1 by hand. */
final class AccessEventCodec implements DirectCodec<AccessEvent> {
  @Override
  public void write(AccessEvent event, ByteEncoder to) {
    to.writeString(event.id());
    to.writeLong(event.timeMillis());
    to.writeString(event.tenant());
    to.writeEnum(Symbols.number(event.category()));
    to.writeString(event.action());
    to.writeEnum(Symbols.number(event.outcome()));
    to.writePresence(event.principal() != null);
    if (event.principal() instanceof AccessEvent.Principal(var type, var id, var name)) {
      to.writeEnum(Symbols.number(type));
      to.writeString(id);
      to.writeOptionalString(name);
    }
    to.writeOptionalString(event.session());
    to.writePresence(event.device() != null);
    if (event.device() instanceof AccessEvent.Device(var id, var name)) {
      to.writeString(id);
      to.writeOptionalString(name);
    }
    writeSource(event.source(), to);
    to.writePresence(event.destination() != null);
    if (event.destination() instanceof AccessEvent.Destination(var ip, var port, var domain)) {
      to.writeOptionalString(ip);
      to.writeInt(port);
      to.writeOptionalString(domain);
    }
    to.writePresence(event.client() != null);
    if (event.client() instanceof AccessEvent.Client(var userAgent, var app)) {
      to.writeOptionalString(userAgent);
      to.writeOptionalString(app);
    }
    to.writePresence(event.auth() != null);
    if (event.auth() instanceof AccessEvent.Auth(var method, var mfa, var acr)) {
      to.writeOptionalString(method);
      to.writePresence(mfa != null);
      if (mfa != null) {
        to.writeBoolean(mfa);
      }
      to.writeOptionalString(acr);
    }
    to.writePresence(event.resource() != null);
    if (event.resource() instanceof AccessEvent.Resource(var type, var id, var sensitivity)) {
      to.writeOptionalString(type);
      to.writeString(id);
      to.writeOptionalString(sensitivity);
    }
    to.writePresence(event.target() != null);
    if (event.target() instanceof AccessEvent.Target(var type, var id)) {
      to.writeOptionalString(type);
      to.writeString(id);
    }
    to.writeLong(event.bytesIn());
    to.writeLong(event.bytesOut());
    to.writeInt(event.severity());
    writeLabels(event.labels(), to);
    to.writeOptionalString(event.rawSource());
  }

  @Override
  public AccessEvent read(BoundedDecoder from) {
    // Arguments are evaluated from left to right: this is the schema's order.
    return new AccessEvent(
            from.readString(),
            from.readLong(),
            from.readString(),
            Symbols.category(from.readEnum(Symbols.CATEGORY_COUNT)),
            from.readString(),
            Symbols.outcome(from.readEnum(Symbols.OUTCOME_COUNT)),
            from.readPresence() ? readPrincipal(from) : null,
            from.readOptionalString(),
            from.readPresence()
                ? new AccessEvent.Device(from.readString(), from.readOptionalString())
                : null,
            from.readPresence() ? readSource(from) : null,
            from.readPresence()
                ? new AccessEvent.Destination(
                    from.readOptionalString(), from.readInt(), from.readOptionalString())
                : null,
            from.readPresence()
                ? new AccessEvent.Client(from.readOptionalString(), from.readOptionalString())
                : null,
            from.readPresence() ? readAuth(from) : null,
            from.readPresence()
                ? new AccessEvent.Resource(
                    from.readOptionalString(), from.readString(), from.readOptionalString())
                : null,
            from.readPresence()
                ? new AccessEvent.Target(from.readOptionalString(), from.readString())
                : null,
            from.readLong(),
            from.readLong(),
            from.readInt(),
            readLabels(from),
            from.readOptionalString())
        .identified();
  }

  private static AccessEvent.Principal readPrincipal(BoundedDecoder from) {
    return new AccessEvent.Principal(
        Symbols.subjectType(from.readEnum(Symbols.PRINCIPAL_TYPE_COUNT)),
        from.readString(),
        from.readOptionalString());
  }

  private static void writeSource(AccessEvent.@Nullable Endpoint source, ByteEncoder to) {
    to.writePresence(source != null);
    if (source != null) {
      to.writeOptionalString(source.ip());
      to.writeInt(source.port());
      to.writeOptionalString(source.country());
      to.writeLong(source.asn());
      to.writeOptionalString(source.city());
      writeDegrees(source.lat(), to);
      writeDegrees(source.lon(), to);
    }
  }

  private static AccessEvent.Endpoint readSource(BoundedDecoder from) {
    return new AccessEvent.Endpoint(
        from.readOptionalString(),
        from.readInt(),
        from.readOptionalString(),
        from.readLong(),
        from.readOptionalString(),
        from.readPresence() ? from.readDouble() : Double.NaN,
        from.readPresence() ? from.readDouble() : Double.NaN);
  }

  private static void writeDegrees(double degrees, ByteEncoder to) {
    boolean known = !Double.isNaN(degrees);
    to.writePresence(known);
    if (known) {
      to.writeDouble(degrees);
    }
  }

  private static AccessEvent.Auth readAuth(BoundedDecoder from) {
    return new AccessEvent.Auth(
        from.readOptionalString(),
        from.readPresence() ? from.readBoolean() : null,
        from.readOptionalString());
  }

  private static void writeLabels(Map<String, String> labels, ByteEncoder to) {
    if (!labels.isEmpty()) {
      to.setItemCount(labels.size());
      for (var label : labels.entrySet()) {
        to.writeString(label.getKey());
        to.writeString(label.getValue());
      }
    }
    to.writeMapEnd();
  }

  private static Map<String, String> readLabels(BoundedDecoder from) {
    long count = from.readMapStart();
    if (count == 0) {
      return Map.of();
    }
    var labels = new HashMap<String, String>();
    for (; count > 0; count = from.mapNext()) {
      for (long i = 0; i < count; i++) {
        labels.put(from.readString(), from.readString());
      }
    }
    return labels;
  }
}
