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
import dev.vedette.detectors.Registry;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Verdict;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
  private static final String SUBJECTS = "/v1/tenants/acme/subjects/";
  private final Stage stage = new Stage(Town::say);
  private final JsonNode document = Contract.DOCUMENT;

  @BeforeAll
  void live() {
    stage.live();
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @Test
  void shouldDocumentExactlyTheRoutesThatThereAre() {
    var documented = new TreeSet<String>();
    document.get("paths").fieldNames().forEachRemaining(documented::add);
    var routes = new TreeSet<String>();
    for (Route route : stage.server.routes()) {
      routes.add(route.path());
      String method = route.method().name().toLowerCase(Locale.ROOT);
      assertEquals(
          Contract.operation(route.path()),
          document.get("paths").get(route.path()).get(method),
          route::path);
    }
    assertEquals(routes, documented);
  }

  @Test
  void shouldExerciseEveryDocumentedResponse() {
    var documented = new HashSet<String>();
    for (Route route : stage.server.routes()) {
      Contract.operation(route.path())
          .get("responses")
          .fieldNames()
          .forEachRemaining(status -> documented.add(route.path() + " " + status));
    }
    Set<String> exercised = new HashSet<>();
    Stream.concat(Exercise.ALL.stream(), Exercise.refusals(stage.server.routes()).stream())
        .forEach(one -> exercised.add(one.operation() + " " + one.status()));
    assertEquals(new TreeSet<>(documented), new TreeSet<>(exercised));
  }

  @Test
  void shouldAnswerAsDocumented() throws Exception {
    var wrong = new ArrayList<String>();
    for (Exercise one : Exercise.ALL) {
      var response = stage.ask(one);
      assertEquals(one.status(), response.statusCode(), one + " → " + response.body());
      check(one, response, wrong);
    }
    stage.town.state = "RUNNING";
    assertEquals(List.of(), wrong);
  }

  /** All at once, as some must be slow. */
  @Test
  void shouldRefuseAsDocumented() throws Exception {
    List<Exercise> all = Exercise.refusals(stage.server.routes());
    var answers = new LinkedHashMap<Exercise, Future<HttpResponse<String>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(one -> answers.put(one, threads.submit(() -> stage.ask(one))));
    }
    var wrong = new ArrayList<String>();
    for (var one : answers.entrySet()) {
      var response = one.getValue().get();
      int status = one.getKey().status();
      assertEquals(status, response.statusCode(), one.getKey() + " → " + response.body());
      check(one.getKey(), response, wrong);
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void shouldDemandTheDocumentedRole() throws Exception {
    for (Route route : stage.server.routes()) {
      String needed = Contract.role(route.path());
      if (needed != null) {
        var allowed = new TreeSet<String>();
        for (Caller.Role role : Caller.Role.values()) {
          var response = stage.as(role, Exercise.good(route));
          if (response.statusCode() == 200) {
            allowed.add(role.name().toLowerCase(Locale.ROOT));
          } else {
            assertEquals(403, response.statusCode(), response::body);
          }
        }
        assertEquals(Set.of(needed), allowed, route::path);
      }
    }
  }

  /** Whoever reads of no role needs no token, and everybody else does. */
  @Test
  void shouldLetInWithoutATokenWhereTheDocumentSays() throws Exception {
    for (Route route : stage.server.routes()) {
      var response = stage.ask(Exercise.good(route).but(200, Exercise.Manner.NOBODY));
      assertEquals(
          Contract.role(route.path()) == null ? 200 : 401, response.statusCode(), route::path);
    }
  }

  private void check(Exercise one, HttpResponse<String> response, List<String> wrong)
      throws IOException {
    JsonNode documented =
        resolve(
            Contract.operation(one.operation()).get("responses").get(String.valueOf(one.status())));
    if (!documented.has("content")) {
      assertEquals("", response.body(), one::toString);
      return;
    }
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
    boolean isToRetry = response.headers().firstValue("Retry-After").isPresent();
    assertEquals(documented.at("/headers").has("Retry-After"), isToRetry, one::toString);
    JsonNode body =
        type.endsWith("json")
            ? JSON.readTree(response.body())
            : JSON.getNodeFactory().textNode(response.body());
    validate(content.get("schema"), body)
        .forEach(error -> wrong.add(one.path() + ": " + error + " in " + response.body()));
  }

  /** Who did not answer, and what nobody looked at, are two. */
  @Test
  void shouldSayWhyAListIsPartial() throws Exception {
    JsonNode schema = JSON.readTree("{\"$ref\":\"#/components/schemas/SubjectsAnswer\"}");
    for (boolean isMissing : new boolean[] {false, true}) {
      for (boolean isCut : new boolean[] {false, true}) {
        var listing =
            new SubjectQueries.Listing(
                Town.MORNING,
                null,
                List.of(),
                null,
                isMissing ? List.of("10.0.0.2:8080") : List.of(),
                isCut ? OptionalInt.of(50_000) : OptionalInt.empty());
        JsonNode answer = JSON.readTree(SubjectAnswers.list("acme", listing, null));
        assertEquals(List.of(), validate(schema, answer), answer::toString);
        assertEquals(isMissing || isCut, answer.get("partial").asBoolean());
        assertEquals(isMissing ? "10.0.0.2:8080" : "", answer.at("/missing/0").asText());
        assertEquals(isCut ? 50_000 : 0, answer.path("cutAfter").asInt());
      }
    }
  }

  @Test
  void shouldRefuseWhatTheDocumentDoesNotAllow() throws Exception {
    var request = stage.request(SUBJECTS + "user/alice/risk");
    var response = stage.client.send(request.build());
    JsonNode schema = JSON.readTree("{\"$ref\":\"#/components/schemas/RiskAnswer\"}");
    assertEquals(List.of(), validate(schema, JSON.readTree(response.body())));
    for (String change : List.of("score", "level", "contributions", "extra")) {
      var answer = (ObjectNode) JSON.readTree(response.body());
      ((ObjectNode) answer.get("risk")).put(change, "something else");
      assertEquals(false, validate(schema, answer).isEmpty(), change);
    }
  }

  @Test
  void shouldCountWhatWasFoundOut() throws Exception {
    var verdict =
        new Verdict(
            "v-all",
            Subject.of("acme", SubjectType.USER, "alice"),
            Verdict.Kind.TRUE_POSITIVE,
            null,
            null,
            stage.town.instant().plusSeconds(86_400).toEpochMilli(),
            stage.town.instant().plusSeconds(1).toEpochMilli(),
            "ann",
            "");
    stage.town.say(verdict);
    var request = stage.request("/v1/tenants/acme/detectors");
    var response = stage.client.send(request.build());
    JsonNode detectors = JSON.readTree(response.body()).get("detectors");
    assertEquals(Registry.all().size(), detectors.size());
    int found = 0;
    for (JsonNode one : detectors) {
      if (one.get("truePositives").asInt() > 0) {
        found++;
        assertEquals(1.0, one.get("precision").asDouble(), one::toString);
        assertEquals("2026-11-20", one.get("days").get(0).get("day").asText());
      } else {
        assertTrue(one.get("precision").isNull(), one::toString);
      }
    }
    assertTrue(found > 0, response.body());
  }

  @Test
  void shouldServeTheDocument() throws Exception {
    var request = stage.request("/openapi.yaml");
    var response = stage.client.send(request.build());
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
}
