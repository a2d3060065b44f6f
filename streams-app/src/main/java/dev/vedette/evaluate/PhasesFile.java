package dev.vedette.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vedette.evaluate.Scenario.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the phases of attacks were: {@code {"network": {"phase": ["2026-05-04T07:30:00Z",
 * "2026-05-04T08:00:00Z"]}}}}.
 */
final class PhasesFile {
  private static final JsonFactory JSON = new JsonFactory();

  private PhasesFile() {}

  /** The phases of each network, by their start. */
  static Map<String, List<Phase>> read(Path file) throws IOException {
    var all = new LinkedHashMap<String, List<Phase>>();
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      expect(parser.nextToken(), JsonToken.START_OBJECT, file);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String network = parser.currentName();
        var phases = new ArrayList<Phase>();
        expect(parser.nextToken(), JsonToken.START_OBJECT, file);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          expect(parser.nextToken(), JsonToken.START_ARRAY, file);
          long start = instant(parser.nextTextValue(), file);
          long end = instant(parser.nextTextValue(), file);
          phases.add(new Phase(name, start, end));
          expect(parser.nextToken(), JsonToken.END_ARRAY, file);
        }
        phases.sort(Comparator.comparingLong(Phase::startMillis));
        all.put(network, List.copyOf(phases));
      }
    }
    return all;
  }

  private static void expect(JsonToken found, JsonToken wanted, Path file) throws IOException {
    if (found != wanted) {
      throw new IOException(
          "%s: phases are {\"network\": {\"phase\": [\"start\", \"end\"]}}, not %s where %s belongs"
              .formatted(file, found, wanted));
    }
  }

  private static long instant(@Nullable String text, Path file) throws IOException {
    try {
      return Instant.parse(text == null ? "" : text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IOException("%s: \"%s\" is no instant of ISO 8601".formatted(file, text), e);
    }
  }
}
