package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The values, kinds and rules of the mapping language. */
class MappingTest {
  private static final String TIME = "2026-05-04T10:00:00Z";

  private static Normalizer open(String yaml) {
    return Format.parse("f.yaml", yaml).normalizer(new Context("acme", 2026));
  }

  private static Normalized read(Normalizer normalizer, String line) {
    List<Normalized> outcomes = normalizer.normalize(line.getBytes(StandardCharsets.UTF_8));
    assertEquals(1, outcomes.size(), outcomes::toString);
    return outcomes.getFirst();
  }

  private static Map<String, String> event(Normalizer normalizer, String line) {
    Normalized normalized = read(normalizer, line);
    return EventFields.of(
        assertInstanceOf(Normalized.Event.class, normalized, normalized::toString).event());
  }

  private static String reason(Normalizer normalizer, String line) {
    Normalized normalized = read(normalizer, line);
    return assertInstanceOf(Normalized.Dead.class, normalized, normalized::toString).reason();
  }

  @Test
  void shouldTakeTheReceptionForTheTimeOfARecordWithoutOne() {
    Normalizer lines =
        open(
            """
            format: f
            kind: json
            event: {time: $t, category: api, action: read, labels.x: $x}
            """);
    assertEquals("missing-field", reason(lines, "{\"x\":\"1\"}"));
    lines.received(Instant.parse(TIME).toEpochMilli());
    Map<String, String> event = event(lines, "{\"x\":\"1\"}");
    assertEquals(TIME, event.get("time"));
    assertEquals("1", event.get("labels.x"));
    assertEquals("reception", event.get("labels.time_source"));
    assertEquals("unreadable-time", reason(lines, "{\"t\":\"redacted\"}"));
    assertFalse(event(lines, "{\"t\":\"2026-01-01T00:00:00Z\"}").containsKey("labels.time_source"));
  }

  @Test
  void shouldReadNestedJsonAndEveryFormOfValue() {
    Normalizer json =
        open(
            """
            format: app
            kind: json
            event:
              time: {at: '${@timestamp}', as: epoch_s}
              category: {map: $kind, values: {login: authentication, get: data}, default: api}
              action: {lower: $kind}
              outcome: {map: $ok, values: {'true': success, 'false': failure}}
              principal.id: {first: [$user.id, $user.mail, '${"user.name"}']}
              principal.type: {given: $user.robot, then: service, else: user}
              source.ip: $hops[1].ip
              source.lat: $geo[0]
              source.asn: $asn
              labels.where: {join: [$site, $floor, $room], with: /}
              labels.price: ${cents}$$
              labels.all: $hops
              severity: 3
            """);
    Map<String, String> event =
        event(
            json,
            """
            {"skipped":{"a":[1,{"b":2}]},"@timestamp":1777888800.25,"kind":"LOGIN","ok":false,
             "user":{"mail":"a@b.example","robot":true},"hops":[{"ip":"10.0.0.1"},
             {"ip":"192.0.2.7","x":1}],"geo":[52.5,13.4],"asn":64500,"site":"B","room":"7",
             "cents":5}
            """);
    assertEquals("2026-05-04T10:00:00.250Z", event.get("time"));
    assertEquals("api", event.get("category"), "LOGIN is not login");
    assertEquals("login", event.get("action"));
    assertEquals("failure", event.get("outcome"));
    assertEquals("a@b.example", event.get("principal.id"));
    assertEquals("service", event.get("principal.type"));
    assertEquals("192.0.2.7", event.get("source.ip"));
    assertEquals("52.5", event.get("source.lat"));
    assertEquals("64500", event.get("source.asn"));
    assertEquals("B/7", event.get("labels.where"));
    assertEquals("5$", event.get("labels.price"));
    assertEquals("3", event.get("severity"));
    assertEquals("acme", event.get("tenant"));
    assertEquals("app", event.get("raw_source"));
    assertEquals(
        "x y",
        event(
                json,
                "{\"@timestamp\":0e0,\"a\":1}"
                    .replace("0e0", "1777888800")
                    .replace("\"a\":1", "\"kind\":\"x y\""))
            .get("action"));
  }

  @Test
  void shouldSayWhatIsWrongWithALineOfJson() {
    Normalizer json =
        open(
            """
            format: app
            kind: json
            event: {time: $t, category: data, action: $a, outcome: $o, source.port: $p}
            """);
    String t = "{\"t\":\"" + TIME + "\",\"a\":\"x\"";
    assertEquals("x", event(json, t + "}").get("action"));
    assertEquals(DeadReason.MALFORMED_JSON, reason(json, t));
    assertEquals(DeadReason.MALFORMED_JSON, reason(json, t + "} {}"));
    assertEquals(DeadReason.MALFORMED_JSON, reason(json, "[1]"));
    assertEquals(DeadReason.MALFORMED_JSON, reason(json, "{\"a\":" + "[".repeat(100_000)));
    assertEquals(DeadReason.MISSING_FIELD, reason(json, "{\"a\":\"x\"}"));
    assertEquals(DeadReason.MISSING_FIELD, reason(json, "{\"t\":\"" + TIME + "\",\"a\":\"\"}"));
    assertEquals(DeadReason.UNREADABLE_TIME, reason(json, "{\"t\":\"soon\",\"a\":\"x\"}"));
    assertEquals(DeadReason.INVALID_VALUE, reason(json, t + ",\"o\":\"maybe\"}"));
    assertEquals(DeadReason.INVALID_VALUE, reason(json, t + ",\"p\":65536}"));
    assertEquals(DeadReason.INVALID_VALUE, reason(json, t + ",\"p\":\"-1\"}"));
    assertEquals(
        DeadReason.INVALID_UTF8, reason(json, "{\"t\":\"" + TIME + "\",\"a\":\"\\udc00\"}"));
  }

