package dev.vedette.events;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes events as {@link EventJson} describes them. What is absent, zero or empty is left out. */
final class EventWriter {
  private final JsonGenerator json;

  EventWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Writes one object. Whoever changes the order of members changes every hash. */
  void write(AccessEvent event) throws IOException {
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
      text("name", name);
      json.writeEndObject();
    }
    text("session", event.session());
    if (event.device() instanceof AccessEvent.Device(var id, var name)) {
      json.writeObjectFieldStart("device");
      json.writeStringField("id", id);
      text("name", name);
      json.writeEndObject();
    }
    if (event.source() instanceof AccessEvent.Endpoint source) {
      json.writeObjectFieldStart("source");
      text("ip", source.ip());
      number("port", source.port());
      text("country", source.country());
      number("asn", source.asn());
      text("city", source.city());
      degrees("lat", source.lat());
      degrees("lon", source.lon());
      json.writeEndObject();
    }
    if (event.destination() instanceof AccessEvent.Destination(var ip, var port, var domain)) {
      json.writeObjectFieldStart("destination");
      text("ip", ip);
      number("port", port);
      text("domain", domain);
      json.writeEndObject();
    }
    if (event.client() instanceof AccessEvent.Client(var userAgent, var app)) {
      json.writeObjectFieldStart("client");
      text("user_agent", userAgent);
      text("app", app);
      json.writeEndObject();
    }
    if (event.auth() instanceof AccessEvent.Auth(var method, var mfa, var acr)) {
      json.writeObjectFieldStart("auth");
      text("method", method);
      if (mfa != null) {
        json.writeBooleanField("mfa", mfa);
      }
      text("acr", acr);
      json.writeEndObject();
    }
    if (event.resource() instanceof AccessEvent.Resource(var type, var id, var sensitivity)) {
      json.writeObjectFieldStart("resource");
      text("type", type);
      json.writeStringField("id", id);
      text("sensitivity", sensitivity);
      json.writeEndObject();
    }
    if (event.target() instanceof AccessEvent.Target(var type, var id)) {
      json.writeObjectFieldStart("target");
      text("type", type);
      json.writeStringField("id", id);
      json.writeEndObject();
    }
    number("bytes_in", event.bytesIn());
    number("bytes_out", event.bytesOut());
    number("severity", event.severity());
    if (!event.labels().isEmpty()) {
      json.writeObjectFieldStart("labels");
      for (var label : event.labels().entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
    text("raw_source", event.rawSource());
    json.writeEndObject();
  }

  private void text(String name, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private void number(String name, long value) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  private void degrees(String name, double value) throws IOException {
    if (!Double.isNaN(value)) {
      json.writeNumberField(name, value);
    }
  }
}
