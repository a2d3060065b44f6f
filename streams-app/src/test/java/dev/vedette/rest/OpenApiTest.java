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
import java.util.List;
import java.util.Locale;
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
  private static final String SUBJECTS = "/v1/tenants/acme/subjects/";
  private final Stage stage = new Stage(Town::say);
  private final JsonNode document = document();

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
      assertEquals(method, method(route.path()), route::path);
    }
    assertEquals(routes, documented);
  }

  /** The only method of a path. */
  private String method(String path) {
    var methods = new ArrayList<String>();
    document.get("paths").get(path).fieldNames().forEachRemaining(methods::add);
    assertEquals(1, methods.size(), path);
    return methods.getFirst();
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
    Exercise.ALL.forEach(one -> exercised.add(one.operation() + " " + one.status()));
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
    JsonNode body =
        type.endsWith("json")
            ? JSON.readTree(response.body())
            : JSON.getNodeFactory().textNode(response.body());
    validate(content.get("schema"), body)
        .forEach(error -> wrong.add(one.path() + ": " + error + " in " + response.body()));
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

  private static JsonNode document() {
    try (var in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