  @Test
  void shouldReadCsvWithAHeaderAndQuotes() {
    String yaml =
        """
        format: badge
        kind: csv
        header: true
        separator: ;
        event:
          time: {at: $when, as: ['pattern:dd.MM.uuuu HH:mm', iso], zone: Europe/Berlin}
          category: authorization
          action: open_door
          principal.name: ${Full Name}
          resource.id: $door
        """;
    Normalizer csv = open(yaml);
    assertEquals(new Normalized.Ignored("header"), read(csv, "\uFEFFdoor;Full Name;extra;when"));
    Map<String, String> event = event(csv, "3;\"O'Hara; \"\"Kim\"\"\";;04.05.2026 12:00");
    assertEquals("2026-05-04T10:00:00Z", event.get("time"));
    assertEquals("O'Hara; \"Kim\"", event.get("principal.id"));
    assertEquals("3", event.get("resource.id"));
    assertEquals(DeadReason.MALFORMED_CSV, reason(csv, "3;\"open;;"));
    assertEquals(DeadReason.MALFORMED_CSV, reason(csv, "3;\"a\"b;;"));
    assertEquals(DeadReason.MALFORMED_CSV, reason(csv, ";".repeat(5000)));
    assertEquals(DeadReason.MISSING_FIELD, reason(csv, "3;x"));

    Normalizer other = open(yaml);
    assertEquals(DeadReason.MALFORMED_HEADER, reason(other, "door;who;when"));
    assertEquals(DeadReason.MALFORMED_HEADER, reason(other, "3;x;04.05.2026 12:00"));
  }

  @Test
  void shouldTakeTheFirstRuleThatFits() {
    Normalizer json =
        open(
            """
            format: app
            kind: json
            event:
              time: $t
              category: api
              action: $verb
              principal.id: $user
            rules:
              - ignore: health-check
                when: {path: /health, agent: 'probe/.*'}
              - rule: by-path
                when: {path: '/users/(?<user>[^/]+)/(?<verb>\\w+)'}
                unless: {agent: 'probe/.*'}
                event: {category: data, labels.agent: $agent}
              - rule: rest
                event: {action: other}
            """);
    String line = "{\"t\":\"" + TIME + "\",\"user\":\"top\",\"path\":\"%s\",\"agent\":\"%s\"}";
    assertEquals(
        new Normalized.Ignored("health-check"), read(json, line.formatted("/health", "probe/1")));
    Map<String, String> byPath = event(json, line.formatted("/users/alice/read", "curl"));
    assertEquals("alice", byPath.get("principal.id"));
    assertEquals("read", byPath.get("action"));
    assertEquals("data", byPath.get("category"));
    Map<String, String> rest = event(json, line.formatted("/users/alice/read", "probe/1"));
    assertEquals("top", rest.get("principal.id"), "nothing is left over from a rule that failed");
    assertEquals("other", rest.get("action"));
  }

  @Test
  void shouldMakeTheIdOfTheContent() {
    Normalizer csv =
        open(
            """
            format: f
            kind: csv
            columns: [t, who]
            event: {time: $t, category: data, action: read, principal.id: $who}
            """);
    String id = event(csv, TIME + ",alice").get("id");
    assertEquals(id, event(csv, TIME + ",alice").get("id"));
    assertNotEquals(id, event(csv, TIME + ",bob").get("id"));
  }

  @Test
  void shouldStopAnExpressionThatWouldRunForever() {
    Normalizer text =
        open(
            """
            format: f
            kind: text
            lines: ['(?<t>a*a*a*a*a*)b', '(?<x>(?:a|b|c)*)d', '(?<z>.*)']
            event: {time: $t, category: data, action: read}
            """);
    assertEquals(DeadReason.TOO_MUCH_WORK, reason(text, "a".repeat(1000) + "c"));
    assertEquals(DeadReason.TOO_MUCH_WORK, reason(text, "c".repeat(200_000)));
    assertEquals(DeadReason.MISSING_FIELD, reason(text, "x".repeat(200_000)));
  }

  @Test
  void shouldRefuseWhatIsNotUtf8OrTooLong() {
    Normalizer vedette = Formats.named("vedette").normalizer(new Context("acme", 2026));
    assertEquals(
        DeadReason.INVALID_UTF8,
        ((Normalized.Dead) vedette.normalize(new byte[] {'{', (byte) 0xC0, (byte) 0x80}).getFirst())
            .reason());
    assertEquals(
        DeadReason.OVERSIZED,
        ((Normalized.Dead) vedette.normalize(new byte[Normalizer.MAX_LINE_BYTES + 1]).getFirst())
            .reason());
    assertEquals(
        "acme",
        event(vedette, "{\"time\":\"" + TIME + "\",\"category\":\"data\",\"action\":\"x\"}")
            .get("tenant"));
  }
}
