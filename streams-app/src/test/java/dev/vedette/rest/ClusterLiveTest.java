package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.rest.cluster.Mark;
import dev.vedette.risk.Cells;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.Placement;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances over one broker, asked over HTTP. */
class ClusterLiveTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int USERS = 16;
  private static final String TENANT = "/v1/tenants/acme";
  private static final String ALL = "all-0123456789abcdef";
  private static final String OURS = "acme-0123456789abcdef";

  private final PipelineSettings settings =
      PipelineSettings.DEFAULT.withTopicPrefix(Brokers.unique("cluster") + ".");
  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final String application = Brokers.unique("cluster");
  private final Names names = new Names(settings.topicPrefix());

  @TempDir private Path directory;

  /** An instance. */
  private record Running(Pipeline pipeline, Cluster cluster, RestServer server, Client client)
      implements AutoCloseable {
    String name() {
      return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
      client.close();
      server.close();
      cluster.close();
      pipeline.close();
    }
  }

  private Running start(String instance) throws Exception {
    int port = freePort();
    var deployment = deployment(instance).advertisedAt("127.0.0.1:" + port);
    Wire wire = Wire.of(PackagedSchemas.load());
    Pipeline pipeline = Pipeline.start(settings, wire, deployment);
    var cluster =
        Cluster.join(
            pipeline,
            settings,
            wire,
            new ClusterSettings("127.0.0.1:" + port, key(), Duration.ofSeconds(10)),
            InstantSource.system());
    var access = new AccessSettings(tokens(), null, null);
    RestServer server =
        RestServer.start(
            new RestSettings("127.0.0.1", port, null).with(access), Backend.of(cluster));
    return new Running(pipeline, cluster, server, Client.of(server));
  }

  private Deployment deployment(String instance) {
    return new Deployment(
        application,
        clients,
        directory.resolve(instance),
        1,
        Duration.ofMillis(100),
        1 << 20,
        4,
        false,
        1,
        instance);
  }

  private Path key() throws IOException {
    return Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef\n");
  }

  private Path tokens() throws IOException {
    return Files.writeString(
        directory.resolve("tokens"),
        """
        all reader,admin * sha256:%s
        ours reader acme sha256:%s
        """
            .formatted(Grant.digest(ALL), Grant.digest(OURS)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Timeout(420)
  void shouldAnswerForAllOnAnyInstance() throws Exception {
    Pipeline.provision(settings, deployment("one"));
    try (Running one = start("one")) {
      feed();
      List<JsonNode> alone = awaitAll(one);
      JsonNode topAlone = ok(one, TENANT + "/risk/top?limit=20");
      try (Running two = start("two")) {
        awaitBothWork(one, two);
        shouldAnswerForAnySubject(one, two, alone);
        shouldSayWhoKnowsNothing(one, two);
        shouldListAsOne(one, two, topAlone);
        shouldLookUpAll(one, two);
        shouldKeepTenantsApart(one, two);
        shouldBelieveItsLikeOnly(one, two);
        shouldAnswerFromCopies(one, two);
      }
    }
  }

  private void shouldAnswerForAnySubject(Running one, Running two, List<JsonNode> alone)
      throws Exception {
    var owners = new HashSet<String>();
    for (int i = 0; i < USERS; i++) {
      JsonNode here = awaitActive(one, risk(i));
      JsonNode there = awaitActive(two, risk(i));
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
        assertEquals(shape(awaitOk(one, path)), shape(awaitOk(two, path)), path);
      }
      String session = TENANT + "/subjects/session/s" + i + "/risk";
      assertEquals("u" + i, awaitOk(one, session).get("risk").get("owner").get("id").asText());
      assertEquals("u" + i, awaitOk(two, session).get("risk").get("owner").get("id").asText());
      assertTrue(awaitOk(two, TENANT + "/sessions/s" + i).has("may"));
    }
    assertEquals(Set.of(one.name(), two.name()), owners);
    for (Running asked : List.of(one, two)) {
      assertEquals(404, awaitAnswer(asked, TENANT + "/subjects/user/nobody/risk").statusCode());
      assertEquals(200, awaitAnswer(asked, TENANT + "/incidents?state=all").statusCode());
      assertEquals(404, awaitAnswer(asked, TENANT + "/incidents/none").statusCode());
    }
  }

  /** That somebody is unknown says who looked, and how fresh that was. */
  private void shouldSayWhoKnowsNothing(Running one, Running two) throws Exception {
    var looked = new HashSet<String>();
    for (Running asked : List.of(one, two)) {
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
  private static JsonNode unknown(Running asked, String path) throws Exception {
    var response = awaitAnswer(asked, path);
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

  private void shouldListAsOne(Running one, Running two, JsonNode alone) throws Exception {
    List<String> expected = ids(alone);
    assertEquals(USERS / 2, expected.size(), expected.toString());
    for (Running asked : List.of(one, two)) {
      JsonNode top = awaitWhole(asked, TENANT + "/risk/top?limit=20");
      assertEquals(expected, ids(top));
      var paged = new ArrayList<String>();
      String next = "";
      int pages = 0;
      do {
        // Each page of another instance: the cursors are everybody's.
        Running turn = pages++ % 2 == 0 ? one : two;
        JsonNode page = awaitWhole(turn, TENANT + "/subjects?type=user&limit=3" + next);
        paged.addAll(ids(page));
        next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
      } while (!next.isEmpty());
      assertEquals(expected, paged);
      JsonNode found = awaitWhole(asked, TENANT + "/subjects?type=user&q=U1&limit=50");
      assertEquals(
          IntStream.range(0, USERS)
              .mapToObj(i -> "u" + i)
              .filter(id -> id.contains("u1"))
              .collect(Collectors.toSet()),
          new HashSet<>(ids(found)));
      assertEquals(ids(found).size(), new HashSet<>(ids(found)).size());
      assertFalse(awaitWhole(asked, TENANT + "/detectors").get("detectors").isEmpty());
      assertEquals("[\"acme\"]", ok(asked, "/v1/me").get("tenantsSeen").toString());
      JsonNode instances = ok(asked, "/v1/pipeline").get("instances");
      assertEquals(2, instances.size(), instances.toString());
      instances.forEach(instance -> assertEquals("reachable", instance.get("state").asText()));
    }
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.get("subjects").forEach(one -> ids.add(one.get("subject").get("id").asText()));
    return ids;
  }

  private void shouldLookUpAll(Running one, Running two) throws Exception {
    String body =
        IntStream.rangeClosed(0, USERS)
            .mapToObj(i -> "{\"type\":\"user\",\"id\":\"u%d\"}".formatted(i))
            .collect(Collectors.joining(",", "{\"subjects\":[", "]}"));
    for (Running asked : List.of(one, two)) {
      JsonNode answer;
      long deadline = deadline();
      do {
        var response = ask(asked, TENANT + "/risk/lookup", ALL, body, null);
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

  private void shouldKeepTenantsApart(Running one, Running two) throws Exception {
    for (Running asked : List.of(one, two)) {
      for (int i = 0; i < 4; i++) {
        String path = "/v1/tenants/globex/subjects/user/u%d/risk".formatted(i);
        assertEquals(403, ask(asked, path, OURS, null, null).statusCode());
        assertEquals(401, ask(asked, risk(i), "wrong-0123456789abcdef", null, null).statusCode());
        assertEquals(200, awaitAnswer(asked, risk(i)).statusCode());
      }
      assertEquals(403, ask(asked, "/v1/tenants/globex/risk/top", OURS, null, null).statusCode());
    }
  }

  private void shouldBelieveItsLikeOnly(Running one, Running two) throws Exception {
    String signed = "127.0.0.1:1 %d aaaa".formatted(System.currentTimeMillis());
    for (String mark : List.of("127.0.0.1:1", signed, signed.replace("aaaa", ""), "")) {
      assertEquals(403, ask(one, risk(0), ALL, null, mark).statusCode(), mark);
    }
    assertEquals(404, ask(two, "/v1/peers/records", ALL, "x", null).statusCode());
  }

  /** One instance's server is gone, then all of it: who follows it answers, or nobody does. */
  private void shouldAnswerFromCopies(Running one, Running two) throws Exception {
    var owned = new ArrayList<Integer>();
    for (int i = 0; i < USERS; i++) {
      if (awaitActive(one, risk(i)).get("from").get("instance").asText().equals(two.name())) {
        owned.add(i);
      }
    }
    assertFalse(owned.isEmpty());
    two.server().close();
    for (int user : owned) {
      JsonNode from = awaitOk(one, risk(user)).get("from");
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
    assertEquals(USERS / 2, ids(awaitWhole(one, TENANT + "/risk/top?limit=20")).size());
    two.pipeline().close();
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < until) {
      for (int user : owned) {
        var response = ask(one, risk(user), ALL, null, null);
        if (response.statusCode() == 503) {
          assertTrue(response.headers().firstValue("Retry-After").isPresent());
        } else {
          assertEquals(200, response.statusCode(), response.body());
        }
      }
    }
    for (int user : owned) {
      var _ = awaitOk(one, risk(user));
    }
  }

  /** Until each works on something, and each has copies of the other's that are whole. */
  private void awaitBothWork(Running one, Running two) throws Exception {
    long deadline = deadline();
    while (true) {
      var placement = one.pipeline().placement();
      boolean ready = true;
      for (var topic : List.of(Topics.OBSERVATIONS, Topics.SIGNALS, Topics.RISES)) {
        var owners = new HashSet<@Nullable String>();
        for (int part = 0; part < 4; part++) {
          owners.add(placement.seat(topic.name(), part).active());
          Pipeline other = placement.isMine(topic.name(), part) ? two.pipeline() : one.pipeline();
          ready &= other.freshness(topic, part) != null;
        }
        ready &= topic.equals(Topics.RISES) || owners.size() == 2;
      }
      if (ready && placement.equals(withMe(two.pipeline().placement(), placement.me()))) {
        return;
      }
      assertTrue(System.nanoTime() < deadline, placement::toString);
      Thread.sleep(200);
    }
  }

  private static Placement withMe(Placement other, String me) {
    return new Placement(me, other.instances(), other.seats());
  }

  private static String risk(int user) {
    return TENANT + "/subjects/user/u" + user + "/risk";
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  /** All users' risks, once those with evidence have it. */
  private List<JsonNode> awaitAll(Running asked) throws Exception {
    var risks = new ArrayList<JsonNode>();
    for (int i = 0; i < USERS; i++) {
      long deadline = deadline();
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
  private JsonNode awaitKnown(Running asked, int user, long deadline) throws Exception {
    while (true) {
      var session = ask(asked, TENANT + "/subjects/session/s" + user + "/risk", ALL, null, null);
      var response = ask(asked, risk(user), ALL, null, null);
      if (session.statusCode() == 200 && response.statusCode() == 200) {
        return Client.json(response);
      }
      assertTrue(System.nanoTime() < deadline, response::body);
      Thread.sleep(50);
    }
  }

  private static JsonNode ok(Running asked, String path) throws Exception {
    var response = ask(asked, path, ALL, null, null);
    assertEquals(200, response.statusCode(), response.body());
    return Client.json(response);
  }

  private static JsonNode awaitOk(Running asked, String path) throws Exception {
    var response = awaitAnswer(asked, path);
    assertEquals(200, response.statusCode(), path + ": " + response.body());
    return Client.json(response);
  }

  /** An answer of who works on the state: where machines are slow, a copy may be quicker. */
  private static JsonNode awaitActive(Running asked, String path) throws Exception {
    long deadline = deadline();
    while (true) {
      JsonNode answer = awaitOk(asked, path);
      if (answer.get("from").get("role").asText().equals("active")) {
        return answer;
      }
      assertTrue(System.nanoTime() < deadline, answer::toString);
      Thread.sleep(50);
    }
  }

  private static JsonNode awaitWhole(Running asked, String path) throws Exception {
    long deadline = deadline();
    while (true) {
      JsonNode answer = awaitOk(asked, path);
      if (!answer.get("partial").asBoolean()) {
        return answer;
      }
      assertNotEquals(0, answer.get("missing").size());
      assertTrue(System.nanoTime() < deadline, answer::toString);
      Thread.sleep(50);
    }
  }

  /** The first answer that is not that the state cannot be read now. */
  private static HttpResponse<String> awaitAnswer(Running asked, String path) throws Exception {
    long deadline = deadline();
    while (true) {
      var response = ask(asked, path, ALL, null, null);
      if (response.statusCode() != 503) {
        return response;
      }
      assertTrue(System.nanoTime() < deadline, response::body);
      Thread.sleep(50);
    }
  }

  private static HttpResponse<String> ask(
      Running asked, String path, String token, @Nullable String body, @Nullable String mark)
      throws Exception {
    HttpRequest.Builder request =
        asked.client().request(path).header("Authorization", "Bearer " + token);
    if (body != null) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    if (mark != null) {
      request.header(Mark.HEADER, mark);
    }
    return asked.client().send(request.build());
  }

  /** Everybody signs in; against half of them there is evidence, of each another amount. */
  private void feed() {
    var serdes = new WireSerdes(PackagedSchemas.load());
    Instant now = Instant.now();
    try (var events =
            new KafkaProducer<>(
                clients.toProperties(), new ByteArraySerializer(), new ByteArraySerializer());
        var signals =
            new KafkaProducer<>(
                clients.toProperties(), new StringSerializer(), serdes.signals().serializer())) {
      for (int i = 0; i < USERS; i++) {
        String event =
            """
            {"id":"e%d","time":"%s","tenant":"acme","category":"authentication",\
            "action":"sign_in","outcome":"success","principal":{"type":"user","id":"u%d"},\
            "session":"s%d","source":{"ip":"203.0.113.9"}}\
            """
                .formatted(i, now, i, i);
        var _ =
            events.send(
                new ProducerRecord<>(
                    names.inbox(), new byte[0], event.getBytes(StandardCharsets.UTF_8)));
        if (i % 2 == 0) {
          Subject user = Subject.of("acme", SubjectType.USER, "u" + i);
          var _ =
              signals.send(
                  new ProducerRecord<>(
                      names.of(Topics.SIGNALS), SubjectKey.encode(user), signal(user, i, now)));
        }
      }
    }
  }

  private static Signal signal(Subject user, int number, Instant now) {
    long end =
        Math.floorDiv(now.toEpochMilli(), Cells.HOUR_MILLIS) * Cells.HOUR_MILLIS
            + Cells.HOUR_MILLIS;
    return new Signal(
        user,
        "test",
        Family.CREDENTIAL,
        end - Cells.HOUR_MILLIS,
        end,
        null,
        500_000 + 250_000 * number,
        0,
        "for the test",
        "",
        List.of(),
        "e" + number,
        now.toEpochMilli(),
        now.toEpochMilli());
  }
}
