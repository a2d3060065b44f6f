package dev.vedette.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event of the Open Cybersecurity Schema Framework says of its record. */
final class OcsfExpectation {
  private static final int AUTHENTICATION = 3002;
  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  /** Epoch numbers below this are seconds; as milliseconds they would lie before 1973. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  private static final List<String> SPELLINGS =
      List.of("email_addr", "name", "full_name", "uid", "uid_alt", "uuid");

  private OcsfExpectation() {}

  /** Reads the fields that are compared, and no others. */
  static Expected of(JsonNode event) {
    return new Expected(
        time(event.path("time")),
        actor(event),
        event.has("user"),
        source(event),
        outcome(event),
        List.of());
  }

  private static @Nullable Instant time(JsonNode time) {
    if (!time.canConvertToLong()) {
      return null;
    }
    long value = time.asLong();
    return value < MILLIS_FROM ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
  }

  /** {@code actor.user}; of a sign-in that has none, who signs in. */
  private static List<String> actor(JsonNode event) {
    List<String> actor = spellings(event.path("actor").path("user"));
    return actor.isEmpty() && event.path("class_uid").asInt() == AUTHENTICATION
        ? spellings(event.path("user"))
        : actor;
  }

  private static List<String> spellings(JsonNode user) {
    var spellings = new ArrayList<String>();
    for (String name : SPELLINGS) {
      spellings.addAll(EcsExpectation.texts(user.path(name)));
    }
    return spellings;
  }

  private static @Nullable String source(JsonNode event) {
    String ip = event.path("src_endpoint").path("ip").asText();
    return Vocabulary.isAddress(ip) ? ip : null;
  }

  /** By the number; where that is neither, by the word. Other words say no outcome. */
  private static @Nullable String outcome(JsonNode event) {
    int number = event.path("status_id").asInt();
    String word = event.path("status").asText();
    if (number == SUCCESS || word.equalsIgnoreCase("success")) {
      return "success";
    }
    return number == FAILURE || word.equalsIgnoreCase("failure") ? "failure" : null;
  }
}
