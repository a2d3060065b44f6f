package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.rest.SubjectQueries.Looked;
import dev.vedette.risk.Verdict;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Lists, look-ups and histories over HTTP, over the whole topology without a broker. */
@TestInstance(Lifecycle.PER_CLASS)
class SubjectPagesTest {
  private static final String ACME = "/v1/tenants/acme/";
  private static final String ALICE = ACME + "subjects/user/alice/";

  private final Town town = new Town();
  private final RestServer server =
      RestServer.start(new RestSettings("127.0.0.1", 0, null), town.queries());
  private final Client client = Client.of(server);

  @BeforeAll
  void live() {
    town.attack();
    for (int i = 0; i < 8; i++) {
      for (int guess = 0; guess < 12; guess++) {
        town.signIn("victim" + i, "", "203.0.113." + (10 + i), false);
      }
      town.signIn("victim" + i, "s" + i, "203.0.113." + (10 + i), true);
    }
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
    town.close();
  }

  private List<JsonNode> pages(String question, int limit) throws Exception {
    var all = new ArrayList<JsonNode>();
    String cursor = "";
    while (true) {
      JsonNode page = client.json(ACME + question + "limit=" + limit + cursor);
      JsonNode items = page.has("subjects") ? page.get("subjects") : page.get("signals");
      assertTrue(items.size() <= limit);
      items.forEach(all::add);
      if (page.get("next").isNull()) {
        return all;
      }
      cursor = "&cursor=" + page.get("next").asText();
    }
  }

  private static List<String> keys(List<JsonNode> items) {
    return items.stream()
        .map(one -> one.get("subject").get("type").asText() + ":" + one.get("subject").get("id"))
        .toList();
  }

  @Test
  void shouldListTheSameInPagesOfAnySize() throws Exception {
    List<JsonNode> whole = pages("subjects?", 1_000);
    assertTrue(whole.size() > 9, () -> "not trivial: " + whole);
    assertEquals(whole.size(), new HashSet<>(keys(whole)).size());
    for (int limit : new int[] {1, 2, 3, 7}) {
      assertEquals(keys(whole), keys(pages("subjects?", limit)), "pages of " + limit);
    }
    for (int i = 1; i < whole.size(); i++) {
      assertTrue(
          whole.get(i - 1).get("logOdds").asDouble() >= whole.get(i).get("logOdds").asDouble());
    }
    assertEquals(
        whole.stream().filter(one -> !one.get("level").asText().equals("LOW")).count(),
        pages("subjects?level=MEDIUM&", 3).size());
  }

  @Test
  void shouldKeepItsOrderWhileRiskChanges() throws Exception {
    JsonNode first = client.json(ACME + "subjects?limit=3");
    List<String> before = keys(pages("subjects?", 1_000));
    town.pass(Duration.ofSeconds(5));
    var seen = new ArrayList<String>();
    first.get("subjects").forEach(one -> seen.addAll(keys(List.of(one))));
    JsonNode page = first;
    while (!page.get("next").isNull()) {
      // Evidence of one who is in the list comes between any two pages.
      town.signIn("victim3", "", "203.0.113.13", false);
      page = client.json(ACME + "subjects?limit=3&cursor=" + page.get("next").asText());
      assertEquals(first.get("asOf"), page.get("asOf"));
      page.get("subjects").forEach(one -> seen.addAll(keys(List.of(one))));
    }
    var others = new ArrayList<>(before);
    others.removeIf(key -> key.contains("victim3") || key.contains("203.0.113.13"));
    seen.removeIf(key -> key.contains("victim3") || key.contains("203.0.113.13"));
    assertEquals(others, seen);
  }

  @Test
  void shouldFindWhoeverIsKnown() throws Exception {
    assertEquals(List.of("user:\"bob\""), keys(pages("subjects?q=BO&type=user&", 10)));
    assertEquals(List.of(), keys(pages("subjects?q=nobody&", 10)));
    assertTrue(keys(pages("subjects?q=198.51.100&type=ip&", 2)).size() >= 4);
    assertEquals(
        List.of("session:\"shared\"", "session:\"shared\""),
        keys(pages("subjects?q=shared&type=session&", 1)));
  }

