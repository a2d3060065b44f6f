package dev.vedette.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Events as JSON, one object each.
 *
 * <p>{@code id, time, tenant, category, action, outcome, principal{type,id,name}, session,
 * device{id,name}, source{ip,port,country,asn,city,lat,lon}, destination{ip,port,domain},
 * client{user_agent,app}, auth{method,mfa,acr}, resource{type,id,sensitivity}, target{type,id},
 * bytes_in, bytes_out, severity, labels{…}, raw_source}. Needed: {@code time} (ISO 8601 with zone,
 * or epoch milliseconds), {@code category}, {@code action}. Without {@code id} one is made of the
 * content; without {@code tenant} it is {@link AccessEvent#DEFAULT_TENANT}. Members that are not
 * named here are skipped.
 */
public final class EventJson {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxDocumentLength(1 << 20)
                  .maxStringLength(1 << 18)
                  .maxNumberLength(64)
                  .build())
          .build();

  private EventJson() {}

  /**
   * Reads one event from UTF-8 JSON of at most 1 MiB, 32 levels deep.
   *
   * @throws EventFormatException saying what is wrong and where
   */
  public static AccessEvent read(byte[] utf8) throws EventFormatException {
    try (JsonParser parser = JSON.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new EventFormatException("not a JSON object");
      }
      AccessEvent event = new EventReader(parser).event();
      if (parser.nextToken() != null) {
        throw new EventFormatException("text after the JSON object");
      }
      return event;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new EventFormatException(
          "malformed JSON at byte %d: %s"
              .formatted(at == null ? 0 : at.getByteOffset(), Text.excerpt(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new EventFormatException(
          "malformed JSON: " + Text.excerpt(String.valueOf(e.getMessage())), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new EventFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The event as one line of JSON without a line end; absent parts are left out. */
  public static byte[] canonical(AccessEvent event) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(event, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the event as an object. The order of members is fixed, so the text is canonical. */
  public static void write(AccessEvent event, JsonGenerator json) throws IOException {
    new EventWriter(json).write(event);
  }

  /**
   * Reads a time as events carry it.
   *
   * @param text ISO 8601 with a zone, such as {@code 2026-05-04T07:30:00Z}
   * @throws DateTimeException if it is not that
   */
  public static long timeMillis(String text) {
    return text.endsWith("Z")
        ? Instant.parse(text).toEpochMilli()
        : OffsetDateTime.parse(text).toInstant().toEpochMilli();
  }
}
