package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** An event as a flat table: the JSON names with dots, and the values as text. */
public final class EventFields {
  private static final JsonFactory JSON = new JsonFactory();

  private EventFields() {}

  /** The fields that the event has, such as {@code source.ip} and {@code labels.pid}. */
  public static Map<String, String> of(AccessEvent event) {
    var fields = new TreeMap<String, String>();
    try (JsonParser parser = JSON.createParser(EventJson.canonical(event))) {
      parser.nextToken();
      collect(parser, "", fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }

  private static void collect(JsonParser parser, String prefix, Map<String, String> fields)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = prefix + parser.currentName();
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        collect(parser, name + ".", fields);
      } else {
        fields.put(name, parser.getText());
      }
    }
  }
}
