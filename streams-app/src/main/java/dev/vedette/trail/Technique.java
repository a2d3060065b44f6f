package dev.vedette.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A recorded technique of attack: CloudTrail records as somebody's detonation left them.
 *
 * @param name the file's name without {@code .json}, such as {@code
 *     aws.persistence.iam-backdoor-user}
 * @param records at least one, in the order of their times
 */
record Technique(String name, List<ObjectNode> records) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_FILES = 1_000;
  private static final long MAX_FILE_BYTES = 16L << 20;
  private static final String ENDING = ".json";

  /** Copies the list. */
  Technique {
    records = List.copyOf(records);
    if (records.isEmpty() || !name.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "a technique has a name of letters, figures, dots and dashes, and records: " + name);
    }
  }

  /**
   * The second part of a name with dots, as the labels say it: {@code aws.defense-evasion.x} is of
   * {@code defense_evasion}; the name itself if there is none.
   */
  String tactic() {
    String[] parts = name.split("\\.", -1);
    return (parts.length > 2 ? parts[1] : name).replace('-', '_').toLowerCase(Locale.ROOT);
  }

  /**
   * Reads every {@code *.json} of a folder, in the order of their names: a list of records, an
   * object with {@code Records}, or one record.
   *
   * @throws IOException naming the file, if there is none, one cannot be read, is larger than 16
   *     MiB, or is not CloudTrail
   */
  static List<Technique> of(Path folder) throws IOException {
    var techniques = new ArrayList<Technique>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(ENDING))
              .sorted(Comparator.comparing(f -> String.valueOf(f.getFileName())))
              .limit(MAX_FILES + 1L)
              .toList()) {
        techniques.add(read(file));
      }
    }
    if (techniques.isEmpty() || techniques.size() > MAX_FILES) {
      throw new IOException(
          "%s holds 1 to %d files that end in %s, not %s"
              .formatted(
                  folder, MAX_FILES, ENDING, techniques.isEmpty() ? "none" : "more than that"));
    }
    return techniques;
  }

  private static Technique read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("%s is larger than %d bytes".formatted(file, MAX_FILE_BYTES));
    }
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode all = root.path("Records").isArray() ? root.path("Records") : root;
    var records = new ArrayList<ObjectNode>();
    for (JsonNode each : all.isArray() ? all : List.of(all)) {
      if (!(each instanceof ObjectNode known)
          || !known.path("userIdentity").isObject()
          || !known.path("eventName").isTextual()) {
        throw new IOException(file + " holds something that is not a CloudTrail record");
      }
      records.add(known);
    }
    try {
      records.sort(Comparator.comparingLong(Technique::timeMillis));
      String name = String.valueOf(file.getFileName());
      return new Technique(name.substring(0, name.length() - ENDING.length()), records);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** When a record was called. */
  static long timeMillis(ObjectNode technique) {
    return Instant.parse(technique.path("eventTime").asText()).toEpochMilli();
  }

  /** How long the technique took, from its first record to its last. */
  long lengthMillis() {
    return timeMillis(records.getLast()) - timeMillis(records.getFirst());
  }
}
