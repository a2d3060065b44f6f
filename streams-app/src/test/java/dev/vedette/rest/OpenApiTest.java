package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Holds the document against the server, and the server against the document. */
@TestInstance(Lifecycle.PER_CLASS)
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "0123456789abcdef";
  private static final String SUBJECT = "/v1/tenants/{tenant}/subjects/{type}/{id}";
  private static final String RISK = SUBJECT + "/risk";
  private static final String PROFILE = SUBJECT + "/profile";
  private static final String SESSION = "/v1/tenants/{tenant}/sessions/{id}";
  private static final String SESSIONS = "/v1/tenants/acme/sessions/";
  private static final String TOP = "/v1/tenants/{tenant}/risk/top";
  private static final String SUBJECTS = "/v1/tenants/acme/subjects/";

  private static final String EVENTS = Posts.PATH;

  private final Town town = new Town();
  private final HeldInbox inbox = new HeldInbox();
  private final RestServer server =
      RestServer.start(new RestSettings("127.0.0.1", 0, TOKEN), town.queries(), inbox.posting());
  private final Client client = Client.of(server);
  private final JsonNode document = document();

  /**
   * One request and the response that is documented for it.
   *
   * @param operation the path in the document
   * @param path the path that is asked
   * @param status what must come
   * @param state how the pipeline is
   * @param token whether the token is sent
   * @param post what is posted; null for a question
   */
  private record Exercise(
      String operation,
      String path,
      int status,
      String state,
      boolean token,
      HeldInbox.@Nullable Post post) {}

  private static final List<Exercise> EXERCISES =
      List.of(
          ok(RISK, SUBJECTS + "user/alice/risk"),
          ok(RISK, SUBJECTS + "user/bob/risk?at=2026-11-20T08:00:00Z"),
          ok(RISK, SUBJECTS + "user/alice/risk?at=2026-11-20T09:05:00Z"),
          ok(RISK, SUBJECTS + "ip/203.0.113.9/risk"),
          ok(RISK, SUBJECTS + "user/alice/risk?with=coverage"),
          refused(RISK, SUBJECTS + "user/alice/risk?with=everything", 400),
          ok(RISK, SUBJECTS + "session/s-alice/risk"),
          ok(RISK, SUBJECTS + "session/shared/risk?owner=user:carol"),
          refused(RISK, SUBJECTS + "user/alice/risk?at=x", 400),
          refused(RISK, SUBJECTS + "user/mallory/risk", 404),
          refused(RISK, SUBJECTS + "session/shared/risk", 409),
          nobody(RISK, SUBJECTS + "user/alice/risk"),
          down(RISK, SUBJECTS + "user/alice/risk"),
          ok(PROFILE, SUBJECTS + "user/alice/profile"),
          ok(PROFILE, SUBJECTS + "ip/203.0.113.9/profile"),
          ok(PROFILE, SUBJECTS + "session/s-alice/profile"),
          refused(PROFILE, SUBJECTS + "planet/mars/profile", 400),
          refused(PROFILE, SUBJECTS + "user/mallory/profile", 404),
          refused(PROFILE, SUBJECTS + "session/shared/profile", 409),
          nobody(PROFILE, SUBJECTS + "user/alice/profile"),
          down(PROFILE, SUBJECTS + "user/alice/profile"),
          ok(SESSION, SESSIONS + "s-alice"),
          ok(SESSION, SESSIONS + "shared?owner=user:carol"),
          refused(SESSION, SESSIONS + "s-alice?owner=", 400),
          refused(SESSION, SESSIONS + "never", 404),
          refused(SESSION, SESSIONS + "shared", 409),
          nobody(SESSION, SESSIONS + "s-alice"),
          down(SESSION, SESSIONS + "s-alice"),
          ok(TOP, "/v1/tenants/acme/risk/top"),
          ok(TOP, "/v1/tenants/acme/risk/top?type=session&limit=1"),
          ok(TOP, "/v1/tenants/nobody/risk/top"),
          refused(TOP, "/v1/tenants/acme/risk/top?limit=0", 400),
          nobody(TOP, "/v1/tenants/acme/risk/top"),
          down(TOP, "/v1/tenants/acme/risk/top"),
          ok("/v1/health", "/v1/health"),
          refused("/v1/health", "/v1/health?x=1", 400),
          ok("/v1/ready", "/v1/ready"),
          refused("/v1/ready", "/v1/ready?x=1", 400),
          down("/v1/ready", "/v1/ready"),
          ok("/metrics", "/metrics"),
          refused("/metrics", "/metrics?x=1", 400),
          nobody("/metrics", "/metrics"),
          ok("/openapi.yaml", "/openapi.yaml"),
          refused("/openapi.yaml", "/openapi.yaml?x=1", 400),
          nobody("/openapi.yaml", "/openapi.yaml"),
          posted(200, EVENTS, HeldInbox.GOOD),
          posted(200, EVENTS, HeldInbox.BAD),
          posted(400, EVENTS + "?format=klingon", HeldInbox.GOOD),
          posted(413, EVENTS, HeldInbox.LONG),
          posted(415, EVENTS, HeldInbox.FORM),
          posted(429, EVENTS, HeldInbox.MUCH),
          posted(503, EVENTS, HeldInbox.UNTAKEN),
          new Exercise(EVENTS, EVENTS, 401, "RUNNING", false, HeldInbox.GOOD));

  private static Exercise posted(int status, String path, HeldInbox.Post post) {
    return new Exercise(EVENTS, path, status, "RUNNING", true, post);
  }

  private static Exercise ok(String operation, String path) {
    return new Exercise(operation, path, 200, "RUNNING", true, null);
  }

  private static Exercise refused(String operation, String path, int status) {
    return new Exercise(operation, path, status, "RUNNING", true, null);
  }

  private static Exercise nobody(String operation, String path) {
    return new Exercise(operation, path, 401, "RUNNING", false, null);
  }

  private static Exercise down(String operation, String path) {
    return new Exercise(operation, path, 503, "REBALANCING", true, null);
  }

  @BeforeAll
  void live() {
    town.attack();
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
    town.close();
  }

  @Test
  void shouldDocumentExactlyTheRoutesThatThereAre() {
    var documented = new TreeSet<String>();
    document.get("paths").fieldNames().forEachRemaining(documented::add);
    var routes = new TreeSet<>(new Routes(town.queries()).all().keySet());
    routes.add(EVENTS);
    assertEquals(routes, documented);
    for (var path : document.get("paths").properties()) {
      assertEquals(1, path.getValue().size(), "every route has one method");
      assertTrue(path.getValue().has(method(path.getKey())));
    }
  }

  private static String method(String path) {
    return path.equals(EVENTS) ? "post" : "get";
  }

  @Test
  void shouldExerciseEveryDocumentedResponse() {
    var documented = new HashSet<String>();
    for (var path : document.get("paths").properties()) {
      path.getValue()
          .get(method(path.getKey()))
          .get("responses")
          .fieldNames()
          .forEachRemaining(status -> documented.add(path.getKey() + " " + status));
    }
    Set<String> exercised = new HashSet<>();
    EXERCISES.forEach(one -> exercised.add(one.operation() + " " + one.status()));
    assertEquals(new TreeSet<>(documented), new TreeSet<>(exercised));
  }

  @Test
  void shouldAnswerAsDocumented() throws Exception {
    var wrong = new ArrayList<String>();
    for (Exercise one : EXERCISES) {
      town.state = one.state();
      var request = client.request(one.path());
      if (one.token()) {
        request.header("Authorization", "Bearer " + TOKEN);
      }
      if (one.post() != null) {
        inbox.make(one.post(), request);
      }
      var response =
          one.status() == 429 ? inbox.whileHolding(client, request) : client.send(request.build());
      assertEquals(one.status(), response.statusCode(), one + " → " + response.body());
      check(one, response, wrong);
    }
    town.state = "RUNNING";
    assertEquals(List.of(), wrong);
  }

  private void check(Exercise one, HttpResponse<String> response, List<String> wrong)
      throws IOException {
    JsonNode documented =
        resolve(
            document
                .get("paths")
                .get(one.operation())
                .get(method(one.operation()))
                .get("responses")
                .get(String.valueOf(one.status())));
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
    JsonNode content = documented.get("content").get(type);
    assertNotNull(content, () -> one + " has an undocumented type " + type);
    if (documented.has("headers")) {
      documented
          .get("headers")
          .fieldNames()
          .forEachRemaining(header ->
              assertTrue(response.headers().firstValue(header).isPresent(), one + header));
    }
    JsonNode body =
        type.endsWith("json")
            ? JSON.readTree(response.body())
            : JSON.getNodeFactory().textNode(response.body());
    validate(content.get("schema"), body)
        .forEach(error -> wrong.add(one.path() + ": " + error + " in " + response.body()));
  }

  @Test
  void shouldRefuseWhatTheDocumentDoesNotAllow() throws Exception {
    var request = client.request(SUBJECTS + "user/alice/risk");
    var response = client.send(request.header("Authorization", "Bearer " + TOKEN).build());
    JsonNode schema = JSON.readTree("{\"$ref\":\"#/components/schemas/RiskAnswer\"}");
    assertEquals(List.of(), validate(schema, JSON.readTree(response.body())));
    for (String change : List.of("score", "level", "contributions", "extra")) {
      var answer = (ObjectNode) JSON.readTree(response.body());
      ((ObjectNode) answer.get("risk")).put(change, "something else");
      assertEquals(false, validate(schema, answer).isEmpty(), change);
    }
  }

  @Test
  void shouldServeTheDocument() throws Exception {
    var request = client.request("/openapi.yaml").header("Authorization", "Bearer " + TOKEN);
    var response = client.send(request.build());
    assertEquals(document, new ObjectMapper(new YAMLFactory()).readTree(response.body()));
    assertEquals("3.1.0", document.get("openapi").asText());
    for (JsonNode reference : document.findValues("$ref")) {
      assertNotNull(at(reference.asText()), reference::asText);
    }
  }

  private List<String> validate(JsonNode schema, JsonNode body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole)
        .validate(
            body,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.get("$ref");
    JsonNode found = reference == null ? node : at(reference.asText());
    assertNotNull(found, node::toString);
    return found;
  }

  private @Nullable JsonNode at(String reference) {
    JsonNode found = document.at(reference.substring(1));
    return found.isMissingNode() ? null : found;
  }

  private static JsonNode document() {
    try (var in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