  @Test
  void shouldRefuseCursorsThatItDidNotGive() throws Exception {
    String next = client.json(ACME + "subjects?limit=2").get("next").asText();
    var asked = new ArrayList<String>();
    for (int at = 0; at < next.length(); at += 3) {
      char other = next.charAt(at) == 'A' ? 'B' : 'A';
      asked.add(
          "subjects?limit=2&cursor=" + next.substring(0, at) + other + next.substring(at + 1));
    }
    asked.add("subjects?limit=2&type=user&cursor=" + next);
    asked.add("subjects?cursor=");
    asked.add("subjects?cursor=" + next + "A");
    asked.add("subjects?cursor=" + next.substring(1));
    asked.add("incidents?cursor=" + next);
    asked.add("subjects/user/alice/signals?cursor=" + next);
    for (String question : asked) {
      assertEquals(400, client.get(ACME + question).statusCode(), question);
    }
    assertEquals(400, client.get("/v1/tenants/other/subjects?cursor=" + next).statusCode());
    assertEquals(200, client.get(ACME + "subjects?limit=5&cursor=" + next).statusCode());
  }

  @Test
  void shouldLookUpInTheOrderOfTheQuestion() throws Exception {
    String question =
        """
        {"subjects":[{"type":"user","id":"mallory"},{"type":"user","id":"alice"},\
        {"type":"session","id":"s-alice","owner":{"type":"user","id":"alice"}},\
        {"type":"user","id":"bob"},{"type":"user","id":"alice"}]}\
        """;
    var request =
        client
            .request(ACME + "risk/lookup")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question));
    JsonNode answers = Client.json(client.send(request.build())).get("answers");
    assertEquals(5, answers.size());
    assertFalse(answers.get(0).get("known").asBoolean());
    assertFalse(answers.get(0).has("score"));
    JsonNode alice = client.json(ALICE + "risk").get("risk");
    for (int i : new int[] {1, 4}) {
      assertEquals(alice.get("score"), answers.get(i).get("score"));
      assertEquals(alice.get("level"), answers.get(i).get("level"));
      assertEquals(alice.get("reason"), answers.get(i).get("reason"));
    }
    assertEquals(client.json(ACME + "sessions/s-alice").get("may"), answers.get(2).get("may"));
    assertTrue(answers.get(3).get("known").asBoolean());
    assertEquals("LOW", answers.get(3).get("level").asText());
    var many = new ArrayList<Subject>();
    for (int i = 0; i < 1_000; i++) {
      many.add(Subject.of("acme", SubjectType.USER, "u" + i));
    }
    assertTrue(
        town.queries().lookUp(many).answers().stream().map(Looked::risk).allMatch(r -> r == null));
  }

  @Test
  void shouldEndASeriesWithTheRiskOfNow() throws Exception {
    JsonNode series = client.json(ALICE + "series?points=200");
    JsonNode points = series.get("points");
    assertEquals(200, points.size());
    JsonNode risk = client.json(ALICE + "risk").get("risk");
    assertEquals(risk.get("logOdds"), points.get(199).get("logOdds"));
    assertEquals(-6.0, points.get(0).get("logOdds").asDouble());
    assertTrue(series.get("signals").size() >= 2, series::toString);
    for (int i : new int[] {0, 100, 190, 198}) {
      String at = points.get(i).get("at").asText();
      assertEquals(
          client.json(ALICE + "risk?at=" + at).get("risk").get("logOdds"),
          points.get(i).get("logOdds"),
          at);
    }
  }

  @Test
  void shouldTellSignalsWithWhatWasRuledOnThem() throws Exception {
    List<JsonNode> whole = pages("subjects/user/alice/signals?", 1_000);
    assertTrue(whole.size() >= 2, whole::toString);
    assertEquals(whole, pages("subjects/user/alice/signals?", 1));
    for (int i = 1; i < whole.size(); i++) {
      Instant earlier = Instant.parse(whole.get(i).get("window").get("start").asText());
      assertFalse(
          Instant.parse(whole.get(i - 1).get("window").get("start").asText()).isBefore(earlier));
    }
    JsonNode first = pages("subjects/user/victim0/signals?", 1).getFirst();
    assertEquals(first.get("evidence"), first.get("effective"));
    assertNotEquals(0, first.get("evidence").asDouble());
    town.say(
        new Verdict(
            "v0",
            Subject.of("acme", SubjectType.USER, "victim0"),
            Verdict.Kind.FALSE_POSITIVE,
            null,
            null,
            town.instant().plusSeconds(86_400).toEpochMilli(),
            town.instant().plusSeconds(1).toEpochMilli(),
            "ann",
            ""));
    JsonNode ruled = pages("subjects/user/victim0/signals?", 1).getFirst();
    assertEquals(first.get("evidence"), ruled.get("evidence"));
    assertEquals(0.0, ruled.get("effective").asDouble());
    assertEquals("false_positive", ruled.get("verdict").asText());
  }

  @Test
  void shouldKnowTheTenants() throws Exception {
    assertEquals("[\"acme\"]", client.json("/v1/me").get("tenantsSeen").toString());
    assertNotNull(client.json("/v1/me").get("tenants"));
  }
}
