package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances over one broker, asked over HTTP. */
class ClusterLiveTest {
  private static final int USERS = 16;
  private static final String TENANT = "/v1/tenants/acme";

  @TempDir private Path directory;

  @Test
  @Timeout(420)
  void shouldAnswerForAllOnAnyInstance() throws Exception {
    var instances = new Instances(directory);
    try (Instance one = instances.start("one")) {
      instances.feed(USERS);
      List<JsonNode> alone = awaitAll(one);
      JsonNode topAlone = one.ok(TENANT + "/risk/top?limit=20");
      try (Instance two = instances.start("two")) {
        Instances.awaitBothWork(one, two);
        shouldAnswerForAnySubject(one, two, alone);
        shouldSayWhoKnowsNothing(one, two);
        shouldListAsOne(one, two, topAlone);
        shouldSayThatMoreMatchThanWereLookedAt(one, two);
        shouldLookUpAll(one, two);
        shouldKeepTenantsApart(one, two);
        shouldBelieveItsLikeOnly(one, two);
        shouldAnswerFromCopies(one, two, instances);
      }
    }
  }

  /** The group keeps the place of who was away, and must not keep its address. */
  @Test
  @Timeout(240)
  void shouldBeFoundAtTheAddressOfTheReturn() throws Exception {
    var instances = new Instances(directory);
    try (Instance one = instances.start("one")) {
      instances.feed(USERS);
      awaitAll(one);
      String before;
      try (Instance two = instances.start("two")) {
        Instances.awaitBothWork(one, two);
        before = two.name();
      }
      try (Instance two = instances.start("two")) {
        assertNotEquals(before, two.name());
        Instances.awaitBothWork(one, two);
        var owners = new HashSet<String>();
        for (int i = 0; i < USERS; i++) {
          String owner = one.awaitActive(risk(i)).at("/from/instance").asText();
          assertEquals(owner, two.awaitActive(risk(i)).at("/from/instance").asText());
          owners.add(owner);
        }
        assertEquals(Set.of(one.name(), two.name()), owners);
      }
    }
  }

  private void shouldAnswerForAnySubject(Instance one, Instance two, List<JsonNode> alone)
      throws Exception {
    var owners = new HashSet<String>();
    for (int i = 0; i < USERS; i++) {
      JsonNode here = one.awaitActive(risk(i));
      JsonNode there = two.awaitActive(risk(i));
      assertEquals(here.get("from").get("instance"), there.get("from").get("instance"));
      owners.add(here.get("from").get("instance").asText());
      assertEquals(here.get("from").get("partition"), there.get("from").get("partition"));
      for (JsonNode answer : List.of(here, there)) {
        assertEquals(
            alone.get(i).get("risk").get("logOdds").asDouble(),
            answer.get("risk").get("logOdds").asDouble(),
            0.05);
      }
      for (String what :
          List.of(
              "/series", "/signals", "/sessions", "/habits", "/profile", "/risk?with=coverage")) {
        String path = TENANT + "/subjects/user/u" + i + what;
        assertEquals(shape(one.awaitOk(path)), shape(two.awaitOk(path)), path);
      }
      String session = TENANT + "/subjects/session/s" + i + "/risk";
      assertEquals("u" + i, one.awaitOk(session).get("risk").get("owner").get("id").asText());
      assertEquals("u" + i, two.awaitOk(session).get("risk").get("owner").get("id").asText());
      assertTrue(two.awaitOk(TENANT + "/sessions/s" + i).has("may"));
    }
    assertEquals(Set.of(one.name(), two.name()), owners);
    for (Instance asked : List.of(one, two)) {
      assertEquals(404, asked.awaitAnswer(TENANT + "/subjects/user/nobody/risk").statusCode());
      assertEquals(200, asked.awaitAnswer(TENANT + "/incidents?state=all").statusCode());
      assertEquals(404, asked.awaitAnswer(TENANT + "/incidents/none").statusCode());
    }
  }

