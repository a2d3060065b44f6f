package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a request got no answer, as RFC 9457 has it.
 *
 * @param name the last part of its type, such as {@code unknown-subject}
 * @param title what kind of problem, the same for all of its type
 * @param status the HTTP status
 * @param detail what is wrong with this request
 * @param retryAfterSeconds when it may be worth to ask again
 * @param owners whose sessions an ambiguous id names; else empty
 * @param unknown where a subject was looked for that is unknown; null of other problems
 */
record Problem(
    String name,
    String title,
    int status,
    String detail,
    OptionalInt retryAfterSeconds,
    List<String> owners,
    @Nullable Unknown unknown) {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final String TYPE = "urn:vedette:problem:";

  static Problem badRequest(String detail) {
    return of("bad-request", "The request is malformed", 400, detail);
  }

  static Problem unauthorized() {
    return of(
        "unauthorized",
        "A valid token is needed",
        401,
        "Send the header \"Authorization: Bearer <token>\" with the token of this service.");
  }

  static Problem forbidden() {
    return of(
        "forbidden",
        "The caller may not do this",
        403,
        "It lacks the role for it, or may not see this tenant's data.");
  }

  static Problem foreignLine(int line) {
    return of(
        "forbidden",
        "The caller may not do this",
        403,
        "Line %d is of a tenant that is not the caller's; nothing was taken.".formatted(line));
  }

  static Problem notAPeer() {
    return of(
        "forbidden",
        "The caller may not do this",
        403,
        "It says that another instance handed it on, and is not signed by one now.");
  }

  static Problem notFound() {
    return of("not-found", "There is nothing here", 404, "See /openapi.yaml for what there is.");
  }

  static Problem unknownSubject(Unknown unknown) {
    return new Problem(
        "unknown-subject",
        "The subject is unknown",
        404,
        "Nothing was ever seen of this subject, or so long ago that it was forgotten.",
        OptionalInt.empty(),
        List.of(),
        unknown);
  }

  static Problem unknown(String detail) {
    return of("unknown-item", "There is no such thing", 404, detail);
  }

  static Problem notReplayable(String detail) {
    return of("not-replayable", "The dead letter cannot go back", 409, detail);
  }

  static Problem methodNotAllowed(String allowed) {
    return of(
        "method-not-allowed",
        "The method is not allowed",
        405,
        "Allowed here: %s.".formatted(allowed));
  }

  static Problem tooSlow() {
    return of(
        "request-timeout",
        "The request comes too slowly",
        408,
        "The body did not come in time; nothing was taken.");
  }

  static Problem tooLarge(String detail) {
    return of("content-too-large", "The content is too large", 413, detail);
  }

  static Problem unsupportedMedia(String detail) {
    return of("unsupported-media-type", "The content is of another type", 415, detail);
  }

  static Problem tooManyRequests() {
    return tooManyRequests(
        "As much as may be is being taken already; nothing of this was. Send it again.");
  }

  static Problem tooManyRequests(String detail) {
    return new Problem(
        "too-many-requests",
        "Too much is under way",
        429,
        detail,
        OptionalInt.of(1),
        List.of(),
        null);
  }

  static Problem inboxUnavailable() {
    return unavailable(
        "inbox-unavailable",
        "The log does not take events now",
        "Not all was acknowledged in time. Send it again: what is there already counts once.",
        5);
  }

  static Problem topicUnavailable() {
    return unavailable(
        "topic-unavailable",
        "The broker does not answer now",
        "The topic could not be read or written in time.",
        5);
  }

  static Problem ambiguousSession(List<String> owners) {
    return new Problem(
        "ambiguous-session",
        "The session has several owners",
        409,
        "Name one of them with ?owner=type:id, or nobody's session with an empty owner.",
        OptionalInt.empty(),
        List.copyOf(owners),
        null);
  }

  static Problem misdirected() {
    return of(
        "misdirected-request",
        "The host is another one",
        421,
        "Without a token this service answers on a loopback address only.");
  }

  static Problem internal() {
    return of("internal-error", "The service failed", 500, "The failure has been logged.");
  }

  static Problem storesUnavailable(String detail) {
    return unavailable("stores-unavailable", "The state cannot be read now", detail, 1);
  }

  static Problem issuerUnavailable(String detail) {
    return unavailable("issuer-unavailable", "The OpenID provider cannot be asked now", detail, 5);
  }

  static Problem signInRefused(String why) {
    return of(
        "sign-in-refused",
        "The OpenID provider gives no token",
        400,
        "The OpenID provider refuses: %s.".formatted(why));
  }

  static Problem notReady(String state) {
    return unavailable(
        "not-ready", "The pipeline does not run", "The pipeline is " + state + ".", 5);
  }

  /** A problem that has no type of its own. */
  static Problem other(int status, String title) {
    return of("http-" + status, title, status, title);
  }

  private static Problem of(String name, String title, int status, String detail) {
    return new Problem(name, title, status, detail, OptionalInt.empty(), List.of(), null);
  }

  private static Problem unavailable(String name, String title, String detail, int seconds) {
    return new Problem(name, title, 503, detail, OptionalInt.of(seconds), List.of(), null);
  }

  /**
   * As JSON.
   *
   * @param instance the path that was asked, percent-encoded; null if it is not a path
   * @param requestId by which the request is found again
   */
  byte[] toJson(@Nullable String instance, String requestId) {
    return Json.bytes(json -> write(json, instance, requestId));
  }

  private void write(JsonGenerator json, @Nullable String instance, String requestId)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", TYPE + name);
    json.writeStringField("title", title);
    json.writeNumberField("status", status);
    json.writeStringField("detail", detail);
    if (instance != null) {
      json.writeStringField("instance", instance);
    }
    json.writeStringField("requestId", requestId);
    if (!owners.isEmpty()) {
      json.writeArrayFieldStart("owners");
      for (String owner : owners) {
        json.writeString(owner);
      }
      json.writeEndArray();
    }
    if (unknown != null) {
      unknown.write(json);
    }
    json.writeEndObject();
  }
}
