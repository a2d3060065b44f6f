package dev.vedette.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.vedette.events.EventHash;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Verdict;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as JSON: {@code {tenant, at, id, subject{type,id}, owner{type,id}, verdict, detector,
 * window, until, by, note}}. Who posts one leaves out tenant and instant, which are the path's and
 * the clock's. What is wrong is an {@link IllegalArgumentException} that says what, without a full
 * stop and without names of people.
 */
public final class VerdictJson {
  private static final Set<String> POSTED =
      Set.of("id", "verdict", "detector", "window", "until", "by", "note");
  private static final Set<String> PARTS = Set.of("type", "id");
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Set<String> names;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Map<String, String>> subjects = new HashMap<>();

  private VerdictJson(Set<String> names) {
    this.names = names;
  }

  /**
   * A verdict that somebody says now.
   *
   * @param tenant whose subject it is about
   * @param body one JSON object
   * @param by who says it, whatever the body says; null if only the body does
   */
  public static Verdict posted(String tenant, byte[] body, Instant now, @Nullable String by) {
    var read = new VerdictJson(POSTED);
    read.read(body);
    if (by != null) {
      read.texts.put("by", by);
    }
    Subject subject = subject(tenant, read.subjects);
    String id = read.texts.get("id");
    String said = new String(body, UTF_8);
    return read.verdict(subject, id == null ? madeId(said, now) : id, now.toEpochMilli());
  }

  /** A verdict that was said: a line that {@link #write} wrote, or somebody by hand. */
  public static Verdict recorded(String line) {
    var names = new HashSet<>(POSTED);
    names.add("tenant");
    names.add("at");
    var read = new VerdictJson(names);
    read.read(line.getBytes(UTF_8));
    Subject subject = subject(read.texts.getOrDefault("tenant", "default"), read.subjects);
    Instant at = Instant.ofEpochMilli(read.instant("at"));
    String id = read.texts.get("id");
    return read.verdict(subject, id == null ? madeId(line, at) : id, at.toEpochMilli());
  }

  /** Writes a verdict, so that {@link #recorded} reads it. */
  public static void write(Verdict verdict, JsonGenerator json) throws IOException {
    json.writeStartObject();
    Subject subject = verdict.subject();
    json.writeStringField("tenant", subject.tenant());
    Json.time("at", verdict.atMillis(), json);
    json.writeStringField("id", verdict.id());
    json.writeFieldName("subject");
    Json.subject(subject, json);
    Subject owner = subject.owner();
    if (owner != null) {
      json.writeFieldName("owner");
      Json.subject(owner, json);
    }
    json.writeStringField("verdict", verdict.kind().wireName());
    if (verdict.detector() != null) {
      json.writeStringField("detector", verdict.detector());
    }
    if (verdict.windowStartMillis() != null) {
      Json.time("window", verdict.windowStartMillis(), json);
    }
    Json.time("until", verdict.untilMillis(), json);
    json.writeStringField("by", verdict.by());
    json.writeStringField("note", verdict.note());
    json.writeEndObject();
  }

  /** A name for what somebody says at an instant: the same again has the same. */
  public static String madeId(String said, Instant now) {
    return EventHash.of((said + now).getBytes(UTF_8)).hex();
  }

  /** What was found out, by its name. */
  public static Verdict.Kind kind(String name) {
    for (Verdict.Kind kind : Verdict.Kind.values()) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "\"verdict\" is true_positive, false_positive or benign_expected");
  }

  private Verdict verdict(Subject subject, String id, long atMillis) {
    Long window = texts.containsKey("window") ? instant("window") : null;
    // A verdict on one window needs no end: it means that window.
    long until = texts.containsKey("until") || window == null ? instant("until") : window + 1;
    return new Verdict(
        id,
        subject,
        kind(texts.getOrDefault("verdict", "")),
        texts.get("detector"),
        window,
        until,
        atMillis,
        texts.getOrDefault("by", ""),
        texts.getOrDefault("note", ""));
  }

  private void read(byte[] body) {
    try (JsonParser json = FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("A verdict is one JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (names.contains(name)) {
          texts.put(name, text(name, json));
        } else if (name.equals("subject") || name.equals("owner")) {
          subjects.put(name, parts(name, json));
        } else {
          throw new IllegalArgumentException("A verdict has no such member; see /openapi.yaml");
        }
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("There is more behind the verdict");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The body is not JSON", e);
    }
  }

  private static Map<String, String> parts(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("\"%s\" is an object with type and id".formatted(name));
    }
    var parts = new HashMap<String, String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String part = json.currentName();
      json.nextToken();
      if (!PARTS.contains(part)) {
        throw new IllegalArgumentException("\"%s\" is an object with type and id".formatted(name));
      }
      parts.put(part, text(part, json));
    }
    return parts;
  }

  private static String text(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException("\"%s\" is a text".formatted(name));
    }
    return json.getText();
  }

  private static Subject subject(String tenant, Map<String, Map<String, String>> subjects) {
    Map<String, String> named = subjects.get("subject");
    Map<String, String> owner = subjects.get("owner");
    if (named == null) {
      throw new IllegalArgumentException("\"subject\" is missing");
    }
    if (owner == null) {
      return part(tenant, named);
    }
    if (!Objects.equals(named.get("type"), SubjectType.SESSION.wireName())) {
      throw new IllegalArgumentException("Only a session has an owner");
    }
    return Subject.session(part(tenant, owner), part(tenant, named).id());
  }

  private static Subject part(String tenant, Map<String, String> parts) {
    String id = parts.getOrDefault("id", "");
    try {
      if (!id.isEmpty() && id.length() <= Subject.MAX_CHARS) {
        return Subject.of(tenant, SubjectType.of(parts.getOrDefault("type", "")), id);
      }
    } catch (IllegalArgumentException e) {
      // There is no such type: said below.
    }
    throw new IllegalArgumentException(
        "A subject has a type and an id, of 1 to " + Subject.MAX_CHARS + " characters");
  }

  private long instant(String name) {
    try {
      return Instant.parse(texts.getOrDefault(name, "")).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "\"%s\" is an instant such as 2026-11-22T09:30:00Z".formatted(name), e);
    }
  }
}
