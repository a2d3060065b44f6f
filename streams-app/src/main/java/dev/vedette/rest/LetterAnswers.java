package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.DeadLetter;
import dev.vedette.json.Json;
import dev.vedette.rest.letters.DeadLetters.Letter;
import dev.vedette.rest.letters.DeadLetters.Page;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The JSON of dead letters: in a list without their raw bytes. */
final class LetterAnswers {
  private LetterAnswers() {}

  static byte[] list(Instant asOf, Page page, @Nullable String next) {
    return Json.bytes(json -> {
      json.writeStartObject();
      Json.time("asOf", asOf.toEpochMilli(), json);
      json.writeArrayFieldStart("letters");
      for (Letter letter : page.letters()) {
        json.writeStartObject();
        members(letter, json);
        json.writeEndObject();
      }
      json.writeEndArray();
      SubjectAnswers.next(next, json);
      json.writeEndObject();
    });
  }

  static byte[] one(Instant asOf, Letter letter) {
    return Json.bytes(json -> {
      json.writeStartObject();
      Json.time("asOf", asOf.toEpochMilli(), json);
      json.writeObjectFieldStart("letter");
      members(letter, json);
      Json.raw(letter.letter().raw(), json);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  static byte[] replayed(Instant asOf, Letter letter, String topic) {
    return Json.bytes(json -> {
      json.writeStartObject();
      Json.time("asOf", asOf.toEpochMilli(), json);
      json.writeNumberField("partition", letter.partition());
      json.writeNumberField("offset", letter.offset());
      json.writeStringField("topic", topic);
      json.writeEndObject();
    });
  }

  private static void members(Letter found, JsonGenerator json) throws IOException {
    DeadLetter letter = found.letter();
    json.writeNumberField("partition", found.partition());
    json.writeNumberField("offset", found.offset());
    Json.time("at", letter.receivedMillis(), json);
    json.writeStringField("reason", letter.reason());
    json.writeStringField("detail", letter.detail());
    json.writeStringField("source", letter.source());
    json.writeStringField("origin", letter.origin());
    if (letter.tenant() == null) {
      json.writeNullField("tenant");
    } else {
      json.writeStringField("tenant", letter.tenant());
    }
    json.writeNumberField("rawLength", letter.rawLength());
  }
}
