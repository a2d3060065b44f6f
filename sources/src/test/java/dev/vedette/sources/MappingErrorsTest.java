package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mapping that is wrong is refused when it is loaded, and the message says where. */
class MappingErrorsTest {
  private static final String GOOD =
      """
      format: f
      kind: text
      lines: ['(?<t>[^ ]+) (?<who>.*)']
      event:
        time: $t
        category: data
        action: read
        principal.id: $who
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: text | kind: xml | f.yaml:2: kind: \"xml\" is not",
        "kind: text | kinds: text | f.yaml:1: kind is missing",
        "action: read | acton: read | f.yaml:7: event.acton: an event has no such field",
        "action: read | labels.x: read | event.action is assigned nowhere",
        "category: data | category: weather | f.yaml:6: event.category: category \"weather\"",
        "$who | $whom | f.yaml:8: event.principal.id: there is no field \"whom\"",
        "$who | ${who | event.principal.id: a } is missing",
        "$who | {frist: [$who]} | event.principal.id: a value is text",
        "$who | {first: [$who], last: x} | f.yaml:8: event.principal.id.last: unknown key",
        "$who | {map: $who, values: &a {x: y}} | anchors are not part of the language",
        "$t | {at: $t, as: epoch_h} | f.yaml:5: event.time.as: \"epoch_h\" is not one of",
        "$t | {at: $t, as: 'pattern:HH:mm'} | does not give a date",
        "$t | {at: $t, as: iso, zone: Mars} | f.yaml:5: event.time.zone: \"Mars\" is not a zone",
        "(?<who>.*)' | (?<who>.*' | f.yaml:3: lines[0]: not a regular expression",
        "principal.id: | action: again # | f.yaml:8: event.action: is given twice",
        "format: f | format: F F | f.yaml:1: format: a format's name",
        "kind: text | kind: [ | not YAML",
      })
  void shouldBeRefusedWithFileLineAndField(String good, String bad, String complaint) {
    assertEquals("f", Format.parse("f.yaml", GOOD).name());
    String wrong = GOOD.replace(good, bad);
    assertTrue(!wrong.equals(GOOD), "the example is changed");
    var e = assertThrows(MappingException.class, () -> Format.parse("f.yaml", wrong));
    assertTrue(String.valueOf(e.getMessage()).contains(complaint), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).startsWith("f.yaml:"), e.getMessage());
  }
}
