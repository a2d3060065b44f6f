package dev.vedette.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.ConditionalEvidence;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.risk.SubjectPattern;
import dev.vedette.risk.Suppression;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
  private static final String GOOD =
      PolicyFile.packaged()
          .replace("types: {}", "types: {service: 2}")
          .replace("subjects: []", "subjects: [{tenant: acme, type: user, id: root, times: 5}]")
          .replace("conditional: []", "conditional: [{family: control, while: HIGH, times: 2}]")
          .replace(
              "suppressions: []",
              """
              suppressions:
                - who: {tenant: acme, type: service, id: 'backup-*'}
                  what: {detector: mass-access}
                  from: 2026-11-01T00:00:00Z
                  until: 2026-12-01T00:00:00Z
                  why: the nightly backup reads everything
                  by: ops
              """)
          .replace("budget: {}", "budget: {high: 5, critical: 0.5}");

  private static Policy read(String yaml) {
    return PolicyFile.read("p.yaml", yaml.getBytes(UTF_8));
  }

  private static List<String> bySchema(String yaml) throws IOException {
    try (InputStream in = PolicyFileTest.class.getResourceAsStream("/schemas/policy.schema.json")) {
      String schema = in == null ? "" : new String(in.readAllBytes(), UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(yaml, InputFormat.YAML)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  @Test
  void shouldPackageTheDefault() throws IOException {
    assertEquals(Policy.DEFAULT, read(PolicyFile.packaged()));
    assertEquals(List.of(), bySchema(PolicyFile.packaged()));
  }

  @Test
  void shouldGiveAReasonForEveryNumber() {
    for (String line : PolicyFile.packaged().lines().toList()) {
      boolean number = line.matches("\\s*[a-zA-Z]+: -?[0-9].*") && !line.contains("halfLife");
      assertTrue(!number || line.contains("# "), line);
    }
    for (Family family : Family.values()) {
      String line =
          PolicyFile.packaged()
              .lines()
              .filter(one -> one.startsWith("  " + family.wireName() + ":"))
              .findFirst()
              .orElse("");
      assertTrue(line.contains("# "), family.wireName() + " has no reason");
    }
  }

  @Test
  void shouldReadAllThatAPolicyCanSay() throws IOException {
    assertEquals(List.of(), bySchema(GOOD));
    Policy expected =
        Policy.DEFAULT
            .withCriticality(SubjectType.SERVICE, 2)
            .withCriticality(Subject.of("acme", SubjectType.USER, "root"), 5)
            .withConditional(List.of(new ConditionalEvidence(Family.CONTROL, Level.HIGH, 2)))
            .withSuppressions(
                List.of(
                    new Suppression(
                        new SubjectPattern("acme", SubjectType.SERVICE, "backup-*"),
                        "mass-access",
                        null,
                        Instant.parse("2026-11-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("2026-12-01T00:00:00Z").toEpochMilli(),
                        "the nightly backup reads everything",
                        "ops")))
            .withBudget(new FalseAlarmBudget(5.0, 0.5));
    assertEquals(expected, read(GOOD));
  }

  @Test
  void shouldReadWhatItWrites() {
    for (String yaml : List.of(GOOD, PolicyFile.packaged())) {
      Policy policy = read(yaml);
      String json = PolicyDocument.json(policy);
      assertEquals(policy, read(json));
      assertEquals(json, PolicyDocument.json(read(json)));
    }
    assertNotEquals(
        PolicyDocument.digest(read(GOOD)), PolicyDocument.digest(read(PolicyFile.packaged())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: vedette-policy/1 | format: vedette-policy/2",
        "prior: -6 | prior: 6",
        "prior: -6 | prior: low",
        "scoreStep: 5 | scorestep: 5",
        "scoreStep: 5 | scoreStep: 0",
        "medium: -2 | medium: -31",
        "hysteresis: 0.25 | hysteresis: 3",
        "dwell: 5m | dwell: five",
        "halfLife: 168h | halfLife: 168",
        "halfLife: 168h, cap: 7 | halfLife: 168h, cap: 0",
        "halfLife: 168h, cap: 7, | halfLife: 168h,",
        "hourCap: 6, reassuranceCap: 2, weight: 1} | hourCap: 6, reassuranceCap: 2, weight: 11}",
        "intel: | intelligence:",
        "types: {service: 2} | types: {session: 2}",
        "id: root, times: 5 | id: root",
        "type: user | type: person",
        "while: HIGH | while: LOW",
        "high: 5, critical: 0.5 | high: 0",
        "high: 5, critical: 0.5 | medium: 5",
        "times: 2} | times: 0.5}",
        "what: {detector: mass-access} | what: {}",
        "until: 2026-12-01T00:00:00Z | until: soon",
        "by: ops | be: ops",
      })
  void shouldRefuseWhatTheSchemaRefuses(String good, String bad) throws IOException {
    String wrong = GOOD.replaceFirst(Pattern.quote(good), bad);
    assertNotEquals(GOOD, wrong, "the example is changed");
    var refused = assertThrows(PolicyFormatException.class, () -> read(wrong));
    assertTrue(String.valueOf(refused.getMessage()).matches("(?s)p\\.yaml:\\d+: .+"));
    assertTrue(!bySchema(wrong).isEmpty(), "the schema refuses it too");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "high: 0 | high: -3",
        "dwell: 5m | dwell: 25h",
        "halfLife: 168h | halfLife: 1h",
        "until: 2026-12-01T00:00:00Z | until: 2026-10-01T00:00:00Z",
        "prior: -6 | prior: &x -6",
      })
  void shouldRefuseWhatOnlyTogetherIsWrong(String good, String bad) {
    String wrong = GOOD.replaceFirst(good, bad);
    assertNotEquals(GOOD, wrong, "the example is changed");
    assertThrows(PolicyFormatException.class, () -> read(wrong));
  }

  @Test
  void shouldSayEverythingThatIsWrongAndWhere() {
    String wrong =
        """
        format: vedette-policy/1
        version: v
        prior: 3
        scoreStep: 5
        levels: {medium: 1, high: 0, critical: 3, hysteresis: 0.25, dwell: 5m}
        families:
          place: {halfLife: 2h, cap: 7, hourCap: 6, reassuranceCap: 2, wait: 1}
        """;
    var refused = assertThrows(PolicyFormatException.class, () -> read(wrong));
    List<String> lines = String.valueOf(refused.getMessage()).lines().toList();
    assertEquals("p.yaml:3: prior: 3 is not a number from -30 to 0", lines.get(0));
    assertEquals(
        "p.yaml:5: levels: levels begin at MEDIUM 1.0, HIGH 0.0, CRITICAL 3.0: each must begin"
            + " above the one before",
        lines.get(1));
    assertEquals("p.yaml:7: families: \"session\" is missing", lines.get(2));
    assertTrue(
        lines.contains(
            "p.yaml:7: families.place: \"wait\" is not known here; known are halfLife, cap,"
                + " hourCap, reassuranceCap, weight"),
        lines::toString);
    assertTrue(
        lines.contains(
            "p.yaml:7: families.place.halfLife: 2h is not a duration from 8h to 720h, such as 90s,"
                + " 5m, 12h or 3d"),
        lines::toString);
  }

  @Test
  void shouldRefuseWhatIsNoPolicyAtAll() {
    for (String text : List.of("", "[]", "{", "policy", "a: [", "\u0000")) {
      assertThrows(PolicyFormatException.class, () -> read(text), text);
    }
    byte[] latin = {'a', ':', ' ', (byte) 0xe4};
    assertThrows(PolicyFormatException.class, () -> PolicyFile.read("p.yaml", latin));
    assertThrows(
        PolicyFormatException.class,
        () -> PolicyFile.read("p.yaml", new byte[PolicyFile.MAX_BYTES + 1]));
  }

  @Test
  void shouldSayWhatChangesAndForWhom() {
    Policy changed =
        read(
            GOOD.replace("version: default-2", "version: ours-3")
                .replace("prior: -6 ", "prior: -7 ")
                .replace("times: 5}", "times: 8}"));
    String text = PolicyDiff.text(read(PolicyFile.packaged()), changed);
    assertTrue(text.contains("version"), text);
    assertTrue(text.contains("default-2 -> ours-3"), text);
    assertTrue(text.contains("every subject, by -1 nats"), text);
    assertTrue(text.contains("criticality.subjects.acme/user/root"), text);
    assertTrue(text.contains("conditional.control while HIGH"), text);
    assertTrue(text.contains("suppressions.mass-access of acme/service/backup-*"), text);
    assertTrue(!text.contains("families"), text);
    assertEquals("The policies say the same.\n", PolicyDiff.text(changed, changed));
  }
}