  /** That somebody is unknown says who looked, and how fresh that was. */
  private void shouldSayWhoKnowsNothing(Instance one, Instance two) throws Exception {
    var looked = new HashSet<String>();
    for (Instance asked : List.of(one, two)) {
      for (int i = 0; i < USERS; i++) {
        JsonNode problem = unknown(asked, TENANT + "/subjects/user/nobody" + i + "/risk");
        looked.add(problem.get("from").get("instance").asText());
        assertEquals(problem.at("/reflects/partition"), problem.at("/from/partition"));
        assertEquals(1, problem.get("alsoFrom").size(), "and where it would have been seen");
      }
      JsonNode unseen = unknown(asked, TENANT + "/subjects/user/nobody/profile");
      assertFalse(unseen.has("alsoFrom") || unseen.has("reflects"), unseen.toString());
      JsonNode session = unknown(asked, TENANT + "/sessions/never");
      var parts = new HashSet<Integer>();
      parts.add(session.get("from").get("partition").asInt());
      session.get("alsoFrom").forEach(from -> parts.add(from.get("partition").asInt()));
      assertEquals(Set.of(0, 1, 2, 3), parts, "it was looked for everywhere");
    }
    assertEquals(Set.of(one.name(), two.name()), looked);
  }

  /** A problem that says that a subject is unknown, and to whom. */
  private static JsonNode unknown(Instance asked, String path) throws Exception {
    var response = asked.awaitAnswer(path);
    assertEquals(404, response.statusCode(), response.body());
    JsonNode problem = Client.json(response);
    assertEquals("urn:vedette:problem:unknown-subject", problem.get("type").asText());
    var places = new ArrayList<JsonNode>();
    places.add(problem.get("from"));
    problem.path("alsoFrom").forEach(places::add);
    for (JsonNode place : places) {
      assertFalse(place.get("instance").asText().isEmpty(), problem.toString());
      if (place.get("role").asText().equals("active")) {
        assertEquals(0, place.get("lagRecords").asLong() + place.get("ageMillis").asLong());
      } else {
        assertEquals("standby", place.get("role").asText());
        assertTrue(place.get("ageMillis").asLong() <= 10_000, problem.toString());
      }
    }
    return problem;
  }

  /** The names of an answer's members. */
  private static Set<String> shape(JsonNode answer) {
    var shape = new HashSet<String>();
    answer.fieldNames().forEachRemaining(shape::add);
    return shape;
  }

  private void shouldListAsOne(Instance one, Instance two, JsonNode alone) throws Exception {
    List<String> expected = ids(alone);
    assertEquals(USERS / 2, expected.size(), expected.toString());
    for (Instance asked : List.of(one, two)) {
      JsonNode top = asked.awaitWhole(TENANT + "/risk/top?limit=20");
      assertEquals(expected, ids(top));
      var paged = new ArrayList<String>();
      String next = "";
      int pages = 0;
      do {
        // Each page of another instance: the cursors are everybody's.
        Instance turn = pages++ % 2 == 0 ? one : two;
        JsonNode page = turn.awaitWhole(TENANT + "/subjects?type=user&limit=3" + next);
        paged.addAll(ids(page));
        next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
      } while (!next.isEmpty());
      assertEquals(expected, paged);
      JsonNode found = asked.awaitWhole(TENANT + "/subjects?type=user&q=U1&limit=50");
      assertEquals(
          IntStream.range(0, USERS)
              .mapToObj(i -> "u" + i)
              .filter(id -> id.contains("u1"))
              .collect(Collectors.toSet()),
          new HashSet<>(ids(found)));
      assertEquals(ids(found).size(), new HashSet<>(ids(found)).size());
      assertFalse(asked.awaitWhole(TENANT + "/detectors").get("detectors").isEmpty());
      assertEquals("[\"acme\"]", asked.ok("/v1/me").get("tenantsSeen").toString());
      JsonNode instances = asked.ok("/v1/pipeline").get("instances");
      assertEquals(2, instances.size(), instances.toString());
      instances.forEach(instance -> assertEquals("reachable", instance.get("state").asText()));
    }
  }

