package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several records in one line of JSON. */
class RecordsTest {
  private static final String TIME = "2026-05-04T10:00:00Z";

  private static final String MAPPING =
      """
      format: trail
      kind: json
      each: [$Records, $batch.value]
      event:
        time: {first: [$time, '${^.time}']}
        category: api
        action: $name
        principal.id: $user.id
        labels.account: $^.account
        labels.first: $^.tags[0]
      rules:
        - ignore: heartbeat
          when: {name: heartbeat}
        - rule: call
          unless: {'^.account': 'test-.*'}
        - ignore: test-account
      """;

  private static List<Normalized> read(String mapping, String line) {
    return Format.parse("f.yaml", mapping)
        .normalizer(new Context("acme", 2026))
        .normalize(line.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> fields(Normalized normalized) {
    return EventFields.of(
        assertInstanceOf(Normalized.Event.class, normalized, normalized::toString).event());
  }

  @Test
  void shouldMakeAnEventOfEachRecordAndReachWhatIsAround() {
    List<Normalized> outcomes =
        read(
            MAPPING,
            """
            {"account":"a1","Records":[{"time":"%s","name":"Get","user":{"id":"alice"}},
             {"name":"heartbeat","user":{"id":"x"}},7,{"name":"Put"},{"name":"Cut","time":"soon"}],
             "time":"2026-05-04T11:00:00Z","tags":["t1","t2"]}
            """
                .formatted(TIME));
    assertEquals(5, outcomes.size(), outcomes::toString);
    Map<String, String> get = fields(outcomes.getFirst());
    assertEquals(TIME, get.get("time"));
    assertEquals("alice", get.get("principal.id"));
    assertEquals("a1", get.get("labels.account"));
    assertEquals("t1", get.get("labels.first"), "what stands behind the list is known too");
    assertEquals(new Normalized.Ignored("heartbeat"), outcomes.get(1));
    assertEquals(
        DeadReason.MALFORMED_JSON,
        assertInstanceOf(Normalized.Dead.class, outcomes.get(2)).reason());
    Map<String, String> put = fields(outcomes.get(3));
    assertEquals("2026-05-04T11:00:00Z", put.get("time"));
    assertEquals(null, put.get("principal.id"), "nothing is left over from another record");
    assertEquals(
        DeadReason.UNREADABLE_TIME,
        assertInstanceOf(Normalized.Dead.class, outcomes.get(4)).reason());
  }

  @Test
  void shouldTakeTheObjectItselfWhereItHasNoList() {
    List<Normalized> outcomes =
        read(MAPPING, "{\"time\":\"" + TIME + "\",\"name\":\"Get\",\"account\":\"a1\"}");
    assertEquals(1, outcomes.size());
    assertEquals("a1", fields(outcomes.getFirst()).get("labels.account"));
    assertEquals(
        List.of(new Normalized.Ignored("test-account")),
        read(MAPPING, "{\"time\":\"" + TIME + "\",\"name\":\"Get\",\"account\":\"test-1\"}"));
  }

  @Test
  void shouldReadListsAtTheTopAndListsOfLists() {
    List<Normalized> outcomes =
        read(
            MAPPING,
            """
            [ {"batch":{"value":[{"name":"A"},{"name":"B"}]},"time":"%s","account":"a1"},
              {"name":"C","time":"%s"}, {"Records":[]}, {"Records":[{"name":"D","time":"%s"}]} ]
            """
                .formatted(TIME, TIME, TIME));
    assertEquals(5, outcomes.size(), outcomes::toString);
    assertEquals("A", fields(outcomes.get(0)).get("action"));
    assertEquals("a1", fields(outcomes.get(1)).get("labels.account"));
    assertEquals("C", fields(outcomes.get(2)).get("action"));
    assertEquals(null, fields(outcomes.get(2)).get("labels.account"));
    assertEquals(new Normalized.Ignored("empty-list"), outcomes.get(3));
    assertEquals("D", fields(outcomes.get(4)).get("action"));
    assertEquals(List.of(new Normalized.Ignored("empty-list")), read(MAPPING, "[]"));
  }

  @Test
  void shouldReadListsInItemsAsIfTheItemWereALine() {
    String mapping = MAPPING.replace("[$Records, $batch.value]", "[$page, $Records]");
    String line =
        """
        {"account":"a0","page":[
         {"account":"a1","Records":[{"name":"A","time":"%1$s"},{"name":"B","time":"%1$s"}]},
         {"name":"C","time":"%1$s","account":"not around"},
         {"account":"a2","Records":[]}]}
        """
            .formatted(TIME);
    List<Normalized> outcomes = read(mapping, line);
    assertEquals(4, outcomes.size(), outcomes::toString);
    assertEquals("A", fields(outcomes.get(0)).get("action"));
    assertEquals("a1", fields(outcomes.get(0)).get("labels.account"));
    assertEquals("B", fields(outcomes.get(1)).get("action"));
    assertEquals("C", fields(outcomes.get(2)).get("action"));
    assertEquals("a0", fields(outcomes.get(2)).get("labels.account"));
    assertEquals(new Normalized.Ignored("empty-list"), outcomes.get(3));
    List<Normalized> slow = read(mapping, line.replace("not around", "not\\u0020around"));
    assertEquals(outcomes, slow, "whichever reader reads it");
  }

  @Test
  void shouldGiveOneLetterForALineThatBreaksOff() {
    for (String line :
        List.of("{\"Records\":[{\"name\":\"A\"},{", "[{\"name\":\"A\"},", "{\"Records\":[]} x")) {
      List<Normalized> outcomes = read(MAPPING, line);
      assertEquals(1, outcomes.size(), outcomes::toString);
      assertEquals(
          DeadReason.MALFORMED_JSON,
          assertInstanceOf(Normalized.Dead.class, outcomes.getFirst()).reason());
    }
  }

  @Test
  void shouldSayHowManyRecordsAreBeyondTheBound() {
    var records = new ArrayList<String>();
    for (int i = 0; i < Normalizer.MAX_RECORDS + 7; i++) {
      records.add("{\"name\":\"heartbeat\"}");
    }
    List<Normalized> outcomes = read(MAPPING, "{\"Records\":[" + String.join(",", records) + "]}");
    assertEquals(Normalizer.MAX_RECORDS + 1, outcomes.size());
    var dead = assertInstanceOf(Normalized.Dead.class, outcomes.getLast());
    assertEquals(DeadReason.TOO_MANY_RECORDS, dead.reason());
    assertTrue(dead.detail().contains(" 7 records"), dead.detail());
  }

  @Test
  void shouldTellTheBytesOfADeadRecord() {
    var raws = new ArrayList<String>();
    Format.parse("f.yaml", MAPPING)
        .normalizer(new Context("acme", 2026))
        .normalize(
            ("{\"é\":1, \"Records\":[ {\"name\":\"A\"} , 5,{\"name\":\"é\",\"time\":\""
                    + TIME
                    + "\"}]}")
                .getBytes(StandardCharsets.UTF_8),
            (outcome, raw) -> {
              if (outcome instanceof Normalized.Dead) {
                raws.add(new String(raw, StandardCharsets.UTF_8));
              }
            });
    assertEquals(List.of("{\"name\":\"A\"}", "5"), raws);
  }

  @Test
  void shouldBoundTheWorkOfARecordAndOfAllTogether() {
    String mapping =
        """
        format: f
        kind: json
        event: {time: $t, category: data, action: read}
        rules:
          - ignore: slow
            when: {a: 'a*a*a*a*a*b'}
          - rule: all
        """;
    String slow = "{\"t\":\"" + TIME + "\",\"a\":\"" + "a".repeat(1000) + "\"}";
    String quick = "{\"t\":\"" + TIME + "\",\"a\":\"x\"}";
    List<Normalized> outcomes = read(mapping, "[" + slow + "," + quick + "]");
    assertEquals(
        DeadReason.TOO_MUCH_WORK,
        assertInstanceOf(Normalized.Dead.class, outcomes.getFirst()).reason());
    assertInstanceOf(Normalized.Event.class, outcomes.get(1), "the next record has its own share");

    String many = "[" + (slow + ",").repeat(50) + quick + "]";
    long before = System.nanoTime();
    assertEquals(51, read(mapping, many).size());
    assertTrue(System.nanoTime() - before < 10_000_000_000L, "all together are bounded");
  }

  @Test
  void shouldRefuseWhatIsAroundWhereNothingIs() {
    var e =
        assertThrows(
            MappingException.class,
            () -> read(MAPPING.replace("each: [$Records, $batch.value]\n", ""), "{}"));
    assertTrue(String.valueOf(e.getMessage()).contains("takes each"), e.getMessage());
    var f =
        assertThrows(
            MappingException.class, () -> read(MAPPING.replace("$batch.value", "'$a[0].b'"), "{}"));
    assertTrue(String.valueOf(f.getMessage()).contains("f.yaml:3: each[1]"), f.getMessage());
  }

  @Test
  void shouldReadNamesInAnyCaseWhereTheFormatSaysSo() {
    String mapping =
        MAPPING
            .replace("kind: json", "kind: json\nnames: any_case")
            .replace("$^.tags[0]", "'${^.tags[Name=Site].value}'");
    List<Normalized> outcomes =
        read(
            mapping,
            """
            {"ACCOUNT":"a1","records":[{"Time":"%s","NAME":"Get","User":{"ID":"alice"}}],
             "Tags":[{"name":"site","Value":"s"},{"NAME":"Site","VALUE":"t"}]}
            """
                .formatted(TIME));
    assertEquals(1, outcomes.size(), outcomes::toString);
    Map<String, String> event = fields(outcomes.getFirst());
    assertEquals("Get", event.get("action"));
    assertEquals("alice", event.get("principal.id"));
    assertEquals("a1", event.get("labels.account"));
    assertEquals("t", event.get("labels.first"));
    assertThrows(
        MappingException.class,
        () -> read(MAPPING.replace("kind: json", "kind: json\nnames: lower"), "{}"));
  }
}
