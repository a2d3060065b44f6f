package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema of mapping files, for editors, agrees with what is read. */
class MappingSchemaTest {
  private static final String GOOD =
      """
      format: f
      kind: json
      envelope: syslog
      absent: ['-', none]
      each: [$Records, $value]
      event:
        time: {at: {first: [$t, '${^.t}']}, as: [iso, epoch_s], zone: UTC}
        category: data
        action: {map: $a, any_case: true, values: {x: y}, patterns: {'z.*': {lower: $a}}, default: w}
        outcome: {when: {code: 0}, then: success, else: {given: $code, then: failure}}
        principal.id: {user: $who}
        source.ip: {ip: {host: $from}}
        source.port: {port: $from}
        labels.part: {part: $arn, of: '(?<x>.)(?<y>.)', as: $x$y}
        labels.both: {join: [$a, $b], with: ' '}
      rules:
        - ignore: quiet
          unless: {a: '.+'}
        - rule: rest
          event: {severity: 3}
      samples:
        - line: '{}'
          ignored: quiet
        - line: '[{},{}]'
          year: 2026
          outcomes: [{ignored: quiet}, {ignored: quiet}]
        - line: '{"a":"x","t":1777888800,"from":"192.0.2.1:5"}'
          event: {action: y, source.port: '5', principal.id: ~}
      """;

  static List<String> names() {
    return Formats.names();
  }

  private static List<String> complaints(String yaml) throws IOException {
    try (InputStream in =
        MappingSchemaTest.class.getResourceAsStream("/schemas/mapping.schema.json")) {
      String schema = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(yaml, InputFormat.YAML)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldAcceptEveryFormatThatShips(String name) throws IOException {
    assertEquals(List.of(), complaints(Formats.yaml(name)));
  }

  @Test
  void shouldAcceptWhatTheLanguageHas() throws IOException {
    assertEquals(List.of(), complaints(GOOD));
    assertEquals(List.of(), Format.parse("f.yaml", GOOD).sampleComplaints());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: json | kind: xml",
        "envelope: syslog | envelope: mail",
        "absent: | absents:",
        "format: f | format: F F",
        "category: data | catgory: data",
        "{user: $who} | {users: $who}",
        "{user: $who} | {user: $who, domain: $who}",
        "with: ' ' | by: ' '",
        "as: [iso, epoch_s], | ''",
        "ignore: quiet | ignored: quiet",
        "- rule: rest | - rules: rest",
        "year: 2026 | yeer: 2026",
        "event: {severity: 3} | events: {severity: 3}",
        "kind: json | kind: csv",
        "kind: json | kind: text",
        "year: 2026 | year: 26",
      })
  void shouldRefuseWhatIsRefusedWhenRead(String good, String bad) throws IOException {
    String wrong = GOOD.replace(good, bad);
    assertNotEquals(GOOD, wrong, "the example is changed");
    assertThrows(MappingException.class, () -> Format.parse("f.yaml", wrong));
    assertTrue(!complaints(wrong).isEmpty(), "the schema refuses it too");
  }

  @Test
  void shouldKnowEveryFieldOfAnEvent() throws IOException {
    for (EventField field : EventField.values()) {
      String given = GOOD.replace("severity: 3", field.jsonName() + ": $x");
      assertEquals(List.of(), complaints(given), field.jsonName());
    }
  }
}