  /** Of all users one of the two knows more than it looks at, and both answer. */
  private void shouldSayThatMoreMatchThanWereLookedAt(Instance one, Instance two) throws Exception {
    assertTrue(USERS > 2 * Instances.MOST_LEARNED);
    for (Instance asked : List.of(one, two)) {
      long deadline = Instances.deadline();
      JsonNode found = asked.ok(TENANT + "/subjects?type=user&q=u&limit=50");
      while (found.has("missing")) {
        assertTrue(System.nanoTime() < deadline, found::toString);
        Thread.sleep(50);
        found = asked.ok(TENANT + "/subjects?type=user&q=u&limit=50");
      }
      assertTrue(found.get("partial").asBoolean(), found::toString);
      assertEquals(Instances.MOST_LEARNED, found.get("cutAfter").asInt(), found::toString);
      assertTrue(ids(found).size() >= USERS / 2, "those with evidence are all there");
    }
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.get("subjects").forEach(one -> ids.add(one.get("subject").get("id").asText()));
    return ids;
  }

  private void shouldLookUpAll(Instance one, Instance two) throws Exception {
    String body =
        IntStream.rangeClosed(0, USERS)
            .mapToObj(i -> "{\"type\":\"user\",\"id\":\"u%d\"}".formatted(i))
            .collect(Collectors.joining(",", "{\"subjects\":[", "]}"));
    for (Instance asked : List.of(one, two)) {
      JsonNode answer;
      long deadline = Instances.deadline();
      do {
        var response = asked.ask(TENANT + "/risk/lookup", Instances.ALL, body, null);
        assertEquals(200, response.statusCode(), response.body());
        answer = Client.json(response);
        assertTrue(System.nanoTime() < deadline, response.body());
      } while (answer.get("partial").asBoolean());
      assertEquals(USERS + 1, answer.get("answers").size());
      for (int i = 0; i <= USERS; i++) {
        JsonNode item = answer.get("answers").get(i);
        assertEquals("u" + i, item.get("subject").get("id").asText());
        assertEquals(i < USERS, item.get("known").asBoolean(), item.toString());
      }
    }
  }

  private void shouldKeepTenantsApart(Instance one, Instance two) throws Exception {
    for (Instance asked : List.of(one, two)) {
      for (int i = 0; i < 4; i++) {
        String path = "/v1/tenants/globex/subjects/user/u%d/risk".formatted(i);
        assertEquals(403, asked.ask(path, Instances.OURS, null, null).statusCode());
        assertEquals(401, asked.ask(risk(i), "wrong-0123456789abcdef", null, null).statusCode());
        assertEquals(200, asked.awaitAnswer(risk(i)).statusCode());
      }
      assertEquals(
          403, asked.ask("/v1/tenants/globex/risk/top", Instances.OURS, null, null).statusCode());
    }
  }

  private void shouldBelieveItsLikeOnly(Instance one, Instance two) throws Exception {
    String signed = "127.0.0.1:1 %d aaaa".formatted(System.currentTimeMillis());
    for (String mark : List.of("127.0.0.1:1", signed, signed.replace("aaaa", ""), "")) {
      assertEquals(403, one.ask(risk(0), Instances.ALL, null, mark).statusCode(), mark);
    }
    assertEquals(404, two.ask("/v1/peers/records", Instances.ALL, "x", null).statusCode());
  }

