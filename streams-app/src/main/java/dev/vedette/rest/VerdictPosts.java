package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.vedette.events.EventHash;
import dev.vedette.events.Subject;
import dev.vedette.json.Json;
import dev.vedette.risk.Verdict;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Takes a verdict: one JSON object in, and an answer when the broker has it. */
final class VerdictPosts {
  /** Where they are posted. */
  static final String PATH = "/v1/tenants/{tenant}/verdicts";

  private static final int MAX_BODY = 64 * 1024;
  private static final Set<String> TEXTS =
      Set.of("id", "verdict", "detector", "window", "until", "by", "note");

  private final VerdictSink sink;
  private final InstantSource clock;
  private final Room room;
  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  VerdictPosts(VerdictSink sink, InstantSource clock, Room room) {
    this.sink = sink;
    this.clock = clock;
    this.room = room;
  }

  void take(Context context) {
    String tenant = new Asked(context, Set.of()).tenant();
    Verdict verdict;
    try (Room.Body body = room.readJson(context, MAX_BODY)) {
      verdict = verdict(tenant, body.bytes());
    }
    try {
      sink.put(verdict);
    } catch (IOException e) {
      throw new ProblemException(Problem.inboxUnavailable());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.inboxUnavailable());
    }
    context.contentType("application/json").result(answer(verdict));
  }

  private Verdict verdict(String tenant, byte[] body) {
    var texts = new HashMap<String, String>();
    var subjects = new HashMap<String, Map<String, String>>();
    read(body, texts, subjects);
    Instant now = clock.instant();
    Subject subject = subject(tenant, subjects);
    Long window = texts.containsKey("window") ? instant(texts, "window") : null;
    // A verdict on one window needs no end: it means that window.
    long until =
        texts.containsKey("until") || window == null ? instant(texts, "until") : window + 1;
    String id = texts.get("id");
    try {
      return new Verdict(
          id == null ? madeId(body, now) : id,
          subject,
          kind(texts.getOrDefault("verdict", "")),
          texts.get("detector"),
          window,
          until,
          now.toEpochMilli(),
          texts.getOrDefault("by", ""),
          texts.getOrDefault("note", ""));
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage() + ".");
    }
  }

  private static String madeId(byte[] body, Instant now) {
    String said = new String(body, UTF_8) + now;
    return EventHash.of(said.getBytes(UTF_8)).hex();
  }

  private void read(
      byte[] body, Map<String, String> texts, Map<String, Map<String, String>> subjects) {
    try (JsonParser json = factory.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw bad("A verdict is one JSON object.");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (TEXTS.contains(name)) {
          texts.put(name, NamedSubject.text(name, json));
        } else if (name.equals("subject") || name.equals("owner")) {
          subjects.put(name, NamedSubject.parts(name, json));
        } else {
          throw bad("A verdict has no such member; see /openapi.yaml.");
        }
      }
      if (json.nextToken() != null) {
        throw bad("There is more behind the verdict.");
      }
    } catch (IOException e) {
      throw bad("The body is not JSON.");
    }
  }

  private static Subject subject(String tenant, Map<String, Map<String, String>> subjects) {
    Map<String, String> named = subjects.get("subject");
    if (named == null) {
      throw bad("\"subject\" is missing.");
    }
    return NamedSubject.subject(tenant, named, subjects.get("owner"));
  }

  private static Verdict.Kind kind(String name) {
    for (Verdict.Kind kind : Verdict.Kind.values()) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "\"verdict\" is true_positive, false_positive or benign_expected");
  }

  private static long instant(Map<String, String> texts, String name) {
    try {
      return Instant.parse(texts.getOrDefault(name, "")).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw bad("\"%s\" is an instant such as 2026-11-22T09:30:00Z.".formatted(name));
    }
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }

  private static byte[] answer(Verdict verdict) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("id", verdict.id());
      Json.time("at", verdict.atMillis(), json);
      Json.time("until", verdict.untilMillis(), json);
      json.writeEndObject();
    });
  }
}
