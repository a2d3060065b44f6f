package dev.vedette.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final String EVENT =
      """
      {"id":"1","time":"2026-05-04T07:30:00.250Z","category":"api","action":"ListThings",
       "outcome":"success","principal":{"type":"user","id":"alice"},
       "source":{"ip":"2001:db8::1"},"labels":{"arn":"arn:aws:iam::123456789012:user/al"}}\
      """;

  private static final String DOCUMENT =
      """
      {"@timestamp":"2026-05-04T07:30:00.250999Z",
       "event":{"category":["network"],"outcome":"OK"},
       "user":{"name":"al","id":"77","target":{"name":"bob"}},
       "source":{"ip":"2001:DB8:0::1"}}\
      """;

  private final Vocabulary vocabulary = Vocabulary.load();

  @Test
  void shouldFindTheSameInOtherWords() throws Exception {
    Expected expected = ecs(DOCUMENT);

    for (Facet facet : Facet.values()) {
      assertTrue(vocabulary.isExpected(facet, expected), facet::label);
      assertTrue(vocabulary.agrees(facet, expected, event(EVENT)), facet::label);
    }
  }

  @Test
  void shouldFindWhatIsNotTheSame() throws Exception {
    Expected expected =
        ecs(
            DOCUMENT
                .replace("00.250999", "01.250999")
                .replace("network", "iam")
                .replace("OK", "failure")
                .replace("\"al\"", "\"bob\"")
                .replace("::1", "::2"));

    for (Facet facet : Facet.values()) {
      assertFalse(vocabulary.agrees(facet, expected, event(EVENT)), facet::label);
    }
  }

  @Test
  void shouldCompareWholeSecondsToTheSecond() throws Exception {
    AccessEvent event = event(EVENT);

    assertTrue(
        vocabulary.agrees(Facet.TIME, ecs("{\"@timestamp\":\"2026-05-04T07:30:00Z\"}"), event));
    assertFalse(
        vocabulary.agrees(Facet.TIME, ecs("{\"@timestamp\":\"2026-05-04T07:30:00.1Z\"}"), event));
  }

  @Test
  void shouldNeedAnAddressToTakeAnyCategoryForNetwork() throws Exception {
    Expected network = ecs("{\"event\":{\"category\":[\"network\"]}}");

    assertTrue(vocabulary.agrees(Facet.CATEGORY, network, event(EVENT)));
    assertFalse(
        vocabulary.agrees(
            Facet.CATEGORY,
            network,
            event(EVENT.replace("\"source\":{\"ip\":\"2001:db8::1\"},", ""))));
  }

  @Test
  void shouldExpectNothingOfADocumentThatSaysNothing() throws Exception {
    Expected nothing =
        ecs(
            """
            {"user":{"name":"-","target":{"name":"bob"}},"event":{"category":[],"start":null},
             "source":{"address":"gate.example.com"}}\
            """);

    assertEquals(
        List.of(),
        Stream.of(Facet.values()).filter(f -> vocabulary.isExpected(f, nothing)).toList());
  }

  @Test
  void shouldRefuseACategoryThatTheMapDoesNotKnow() throws Exception {
    Expected odd = ecs("{\"event\":{\"category\":[\"gardening\"]}}");

    assertThrows(
        IllegalStateException.class, () -> vocabulary.agrees(Facet.CATEGORY, odd, event(EVENT)));
  }

  @Test
  void shouldReadSecondsAndMillisecondsOfOcsf() throws Exception {
    Expected seconds = ocsf("{\"time\":1777879800,\"status_id\":2,\"status\":\"Odd\"}");
    Expected millis = ocsf("{\"time\":1777879800000,\"status_id\":99,\"status\":\"Quarantined\"}");

    assertEquals(seconds.time(), millis.time());
    assertEquals("failure", seconds.outcome());
    assertFalse(vocabulary.isExpected(Facet.OUTCOME, millis));
  }

  private static Expected ecs(String document) throws IOException {
    return EcsExpectation.of(new JsonMapper().readTree(document));
  }

  private static Expected ocsf(String event) throws IOException {
    return OcsfExpectation.of(new JsonMapper().readTree(event));
  }

  private static AccessEvent event(String json) throws EventFormatException {
    return EventJson.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