  /** One instance's server is gone, then all of it: who follows it answers, or nobody does. */
  private void shouldAnswerFromCopies(Instance one, Instance two, Instances instances)
      throws Exception {
    var owned = new ArrayList<Integer>();
    for (int i = 0; i < USERS; i++) {
      if (one.awaitActive(risk(i)).get("from").get("instance").asText().equals(two.name())) {
        owned.add(i);
      }
    }
    assertFalse(owned.isEmpty());
    two.server().close();
    for (int user : owned) {
      JsonNode from = one.awaitOk(risk(user)).get("from");
      assertEquals("standby", from.get("role").asText());
      assertEquals(one.name(), from.get("instance").asText());
      assertTrue(from.get("ageMillis").asLong() <= 10_000, from.toString());
    }
    var roles = new HashSet<String>();
    for (int i = 0; i < USERS; i++) {
      JsonNode problem = unknown(one, TENANT + "/subjects/user/nobody" + i + "/risk");
      assertEquals(one.name(), problem.at("/from/instance").asText(), problem.toString());
      assertEquals(one.name(), problem.at("/alsoFrom/0/instance").asText(), problem.toString());
      roles.add(problem.at("/from/role").asText());
    }
    assertEquals(Set.of("active", "standby"), roles, "copies tell that they are copies");
    assertEquals(USERS / 2, ids(one.awaitWhole(TENANT + "/risk/top?limit=20")).size());
    two.pipeline().close();
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < until) {
      for (int user : owned) {
        var response = one.ask(risk(user), Instances.ALL, null, null);
        if (response.statusCode() == 503) {
          assertTrue(response.headers().firstValue("Retry-After").isPresent());
        } else {
          assertEquals(200, response.statusCode(), response.body());
        }
      }
    }
    instances.feed(USERS);
    awaitToldThatNobodyReads(one, owned);
    for (int user : owned) {
      var _ = one.awaitOk(risk(user));
    }
  }

  /** What comes for who is gone waits, and the one that is left says so, of each of its answers. */
  private void awaitToldThatNobodyReads(Instance left, List<Integer> users) throws Exception {
    long deadline = Instances.deadline();
    while (true) {
      var behind = new HashSet<Integer>();
      for (int user : users) {
        JsonNode from = left.awaitOk(risk(user)).get("from");
        if (from.get("role").asText().equals("standby") && from.path("behindRecords").asInt() > 0) {
          behind.add(from.get("partition").asInt());
        }
      }
      var unread = new HashSet<Integer>();
      JsonNode told = left.ok("/v1/pipeline").get("unread");
      for (JsonNode one : told.path("partitions")) {
        if (one.get("topic").asText().endsWith("." + Topics.SIGNALS.name())) {
          unread.add(one.get("partition").asInt());
        }
      }
      if (!behind.isEmpty() && unread.containsAll(behind)) {
        return;
      }
      assertTrue(System.nanoTime() < deadline, told::toString);
      Thread.sleep(50);
    }
  }

  private static String risk(int user) {
    return TENANT + "/subjects/user/u" + user + "/risk";
  }

  /** All users' risks, once those with evidence have it. */
  private List<JsonNode> awaitAll(Instance asked) throws Exception {
    var risks = new ArrayList<JsonNode>();
    for (int i = 0; i < USERS; i++) {
      long deadline = Instances.deadline();
      JsonNode answer = awaitKnown(asked, i, deadline);
      while (i % 2 == 0 && answer.get("risk").get("contributions").size() < 2) {
        assertTrue(System.nanoTime() < deadline, answer::toString);
        Thread.sleep(50);
        answer = awaitKnown(asked, i, deadline);
      }
      risks.add(answer);
    }
    return risks;
  }

  /** Both the user and the session: they are seen at different times. */
  private JsonNode awaitKnown(Instance asked, int user, long deadline) throws Exception {
    while (true) {
      var session =
          asked.ask(TENANT + "/subjects/session/s" + user + "/risk", Instances.ALL, null, null);
      var response = asked.ask(risk(user), Instances.ALL, null, null);
      if (session.statusCode() == 200 && response.statusCode() == 200) {
        return Client.json(response);
      }
      assertTrue(System.nanoTime() < deadline, response::body);
      Thread.sleep(50);
    }
  }
}
