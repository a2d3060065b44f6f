package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static List<Explanation> explain(String mapping, String line) {
    return Format.parse("f.yaml", mapping)
        .normalizer(new Context("acme", 2026))
        .explain(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldSayWhatEachFieldIsMadeOfAndWhatWasLeft() {
    List<Explanation> explanations =
        explain(
            """
            format: f
            kind: json
            each: $records
            event:
              time: $t
              category: data
              action: {first: [$verb, $act]}
              principal.id: $who
              target.id: '$things[kind=b].id'
            rules:
              - rule: read
                when: {url: '/files/(?<file>.+)'}
                event: {resource.id: $file}
              - ignore: rest
            """,
            """
            {"records":[{"t":"2026-05-04T10:00:00Z","act":"get","url":"/files/a","spare":{"x":1},
             "things":[{"kind":"b","id":"7","size":3}]},{"url":"/"}]}
            """);
    assertEquals(2, explanations.size());
    Explanation read = explanations.getFirst();
    assertEquals("read", read.rule());
    Map<String, List<String>> from =
        read.filled().stream()
            .collect(Collectors.toMap(Explanation.Filled::field, Explanation.Filled::from));
    assertEquals(List.of("t"), from.get("time"));
    assertEquals(List.of("act"), from.get("action"));
    assertEquals(List.of(), from.get("category"));
    assertEquals(List.of("url"), from.get("resource.id"));
    assertEquals(List.of("things[kind=b].id"), from.get("target.id"));
    assertEquals(
        Map.of("spare.x", "1", "things[0].kind", "b", "things[0].size", "3"), read.unread());
    assertTrue(read.text().startsWith("event by rule read\n"), read.text());
    assertTrue(read.text().contains("from act"), read.text());
    assertTrue(read.text().contains("unread: spare.x"), read.text());
    assertEquals("rest", explanations.getLast().rule());
    assertEquals(Map.of("url", "/"), explanations.getLast().unread());
  }

  @Test
  void shouldKnowTheFieldsOfEveryKind() {
    String event =
        "event: {time: {at: '1777888800', as: epoch_s}, category: data, action: x, labels.a: $a}\n";
    for (String kindAndLine :
        List.of(
            "csv\ncolumns: [a, b]|1,2",
            "text\nlines: ['(?<a>.),(?<b>.)']|1,2",
            "keyvalue|a=1 b=2",
            "cef|CEF:0|a|b|c|d|e|5|a=1 b=2",
            "leef|LEEF:2.0|a|b|c|d|^|a=1^b=2")) {
      String kind = kindAndLine.substring(0, kindAndLine.indexOf('|'));
      Explanation explanation =
          explain(
                  "format: f\nkind: " + kind + "\nenvelope: syslog\n" + event,
                  "<13>May  4 10:00:00 gate app: " + kindAndLine.substring(kind.length() + 1))
              .getFirst();
      assertEquals("2", explanation.unread().get("b"), kind);
      assertEquals(null, explanation.unread().get("a"), kind);
      assertEquals("gate", explanation.unread().get("syslog.host"), kind);
    }
  }
}
