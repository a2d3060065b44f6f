package dev.vedette.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vedette.events.AccessEvent;
import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import dev.vedette.replay.input.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels in a column of the input itself: of CSV with a header, or a member of JSON objects. Read
 * from the lines a second time, so that no mapping needs to let them into an event. A value that is
 * empty or {@code -} is no label.
 */
final class LabelColumn implements Labels {
  private static final JsonFactory JSON = new JsonFactory();

  private final InputReader reader;
  private final String column;
  private final Map<String, Label> interned = new HashMap<>();
  private String origin = "";
  private int part = -1;
  private int at = -1;
  private @Nullable Label current;

  LabelColumn(List<Input> inputs, String column) throws IOException {
    if (inputs.stream().anyMatch(input -> input.kind() == Input.Kind.STDIN)) {
      throw new IOException(
          "standard input cannot be read twice: labels in a column need a file as input");
    }
    this.reader = new InputReader(inputs, InputStream.nullInputStream());
    this.column = column;
  }

  @Override
  public @Nullable Label of(String recordOrigin, AccessEvent event) throws IOException {
    int bracket = recordOrigin.endsWith("]") ? recordOrigin.lastIndexOf('[') : -1;
    String lineOrigin = bracket < 0 ? recordOrigin : recordOrigin.substring(0, bracket);
    while (!origin.equals(lineOrigin)) {
      if (!reader.hasNext()) {
        throw new IOException(
            "the input changed while it was read: %s is not there any more".formatted(lineOrigin));
      }
      read(reader.next());
    }
    return current;
  }

  private void read(Line line) throws IOException {
    origin = line.origin();
    String text = new String(line.bytes(), StandardCharsets.UTF_8);
    String value;
    if (text.startsWith("{")) {
      value = member(text);
    } else {
      List<String> values = CsvLine.split(text);
      if (line.part() != part) {
        part = line.part();
        at = values.stream().map(String::strip).toList().indexOf(column);
        if (at < 0) {
          throw new IOException(
              "%s: there is no column \"%s\" to take labels from, there are %s"
                  .formatted(origin, column, values));
        }
      }
      value = at < values.size() ? values.get(at) : "";
    }
    current =
        value.isEmpty() || value.equals("-")
            ? null
            : interned.computeIfAbsent(value, name -> new Label(name, ""));
  }

  private String member(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(column);
        JsonToken value = parser.nextToken();
        if (found) {
          return value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : "";
        }
        parser.skipChildren();
      }
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
