package dev.vedette.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Reads one event as {@link EventJson} describes it, in one pass. */
final class EventReader {
  private final JsonParser parser;
  private final EventBuilder event = AccessEvent.builder();

  EventReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the object on whose start the parser stands. */
  AccessEvent event() throws IOException, EventFormatException {
    while (member() instanceof String name) {
      switch (name) {
        case "id" -> event.id(text(name));
        case "time" -> event.timeMillis(time());
        case "tenant" -> event.tenant(text(name));
        case "category" -> event.category(text(name) instanceof String s ? Category.of(s) : null);
        case "action" -> event.action(text(name));
        case "outcome" ->
            event.outcome(text(name) instanceof String s ? Outcome.of(s) : Outcome.UNKNOWN);
        case "principal" -> principal();
        case "session" -> event.session(text(name));
        case "device" -> device();
        case "source" -> source();
        case "destination" -> destination();
        case "client" -> client();
        case "auth" -> auth();
        case "resource" -> resource();
        case "target" -> target();
        case "bytes_in" -> event.bytesIn(whole(name));
        case "bytes_out" -> event.bytesOut(whole(name));
        case "severity" -> event.severity(Math.clamp(whole(name), -1, 7));
        case "labels" -> labels();
        case "raw_source" -> event.rawSource(text(name));
        default -> parser.skipChildren();
      }
    }
    return event.build();
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
    event.principal(known == null ? null : new AccessEvent.Principal(type, known, shown));
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
    event.device(known == null ? null : new AccessEvent.Device(known, shown));
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
    event.source(
        new AccessEvent.Endpoint(ip, Math.clamp(port, -1, 65_536), country, asn, city, lat, lon));
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
    event.destination(new AccessEvent.Destination(ip, Math.clamp(port, -1, 65_536), domain));
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
    event.client(new AccessEvent.Client(userAgent, app));
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
    event.auth(new AccessEvent.Auth(method, mfa, acr));
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
    event.resource(what == null ? null : new AccessEvent.Resource(type, what, sensitivity));
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
    event.target(what == null ? null : new AccessEvent.Target(type, what));
  }

  private void labels() throws IOException, EventFormatException {
    if (!object("labels")) {
      return;
    }
    while (member() instanceof String name) {
      String value = text("labels." + name);
      if (value != null) {
        event.label(name, value);
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
      return EventJson.timeMillis(text);
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
}
