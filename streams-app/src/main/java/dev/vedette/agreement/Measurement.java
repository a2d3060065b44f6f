package dev.vedette.agreement;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.sources.DeadReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of others that lies in a folder and compares what the formats make of it: which
 * records are read at all, and whether they say what experts say that they do. Nothing of the data
 * is kept in the product; {@code docs/agreement.md} says how each figure comes about.
 */
public final class Measurement {
  private static final String RULE_TESTS = "panther_rule_tests/panther_tests.jsonl.gz";
  private static final String DETONATIONS = "aws_stratus_datadog/docs/detonation-logs";
  private static final String INTAKES = "sekoia_intake_pairs/pairs_dev.jsonl.gz";
  private static final String OCSF = "ocsf_pairs/mappings";
  private static final String DEFAULT_TIME = "2024-01-01T00:00:00Z";

  /** What an author put for the time, such as "redacted": no digit in it. */
  private static final Pattern PLACEHOLDER = Pattern.compile("time \"[^0-9\"]*\"");

  /** Some of the experts' files have a comma too many. */
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader();

  private final SourceTable sources = SourceTable.load();
  private final Vocabulary vocabulary = Vocabulary.load();
  private final Path data;
  private final Reader reader;

  /**
   * Measures what lies in a folder.
   *
   * @param data the folder
   * @param format the one format to measure; null for all
   */
  public Measurement(Path data, @Nullable String format) {
    this.data = data;
    this.reader = new Reader(format);
  }

  /**
   * Whether every record of the rule tests is accounted for; null if they are not in the folder.
   */
  public @Nullable Accounting ruleTests() throws IOException {
    if (!Files.exists(data.resolve(RULE_TESTS))) {
      return null;
    }
    var accounting = new Accounting();
    int number = 0;
    for (JsonNode test : lines(data.resolve(RULE_TESTS))) {
      number++;
      String type = logType(test);
      account(accounting, type, sources.logType(type), "panther " + number, test.path("log"));
    }
    return accounting;
  }

  /** Panther's own mark if the record has it; else the first type that the rule is for. */
  private static String logType(JsonNode test) {
    String marked = test.path("log").path("p_log_type").asText();
    for (JsonNode type : test.path("logTypes")) {
      if (type.asText().equals(marked)) {
        return marked;
      }
    }
    return test.path("logTypes").path(0).asText();
  }

  /** Whether every record of the detonations is; null if they are not in the folder. */
  public @Nullable Accounting detonations() throws IOException {
    if (!Files.exists(data.resolve(DETONATIONS))) {
      return null;
    }
    var accounting = new Accounting();
    for (Path file : files(data.resolve(DETONATIONS), ".json")) {
      int number = 0;
      for (JsonNode record : JSON.readTree(Files.readAllBytes(file))) {
        number++;
        account(
            accounting,
            "AWS.CloudTrail",
            sources.logType("AWS.CloudTrail"),
            file.getFileName() + " " + number,
            record);
      }
    }
    return accounting;
  }

  private void account(
      Accounting accounting, String kind, @Nullable Stream stream, String origin, JsonNode record) {
    if (reader.leavesOut(stream)) {
      return;
    }
    if (stream == null || !reader.claims(stream)) {
      accounting.notClaimed(kind);
      return;
    }
    Reading reading = reader.read(stream, List.of(bytes(record)));
    accounting.add(
        kind,
        String.join(", ", reader.formats(stream)),
        origin,
        reading,
        completed(stream, record, reading));
  }

  /** What becomes of a record that lacks nothing but its time, which its author cut off. */
  private @Nullable Reading completed(Stream stream, JsonNode record, Reading reading) {
    if (stream.time() == null
        || !(record instanceof ObjectNode object)
        || !(reading instanceof Reading.Dead(String reason, String detail))
        || !lacksTime(reason, detail)) {
      return null;
    }
    ObjectNode whole = object.deepCopy();
    String time = object.path("p_event_time").asText();
    ObjectNode at = whole;
    String[] path = stream.time().split("\\.", -1);
    for (int i = 0; i < path.length - 1; i++) {
      at = at.get(path[i]) instanceof ObjectNode inner ? inner : at.putObject(path[i]);
    }
    at.put(path[path.length - 1], time.matches("\\d{4}-.*Z") ? time : DEFAULT_TIME);
    return reader.read(stream, List.of(bytes(whole)));
  }

  private static boolean lacksTime(String reason, String detail) {
    return switch (reason) {
      case DeadReason.MISSING_FIELD -> detail.startsWith("time ");
      case DeadReason.UNREADABLE_TIME -> PLACEHOLDER.matcher(detail).lookingAt();
      default -> false;
    };
  }

  /** How far the formats agree with the expected fields; null if these are not in the folder. */
  public @Nullable Agreement intakes() throws IOException {
    if (!Files.exists(data.resolve(INTAKES))) {
      return null;
    }
    var agreement = new Agreement(vocabulary);
    int number = 0;
    for (JsonNode pair : lines(data.resolve(INTAKES))) {
      number++;
      String intake = pair.path("format").asText();
      byte[] message = pair.path("input").path("message").asText().getBytes(StandardCharsets.UTF_8);
      compare(
          agreement,
          intake,
          sources.intake(intake),
          "sekoia " + number,
          EcsExpectation.of(pair.path("expected")),
          List.of(message));
    }
    return agreement;
  }

  /** How far they agree with the OCSF of experts; null if that is not in the folder. */
  public @Nullable Agreement ocsfPairs() throws IOException {
    Path mappings = data.resolve(OCSF);
    if (!Files.exists(mappings)) {
      return null;
    }
    var agreement = new Agreement(vocabulary);
    for (Path raw : files(mappings, ".raw")) {
      Path ocsf = raw.resolveSibling(raw.getFileName().toString().replace(".raw", ".ocsf"));
      String path = mappings.relativize(raw).toString();
      String kind = path.replaceFirst("/[Ss]amples/", "/").replaceFirst("\\.raw$", "");
      JsonNode expected;
      try {
        expected = JSON.readTree(Files.readAllBytes(ocsf));
      } catch (JacksonException e) {
        if (!reader.leavesOut(sources.pair(path))) {
          agreement.unreadable(kind);
        }
        continue;
      }
      compare(
          agreement, kind, sources.pair(path), "ocsf", OcsfExpectation.of(expected), rawLines(raw));
    }
    return agreement;
  }

  /** JSON is one record however many lines it has; anything else is read line by line. */
  private static List<byte[]> rawLines(Path raw) throws IOException {
    String text = Files.readString(raw).strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return text.lines().map(l -> l.getBytes(StandardCharsets.UTF_8)).toList();
    }
    try {
      return List.of(bytes(JSON.readTree(text)));
    } catch (JacksonException e) {
      return List.of(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void compare(
      Agreement agreement,
      String kind,
      @Nullable Stream stream,
      String origin,
      Expected expected,
      List<byte[]> lines) {
    if (reader.leavesOut(stream)) {
      return;
    }
    if (stream == null || !reader.claims(stream)) {
      agreement.add(kind, null, origin, expected, null);
    } else {
      agreement.add(
          kind,
          String.join(", ", reader.formats(stream)),
          origin,
          expected,
          reader.read(stream, lines));
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        nodes.add(JSON.readTree(line));
      }
    }
    return nodes;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}
