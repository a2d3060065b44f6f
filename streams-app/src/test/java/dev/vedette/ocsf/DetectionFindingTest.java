package dev.vedette.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.events.EventRef;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.risk.Incident.Entry;
import dev.vedette.risk.Incident.Member;
import dev.vedette.risk.Incident.Status;
import dev.vedette.risk.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Findings against the schema of OCSF: base event, objects and the dictionary of their types. */
class DetectionFindingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("../../shared/data/ocsf_pairs/schema");

  /** What class 2004 has beside the base event, with its objects; the folder holds no findings. */
  private static final Map<String, String> OF_THE_CLASS =
      Map.of(
          "finding_info", "finding_info",
          "evidences", "evidences",
          "is_alert", "",
          "risk_score", "",
          "risk_level", "",
          "risk_level_id", "",
          "risk_details", "");

  private static final Set<Integer> STATUSES = Set.of(1, 2, 3, 4, 5, 6);

  private static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");

  static Incident incident(Status status, int version) {
    long now = 1_795_000_000_000L;
    var subjects =
        List.of(
            ALICE,
            Subject.of("acme", SubjectType.SERVICE, "backup"),
            Subject.session(ALICE, "s1"),
            Subject.of("acme", SubjectType.DEVICE, "laptop"),
            Subject.of("acme", SubjectType.IP, "203.0.113.9"),
            Subject.of("acme", SubjectType.RESOURCE, "vault"));
    var members = new ArrayList<Member>();
    var timeline = new ArrayList<Entry>();
    for (Subject subject : subjects) {
      members.add(new Member(subject, Level.HIGH, 71.25, now));
      timeline.add(
          new Entry(
              now,
              subject,
              "password-spray",
              now,
              4_000_000,
              "Seen for the test.",
              "T1110.003",
              List.of(new EventRef(now, "e-" + subject.id()))));
    }
    return new Incident(
        "0123",
        "acme",
        version,
        status,
        Level.CRITICAL,
        98.5,
        now,
        now,
        now,
        now,
        members,
        timeline,
        3,
        status == Status.MERGED ? "0042" : "");
  }

  private static JsonNode finding(Status status, int version) throws IOException {
    return JSON.readTree(DetectionFinding.of(Alert.of(incident(status, version), null)));
  }

  @Test
  void shouldTellOfTheLifeOfAnIncident() throws IOException {
    assertEquals(1, finding(Status.OPEN, 1).get("activity_id").asInt());
    assertEquals(2, finding(Status.OPEN, 2).get("activity_id").asInt());
    JsonNode closed = finding(Status.MERGED, 3);
    assertEquals(200_403, closed.get("type_uid").asInt());
    assertEquals("Part of incident 0042.", closed.get("status_detail").asText());
    assertEquals(
        "Credential Access",
        closed.at("/finding_info/attacks/0/tactics/0/name").asText(),
        closed::toString);
  }

  @Test
  void shouldBeValidAgainstTheSchema() throws IOException {
    assumeTrue(Files.isDirectory(SCHEMA), "there is no " + SCHEMA);
    for (Status status : Status.values()) {
      JsonNode finding = finding(status, 2);
      var complaints = new ArrayList<String>();
      JsonNode base = read("events/base_event.json").get("attributes");
      required(base, finding, "", complaints);
      finding
          .properties()
          .forEach(field -> {
            String object = OF_THE_CLASS.get(field.getKey());
            if (object == null && !base.has(field.getKey())) {
              complaints.add(field.getKey() + " is no attribute of the class");
            } else {
              value(field.getKey(), null, field.getValue(), "/" + field.getKey(), complaints);
            }
          });
      assertTrue(STATUSES.contains(finding.get("status_id").asInt()));
      assertEquals(List.of(), complaints);
    }
  }

  /** That the validator sees what is wrong. */
  @Test
  void shouldNotBeValidWhateverItSays() throws IOException {
    assumeTrue(Files.isDirectory(SCHEMA), "there is no " + SCHEMA);
    var complaints = new ArrayList<String>();
    object("finding_info", JSON.readTree("{\"title\":7,\"colour\":\"red\"}"), "", complaints);
    assertEquals(3, complaints.size(), complaints::toString);
  }

  private static void object(String name, JsonNode value, String at, List<String> complaints) {
    Map<String, JsonNode> attributes = attributes(name);
    if (attributes.isEmpty()) {
      return; // a plain map, such as unmapped
    }
    if (!value.isObject()) {
      complaints.add(at + " is no object");
      return;
    }
    attributes.forEach((attribute, rule) -> {
      if (rule.path("requirement").asText().equals("required") && !value.has(attribute)) {
        complaints.add(at + " has no " + attribute);
      }
    });
    value
        .properties()
        .forEach(field -> {
          JsonNode rule = attributes.get(field.getKey());
          if (rule == null) {
            complaints.add(at + "/" + field.getKey() + " is no attribute of " + name);
          } else {
            value(field.getKey(), rule, field.getValue(), at + "/" + field.getKey(), complaints);
          }
        });
    JsonNode least = definition(name).path("constraints").path("at_least_one");
    if (least.isArray()) {
      boolean has = false;
      for (JsonNode one : least) {
        has |= value.has(one.asText());
      }
      if (!has) {
        complaints.add(at + " has none of " + least);
      }
    }
  }

  private static void value(
      String attribute,
      @Nullable JsonNode rule,
      JsonNode value,
      String at,
      List<String> complaints) {
    JsonNode entry = read("dictionary.json").get("attributes").get(attribute);
    if (entry == null) {
      complaints.add(at + " is not in the dictionary");
      return;
    }
    if (entry.path("is_array").asBoolean()) {
      if (!value.isArray()) {
        complaints.add(at + " is no array");
      }
      for (JsonNode one : value) {
        single(entry, rule, one, at, complaints);
      }
    } else {
      single(entry, rule, value, at, complaints);
    }
  }

  private static void single(
      JsonNode entry, @Nullable JsonNode rule, JsonNode value, String at, List<String> complaints) {
    String type = entry.get("type").asText();
    boolean fits =
        switch (type) {
          case "integer_t", "long_t", "timestamp_t" -> value.isIntegralNumber();
          case "float_t" -> value.isNumber();
          case "boolean_t" -> value.isBoolean();
          case "json_t", "object" -> true;
          default -> !type.endsWith("_t") || value.isTextual();
        };
    if (!fits) {
      complaints.add("%s is no %s: %s".formatted(at, type, value));
    }
    if (!type.endsWith("_t")) {
      object(type, value, at, complaints);
    }
    JsonNode symbols = rule == null ? entry.path("enum") : rule.path("enum");
    boolean isWhole = rule != null && symbols.size() > 2;
    if (isWhole && value.isIntegralNumber() && !symbols.has(value.asText())) {
      complaints.add("%s is none of the symbols: %s".formatted(at, value));
    }
  }

  private static void required(
      JsonNode attributes, JsonNode value, String at, List<String> complaints) {
    attributes
        .properties()
        .forEach(rule -> {
          if (rule.getValue().path("requirement").asText().equals("required")
              && !value.has(rule.getKey())) {
            complaints.add(at + " has no " + rule.getKey());
          }
        });
  }

  private static Map<String, JsonNode> attributes(String object) {
    var all = new TreeMap<String, JsonNode>();
    JsonNode definition = definition(object);
    if (definition.has("extends")) {
      all.putAll(attributes(definition.get("extends").asText()));
    }
    definition
        .path("attributes")
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("$include")) {
            all.put(field.getKey(), field.getValue());
          }
        });
    return all;
  }

  private static JsonNode definition(String object) {
    return Stream.of(object, "_" + object)
        .map(name -> "objects/" + name + ".json")
        .filter(name -> Files.exists(SCHEMA.resolve(name)))
        .findFirst()
        .map(DetectionFindingTest::read)
        .orElse(JSON.createObjectNode());
  }

  private static JsonNode read(String file) {
    try {
      return JSON.readTree(SCHEMA.resolve(file).toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
