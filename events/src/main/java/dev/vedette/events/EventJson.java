package dev.vedette.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events as JSON, one object each.
 *
 * <p>{@code id, time, tenant, category, action, outcome, principal{type,id,name}, session,
 * device{id,name}, source{ip,port,country,asn,city,lat,lon}, destination{ip,port,domain},
 * client{user_agent,app}, auth{method,mfa,acr}, resource{type,id,sensitivity}, target{type,id},
 * bytes_in, bytes_out, severity, labels{…}, raw_source}. Needed: {@code time} (ISO 8601 with zone,
 * or epoch milliseconds), {@code category}, {@code action}. Without {@code id} one is made of the
 * content; without {@code tenant} it is {@code default}. Members that are not named here are
 * skipped.
 */
public final class EventJson {
  /** The tenant of an event that names none. */
  public static final String DEFAULT_TENANT = "default";

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxDocumentLength(1 << 20)
                  .maxStringLength(1 << 18)
                  .maxNumberLength(64)
                  .build())
          .build();

  private EventJson() {}

  /**
   * Reads one event from UTF-8 JSON of at most 1 MiB, 32 levels deep.
   *
   * @throws EventFormatException saying what is wrong and where
   */
  public static AccessEvent read(byte[] utf8) throws EventFormatException {
    try (JsonParser parser = JSON.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new EventFormatException("not a JSON object");
      }
      AccessEvent event = new Reading(parser).event();
      if (parser.nextToken() != null) {
        throw new EventFormatException("text after the JSON object");
      }
      return event;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new EventFormatException(
          "malformed JSON at byte %d: %s"
              .formatted(at == null ? 0 : at.getByteOffset(), Text.excerpt(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new EventFormatException(
          "malformed JSON: " + Text.excerpt(String.valueOf(e.getMessage())), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new EventFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The event as one line of JSON without a line end; absent parts are left out. */
  public static byte[] canonical(AccessEvent event) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(event, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the event as an object. The order of members is fixed, so the text is canonical. */
  public static void write(AccessEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", event.id());
    json.writeStringField("time", Instant.ofEpochMilli(event.timeMillis()).toString());
    json.writeStringField("tenant", event.tenant());
    json.writeStringField("category", event.category().wireName());
    json.writeStringField("action", event.action());
    json.writeStringField("outcome", event.outcome().wireName());
    if (event.principal() instanceof AccessEvent.Principal(var type, var id, var name)) {
      json.writeObjectFieldStart("principal");
      json.writeStringField("type", type.wireName());
      json.writeStringField("id", id);
      text(json, "name", name);
      json.writeEndObject();
    }
    text(json, "session", event.session());
    if (event.device() instanceof AccessEvent.Device(var id, var name)) {
      json.writeObjectFieldStart("device");
      json.writeStringField("id", id);
      text(json, "name", name);
      json.writeEndObject();
    }
    if (event.source() instanceof AccessEvent.Endpoint source) {
      json.writeObjectFieldStart("source");
      text(json, "ip", source.ip());
      number(json, "port", source.port());
      text(json, "country", source.country());
      number(json, "asn", source.asn());
      text(json, "city", source.city());
      degrees(json, "lat", source.lat());
      degrees(json, "lon", source.lon());
      json.writeEndObject();
    }
    if (event.destination() instanceof AccessEvent.Destination(var ip, var port, var domain)) {
      json.writeObjectFieldStart("destination");
      text(json, "ip", ip);
      number(json, "port", port);
      text(json, "domain", domain);
      json.writeEndObject();
    }
    if (event.client() instanceof AccessEvent.Client(var userAgent, var app)) {
      json.writeObjectFieldStart("client");
      text(json, "user_agent", userAgent);
      text(json, "app", app);
      json.writeEndObject();
    }
    if (event.auth() instanceof AccessEvent.Auth(var method, var mfa, var acr)) {
      json.writeObjectFieldStart("auth");
      text(json, "method", method);
      if (mfa != null) {
        json.writeBooleanField("mfa", mfa);
      }
      text(json, "acr", acr);
      json.writeEndObject();
    }
    if (event.resource() instanceof AccessEvent.Resource(var type, var id, var sensitivity)) {
      json.writeObjectFieldStart("resource");
      text(json, "type", type);
      json.writeStringField("id", id);
      text(json, "sensitivity", sensitivity);
      json.writeEndObject();
    }
    if (event.target() instanceof AccessEvent.Target(var type, var id)) {
      json.writeObjectFieldStart("target");
      text(json, "type", type);
      json.writeStringField("id", id);
      json.writeEndObject();
    }
    number(json, "bytes_in", event.bytesIn());
    number(json, "bytes_out", event.bytesOut());
    number(json, "severity", event.severity());
    if (!event.labels().isEmpty()) {
      json.writeObjectFieldStart("labels");
      for (var label : event.labels().entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
    text(json, "raw_source", event.rawSource());
    json.writeEndObject();
  }

  /**
   * Reads a time as events carry it.
   *
   * @param text ISO 8601 with a zone, such as {@code 2026-05-04T07:30:00Z}
   * @throws DateTimeException if it is not that
   */
  public static long timeMillis(String text) {
    return text.endsWith("Z")
        ? Instant.parse(text).toEpochMilli()
        : OffsetDateTime.parse(text).toInstant().toEpochMilli();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void number(JsonGenerator json, String name, long value) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  private static void degrees(JsonGenerator json, String name, double value) throws IOException {
    if (!Double.isNaN(value)) {
      json.writeNumberField(name, value);
    }
  }

  /** One pass over one object. */
  private static final class Reading {
    private final JsonParser parser;

    private @Nullable String id;
    private @Nullable Long time;
    private @Nullable String tenant;
    private @Nullable Category category;
    private @Nullable String action;
    private Outcome outcome = Outcome.UNKNOWN;
    private AccessEvent.@Nullable Principal principal;
    private @Nullable String session;
    private AccessEvent.@Nullable Device device;
    private AccessEvent.@Nullable Endpoint source;
    private AccessEvent.@Nullable Destination destination;
    private AccessEvent.@Nullable Client client;
    private AccessEvent.@Nullable Auth auth;
    private AccessEvent.@Nullable Resource resource;
    private AccessEvent.@Nullable Target target;
    private long bytesIn;
    private long bytesOut;
    private int severity;
    private final TreeMap<String, String> labels = new TreeMap<>();
    private @Nullable String rawSource;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    AccessEvent event() throws IOException, EventFormatException {
      while (member() instanceof String name) {
        switch (name) {
          case "id" -> id = text(name);
          case "time" -> time = time();
          case "tenant" -> tenant = text(name);
          case "category" -> category = text(name) instanceof String s ? Category.of(s) : null;
          case "action" -> action = text(name);
          case "outcome" ->
              outcome = text(name) instanceof String s ? Outcome.of(s) : Outcome.UNKNOWN;
          case "principal" -> principal();
          case "session" -> session = text(name);
          case "device" -> device();
          case "source" -> source();
          case "destination" -> destination();
          case "client" -> client();
          case "auth" -> auth();
          case "resource" -> resource();
          case "target" -> target();
          case "bytes_in" -> bytesIn = whole(name);
          case "bytes_out" -> bytesOut = whole(name);
          case "severity" -> severity = Math.clamp(whole(name), -1, 7);
          case "labels" -> labels();
          case "raw_source" -> rawSource = text(name);
          default -> parser.skipChildren();
        }
      }
      return finished(needed("time", time), needed("category", category), needed("action", action));
    }

    private AccessEvent finished(long at, Category area, String what) {
      AccessEvent read = with(id == null ? "" : id, at, area, what);
      return read.id().isEmpty() ? with(EventHash.idOf(read), at, area, what) : read;
    }

    private AccessEvent with(String eventId, long at, Category area, String what) {
      return new AccessEvent(
          eventId,
          at,
          tenant == null ? DEFAULT_TENANT : tenant,
          area,
          what,
          outcome,
          principal,
          session,
          device,
          source,
          destination,
          client,
          auth,
          resource,
          target,
          bytesIn,
          bytesOut,
          severity,
          labels,
          rawSource);
    }

    private void principal() throws IOException, EventFormatException {
      if (!object("principal")) {
        return;
      }
      SubjectType type = SubjectType.USER;
      String who = null;
      String shown = null;
      while (member() instanceof String name) {
        switch (name) {
          case "type" -> type = text(name) instanceof String s ? SubjectType.of(s) : type;
          case "id" -> who = text(name);
          case "name" -> shown = text(name);
          default -> parser.skipChildren();
        }
      }
      String known = who == null ? shown : who;
      principal = known == null ? null : new AccessEvent.Principal(type, known, shown);
    }

    private void device() throws IOException, EventFormatException {
      if (!object("device")) {
        return;
      }
      String what = null;
      String shown = null;
      while (member() instanceof String name) {
        switch (name) {
          case "id" -> what = text(name);
          case "name" -> shown = text(name);
          default -> parser.skipChildren();
        }
      }
      String known = what == null ? shown : what;
      device = known == null ? null : new AccessEvent.Device(known, shown);
    }

    private void source() throws IOException, EventFormatException {
      if (!object("source")) {
        return;
      }
      String ip = null;
      long port = 0;
      String country = null;
      long asn = 0;
      String city = null;
      double lat = Double.NaN;
      double lon = Double.NaN;
      while (member() instanceof String name) {
        switch (name) {
          case "ip" -> ip = text(name);
          case "port" -> port = whole(name);
          case "country" -> country = text(name);
          case "asn" -> asn = whole(name);
          case "city" -> city = text(name);
          case "lat" -> lat = real(name);
          case "lon" -> lon = real(name);
          default -> parser.skipChildren();
        }
      }
      source =
          new AccessEvent.Endpoint(ip, Math.clamp(port, -1, 65_536), country, asn, city, lat, lon);
    }

    private void destination() throws IOException, EventFormatException {
      if (!object("destination")) {
        return;
      }
      String ip = null;
      long port = 0;
      String domain = null;
      while (member() instanceof String name) {
        switch (name) {
          case "ip" -> ip = text(name);
          case "port" -> port = whole(name);
          case "domain" -> domain = text(name);
          default -> parser.skipChildren();
        }
      }
      destination = new AccessEvent.Destination(ip, Math.clamp(port, -1, 65_536), domain);
    }

    private void client() throws IOException, EventFormatException {
      if (!object("client")) {
        return;
      }
      String userAgent = null;
      String app = null;
      while (member() instanceof String name) {
        switch (name) {
          case "user_agent" -> userAgent = text(name);
          case "app" -> app = text(name);
          default -> parser.skipChildren();
        }
      }
      client = new AccessEvent.Client(userAgent, app);
    }

    private void auth() throws IOException, EventFormatException {
      if (!object("auth")) {
        return;
      }
      String method = null;
      Boolean mfa = null;
      String acr = null;
      while (member() instanceof String name) {
        switch (name) {
          case "method" -> method = text(name);
          case "mfa" -> mfa = flag(name);
          case "acr" -> acr = text(name);
          default -> parser.skipChildren();
        }
      }
      auth = new AccessEvent.Auth(method, mfa, acr);
    }

    private void resource() throws IOException, EventFormatException {
      if (!object("resource")) {
        return;
      }
      String type = null;
      String what = null;
      String sensitivity = null;
      while (member() instanceof String name) {
        switch (name) {
          case "type" -> type = text(name);
          case "id" -> what = text(name);
          case "sensitivity" -> sensitivity = text(name);
          default -> parser.skipChildren();
        }
      }
      resource = what == null ? null : new AccessEvent.Resource(type, what, sensitivity);
    }

    private void target() throws IOException, EventFormatException {
      if (!object("target")) {
        return;
      }
      String type = null;
      String what = null;
      while (member() instanceof String name) {
        switch (name) {
          case "type" -> type = text(name);
          case "id" -> what = text(name);
          default -> parser.skipChildren();
        }
      }
      target = what == null ? null : new AccessEvent.Target(type, what);
    }

    private void labels() throws IOException, EventFormatException {
      if (!object("labels")) {
        return;
      }
      while (member() instanceof String name) {
        String value = text("labels." + name);
        if (value != null) {
          labels.put(name, value);
        }
      }
    }

    /** The next member's name, with the parser standing on its value; null at the object's end. */
    private @Nullable String member() throws IOException {
      if (parser.nextToken() == JsonToken.END_OBJECT) {
        return null;
      }
      String name = parser.currentName();
      parser.nextToken();
      return name;
    }

    private boolean object(String name) throws EventFormatException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return false;
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw wrong(name, "an object");
      }
      return true;
    }

    private @Nullable String text(String name) throws IOException, EventFormatException {
      return switch (parser.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
            parser.getText();
        default -> throw wrong(name, "text");
      };
    }

    private long whole(String name) throws IOException, EventFormatException {
      return switch (parser.currentToken()) {
        case VALUE_NULL -> 0;
        case VALUE_NUMBER_INT -> parser.getLongValue();
        default -> throw wrong(name, "a whole number");
      };
    }

    private double real(String name) throws IOException, EventFormatException {
      return switch (parser.currentToken()) {
        case VALUE_NULL -> Double.NaN;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
        default -> throw wrong(name, "a number");
      };
    }

    private @Nullable Boolean flag(String name) throws IOException, EventFormatException {
      return switch (parser.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_TRUE -> Boolean.TRUE;
        case VALUE_FALSE -> Boolean.FALSE;
        default -> throw wrong(name, "true or false");
      };
    }

    private long time() throws IOException, EventFormatException {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getLongValue();
      }
      String text = text("time");
      if (text == null) {
        throw new EventFormatException("time is missing");
      }
      try {
        return timeMillis(text);
      } catch (DateTimeException e) {
        throw new EventFormatException(
            "time \"%s\" is neither ISO 8601 with a zone nor epoch milliseconds"
                .formatted(Text.excerpt(text)),
            e);
      }
    }

    private EventFormatException wrong(String name, String expected) {
      return new EventFormatException(
          "%s is not %s but %s".formatted(Text.excerpt(name), expected, parser.currentToken()));
    }

    private static <T> T needed(String name, @Nullable T value) throws EventFormatException {
      if (value == null) {
        throw new EventFormatException(name + " is missing");
      }
      return value;
    }
  }
}
