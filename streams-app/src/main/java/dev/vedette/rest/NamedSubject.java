package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Subjects in bodies: {@code {type, id}}, and of a principal's session its owner beside it. */
final class NamedSubject {
  private static final Set<String> PARTS = Set.of("type", "id");

  private NamedSubject() {}

  /** The parts of a subject or owner, at whose first token the parser is. */
  static Map<String, String> parts(String name, JsonParser json) throws IOException {
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

  /** A text, at which the parser is. */
  static String text(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("\"%s\" is a text.".formatted(name));
    }
    return json.getText();
  }

  /** The subject of these parts. */
  static Subject subject(
      String tenant, Map<String, String> named, @Nullable Map<String, String> owner) {
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

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
