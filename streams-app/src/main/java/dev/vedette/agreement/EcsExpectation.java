package dev.vedette.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a document of the Elastic Common Schema says of its record. */
final class EcsExpectation {
  private static final List<String> SPELLINGS = List.of("email", "name", "full_name", "id");
  private static final Set<String> NOBODY = Set.of("", "-", "n/a", "null");

  private EcsExpectation() {}

  /** Reads the fields that are compared, and no others. */
  static Expected of(JsonNode document) {
    JsonNode event = document.path("event");
    return new Expected(
        time(document.path("@timestamp"), event.path("start")),
        actor(document),
        document.path("user").has("target"),
        source(document),
        outcome(event.path("outcome"), document.path("action").path("outcome")),
        texts(event.path("category")));
  }

  private static @Nullable Instant time(JsonNode... candidates) {
    for (JsonNode candidate : candidates) {
      if (candidate.isTextual()) {
        try {
          return Instant.parse(candidate.asText());
        } catch (DateTimeParseException e) {
          throw new IllegalStateException("an expected time is none: " + candidate, e);
        }
      }
    }
    return null;
  }

  /** {@code user} is who acted; where it is not given, {@code source.user}. */
  private static List<String> actor(JsonNode document) {
    List<String> user = spellings(document.path("user"));
    return user.isEmpty() ? spellings(document.path("source").path("user")) : user;
  }

  private static List<String> spellings(JsonNode user) {
    var spellings = new ArrayList<String>();
    for (String name : SPELLINGS) {
      spellings.addAll(texts(user.path(name)));
    }
    return spellings;
  }

  private static @Nullable String source(JsonNode document) {
    for (JsonNode candidate :
        List.of(
            document.path("source").path("ip"),
            document.path("client").path("ip"),
            document.path("source").path("address"))) {
      for (String text : texts(candidate)) {
        if (Vocabulary.isAddress(text)) {
          return text;
        }
      }
    }
    return null;
  }

  private static @Nullable String outcome(JsonNode... candidates) {
    for (JsonNode candidate : candidates) {
      for (String text : texts(candidate)) {
        return text;
      }
    }
    return null;
  }

  /** The values of a member that is a text, a number or a list of these. */
  static List<String> texts(JsonNode node) {
    var texts = new ArrayList<String>();
    for (JsonNode value : node.isArray() ? node : List.of(node)) {
      String text = value.isValueNode() ? value.asText().strip() : "";
      if (!NOBODY.contains(text.toLowerCase(Locale.ROOT))) {
        texts.add(text);
      }
    }
    return texts;
  }
}
