package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What became of a line, as one line of JSON: {@code {"event":{…}}}, {@code {"ignored":{"rule":…}}}
 * or {@code {"deadLetter":{"reason":…,"detail":…,"origin":…,"raw":…}}}.
 *
 * <p>{@code raw} is at most 16 KiB of the line. If its bytes are not UTF-8 they are shown with
 * replacement characters, and {@code rawBase64} has them as they are.
 */
public final class NormalizedJson {
  private static final JsonFactory JSON = new JsonFactory();

  private NormalizedJson() {}

  /**
   * Writes one outcome.
   *
   * @param origin where the line stands, {@code file:line}
   * @param raw the line, or the first part of it
   * @return UTF-8 without a line end
   */
  public static byte[] line(Normalized normalized, String origin, byte[] raw) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      switch (normalized) {
        case Normalized.Event(AccessEvent event) -> {
          json.writeFieldName("event");
          EventJson.write(event, json);
        }
        case Normalized.Ignored(String rule) -> {
          json.writeObjectFieldStart("ignored");
          json.writeStringField("rule", rule);
          json.writeEndObject();
        }
        case Normalized.Dead(String reason, String detail) -> {
          json.writeObjectFieldStart("deadLetter");
          json.writeStringField("reason", reason);
          json.writeStringField("detail", detail);
          json.writeStringField("origin", origin);
          raw(json, Arrays.copyOf(raw, Math.min(raw.length, DeadLetter.MAX_RAW_BYTES)));
          json.writeEndObject();
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void raw(JsonGenerator json, byte[] raw) throws IOException {
    json.writeStringField("raw", new String(raw, StandardCharsets.UTF_8));
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
    } catch (CharacterCodingException e) {
      json.writeStringField("rawBase64", Base64.getEncoder().encodeToString(raw));
    }
  }
}
