package dev.vedette.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which format reads which records of the measured data: the resource {@code sources.yaml} beside
 * this class. What it does not name is claimed by no format.
 */
final class SourceTable {
  private final Map<String, Stream> logTypes;
  private final Map<String, Stream> intakes;
  private final Map<String, Stream> pairs;

  private SourceTable(
      Map<String, Stream> logTypes, Map<String, Stream> intakes, Map<String, Stream> pairs) {
    this.logTypes = logTypes;
    this.intakes = intakes;
    this.pairs = pairs;
  }

  /** The table that ships. */
  static SourceTable load() {
    JsonNode tree = resource("sources.yaml");
    return new SourceTable(
        streams(tree.path("log_types")),
        streams(tree.path("intakes")),
        streams(tree.path("ocsf_pairs")));
  }

  /** Reads a YAML resource of this package. */
  static JsonNode resource(String name) {
    try (InputStream in = SourceTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left out agreement/" + name);
      }
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Stream> streams(JsonNode node) {
    var streams = new LinkedHashMap<String, Stream>();
    node.properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          JsonNode format = value.isObject() ? value.path("format") : value;
          streams.put(
              entry.getKey(),
              new Stream(EcsExpectation.texts(format), text(value, "syslog"), text(value, "time")));
        });
    return streams;
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null ? null : value.asText();
  }

  /** How a log type of Panther's is read; null if no format claims it. */
  @Nullable Stream logType(String name) {
    return logTypes.get(name);
  }

  /** How an intake format of Sekoia's is read; null if no format claims it. */
  @Nullable Stream intake(String name) {
    return intakes.get(name);
  }

  /** How the raw side of an OCSF pair is read, by its path below {@code mappings}; null if none. */
  @Nullable Stream pair(String path) {
    for (Map.Entry<String, Stream> entry : pairs.entrySet()) {
      if (FileSystems.getDefault()
          .getPathMatcher("glob:" + entry.getKey())
          .matches(Path.of(path))) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** All formats that the table names. */
  Set<String> formats() {
    var names = new TreeSet<String>();
    logTypes.values().forEach(s -> names.addAll(s.formats()));
    intakes.values().forEach(s -> names.addAll(s.formats()));
    pairs.values().forEach(s -> names.addAll(s.formats()));
    return names;
  }
}
