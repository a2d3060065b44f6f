package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.vedette.events.EventHash;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.json.Json;
import dev.vedette.risk.Verdict;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a verdict: one JSON object in, and an answer when the broker has it. */
final class VerdictPosts {
  /** Where they are posted. */
  static final String PATH = "/v1/tenants/{tenant}/verdicts";

  private static final int MAX_BODY = 64 * 1024;
  private static final Set<String> TEXTS =
      Set.of("id", "verdict", "detector", "window", "until", "by", "note");
  private static final Set<String> PARTS = Set.of("type", "id");

  private final VerdictSink sink;
  private final InstantSource clock;
  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  VerdictPosts(VerdictSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Whether verdicts are posted to this path. */
  static boolean isAt(String path) {
    return path.matches("/v1/tenants/[^/]+/verdicts");
  }

  void take(Context context) {
    String tenant = new Asked(context, Set.of()).tenant();
    checkType(context.header("Content-Type"));
    Verdict verdict = verdict(tenant, body(context));
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

  private static void checkType(@Nullable String type) {
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!bare.equals("application/json")) {
      throw new ProblemException(Problem.unsupportedMedia("Send a verdict as application/json."));
    }
  }

  private static byte[] body(Context context) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new ProblemException(
            Problem.tooLarge("A verdict has at most %d bytes.".formatted(MAX_BODY)));
      }
      return body;
    } catch (IOException e) {
      throw bad("The body could not be read to its end.");
    }
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
          texts.put(name, text(name, json));
        } else if (name.equals("subject") || name.equals("owner")) {
          subjects.put(name, parts(name, json));
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

  private static Map<String, String> parts(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw bad("\"%s\" is an object with type and id.".formatted(name));
    }
    var parts = new HashMap<String, String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String part = json.currentName();
      json.nextToken();
      if (!PARTS.contains(part)) {
        throw bad("\"%s\" is an object with type and id.".formatted(name));
      }
      parts.put(part, text(part, json));
    }
    return parts;
  }

  private static String text(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("\"%s\" is a text.".formatted(name));
    }
    return json.getText();
  }

  private static Subject subject(String tenant, Map<String, Map<String, String>> subjects) {
    Map<String, String> named = subjects.get("subject");
    Map<String, String> owner = subjects.get("owner");
    if (named == null) {
      throw bad("\"subject\" is missing.");
    }
    try {
      Subject subject = part(tenant, named);
      if (owner == null) {
        return subject;
      }
      if (subject.type() != SubjectType.SESSION) {
        throw bad("Only a session has an owner.");
      }
      return Subject.session(part(tenant, owner), subject.id());
    } catch (IllegalArgumentException e) {
      throw bad("A subject has a type and an id, of 1 to " + Subject.MAX_CHARS + " characters.");
    }
  }

  private static Subject part(String tenant, Map<String, String> parts) {
    String id = parts.getOrDefault("id", "");
    if (id.isEmpty() || id.length() > Subject.MAX_CHARS) {
      throw new IllegalArgumentException("id");
    }
    return Subject.of(tenant, SubjectType.of(parts.getOrDefault("type", "")), id);
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
