package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.vedette.rest.live.Updates.Update;
import dev.vedette.runtime.Backlog;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Every operation of the document shows an answer, and every problem one of its kind: those of a
 * pipeline to fixed events at a fixed time. What the server really answers is left in {@code
 * target/openapi-examples}; {@code -Dvedette.docs.write=true} writes it over the examples that are
 * others.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OpenApiExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACME = "/v1/tenants/acme/";
  private static final String SUBJECTS = ACME + "subjects/";

  private static final String RENEW =
      "these answers are other than the document's examples, see target/openapi-examples; run the"
          + " test with -Dvedette.docs.write=true";

  /** Operation → what is asked of it. */
  private static final Map<String, String> QUESTIONS =
      Map.ofEntries(
          Map.entry("postEvents", "/v1/events"),
          Map.entry("getRisk", SUBJECTS + "user/alice/risk?with=counterfactual"),
          Map.entry("getWaterfall", SUBJECTS + "user/alice/waterfall.svg"),
          Map.entry("getProfile", SUBJECTS + "ip/203.0.113.9/profile"),
          Map.entry("getSession", ACME + "sessions/s-alice?owner=user:alice"),
          Map.entry("getTop", ACME + "risk/top?type=ip&limit=1"),
          Map.entry("listSubjects", ACME + "subjects?limit=1&type=user"),
          Map.entry("lookUpRisk", ACME + "risk/lookup"),
          Map.entry("getSeries", SUBJECTS + "user/alice/series?points=3&from=2026-11-20T09:00:00Z"),
          Map.entry("listSignals", SUBJECTS + "ip/203.0.113.9/signals"),
          Map.entry("listSessions", SUBJECTS + "user/alice/sessions"),
          Map.entry("getHabits", SUBJECTS + "user/alice/habits"),
          Map.entry("listIncidents", ACME + "incidents"),
          Map.entry("getIncident", ACME + "incidents/" + Exercise.ITS_ID),
          Map.entry("getDetectors", ACME + "detectors"),
          Map.entry("postVerdict", ACME + "verdicts"),
          Map.entry("listenToUpdates", ACME + "updates"),
          Map.entry("listDeadLetters", "/v1/dead-letters"),
          Map.entry("getDeadLetter", "/v1/dead-letters/0/3"),
          Map.entry("replayDeadLetter", "/v1/dead-letters/0/3/replay"),
          Map.entry("getPolicy", ACME + "policy"),
          Map.entry("getMe", "/v1/me"),
          Map.entry("getPipeline", "/v1/pipeline"),
          Map.entry("getSignIn", SignInRoutes.SIGN_IN),
          Map.entry("postSignInToken", SignInRoutes.TOKEN),
          Map.entry("getHealth", "/v1/health"),
          Map.entry("getReady", "/v1/ready"),
          Map.entry("getMetrics", "/metrics"),
          Map.entry("getOpenApi", "/openapi.yaml"));

  /** Problem, by its name if operations share it → what is asked for it. */
  private static final Map<String, Exercise> PROBLEMS =
      Map.ofEntries(
          problem("BadRequest", "/v1/tenants/{tenant}/subjects/{type}/{id}/risk", 400),
          problem("UnknownSubject", "/v1/tenants/{tenant}/subjects/{type}/{id}/risk", 404),
          problem("AmbiguousSession", "/v1/tenants/{tenant}/subjects/{type}/{id}/risk", 409),
          problem("Unavailable", "/v1/tenants/{tenant}/subjects/{type}/{id}/risk", 503),
          problem("UnknownItem", "/v1/tenants/{tenant}/incidents/{id}", 404),
          problem("TooLarge", SubjectRoutes.LOOKUP, 413),
          problem("OtherType", SubjectRoutes.LOOKUP, 415),
          problem("TopicUnavailable", LetterRoutes.LETTERS, 503),
          problem("IssuerUnavailable", SignInRoutes.SIGN_IN, 503),
          problem("getSignIn-404", SignInRoutes.SIGN_IN, 404),
          problem("postSignInToken-400", SignInRoutes.TOKEN, 400),
          problem("postSignInToken-404", SignInRoutes.TOKEN, 404),
          problem("postEvents-413", Posts.PATH, 413),
          problem("postEvents-415", Posts.PATH, 415),
          problem("postEvents-429", Posts.PATH, 429),
          problem("postEvents-503", Posts.PATH, 503),
          problem("postVerdict-413", VerdictPosts.PATH, 413),
          problem("postVerdict-415", VerdictPosts.PATH, 415),
          problem("postVerdict-503", VerdictPosts.PATH, 503),
          problem("replayDeadLetter-409", LetterRoutes.LETTER + "/replay", 409));

  /** How any operation is refused → the problem. */
  private static final Map<Exercise.Manner, String> REFUSALS =
      Map.of(
          Exercise.Manner.NOBODY, "Unauthorized",
          Exercise.Manner.WITHOUT_ROLE, "Forbidden",
          Exercise.Manner.OTHER_METHOD, "OtherMethod",
          Exercise.Manner.TOO_SLOW, "TooSlow",
          Exercise.Manner.OTHER_HOST, "Misdirected",
          Exercise.Manner.TOO_OFTEN, "TooMany",
          Exercise.Manner.BROKEN, "Failed");

  /** Verdicts change nothing here: each example stands for itself. */
  private final Stage stage = new Stage((town, verdict) -> {});

  private final JsonNode document = Contract.DOCUMENT;

  /** The first exercise of a status of an operation. */
  private static Map.Entry<String, Exercise> problem(String name, String operation, int status) {
    return Map.entry(
        name,
        Exercise.ALL.stream()
            .filter(one -> one.operation().equals(operation) && one.status() == status)
            .findFirst()
            .orElseThrow());
  }

  /** A measurement of Kafka's. */
  private record Measured(MetricName metricName, Object metricValue) implements Metric {}

  private static Map<MetricName, Metric> measured() {
    var measured = new HashMap<MetricName, Metric>();
    String group = "stream-thread-metrics";
    for (var one :
        Map.of("process-latency-avg", 0.25, "process-latency-max", 3.0, "commit-latency-avg", 12.5)
            .entrySet()) {
      var name = new MetricName(one.getKey(), group, "", Map.of());
      measured.put(name, new Measured(name, one.getValue()));
    }
    var threads = new MetricName("alive-stream-threads", "stream-metrics", "", Map.of());
    measured.put(threads, new Measured(threads, 2));
    for (int partition = 0; partition < 2; partition++) {
      Map<String, String> tags = Map.of("topic", "signals.v1", "partition", "" + partition);
      var lag = new MetricName("records-lag", "consumer-fetch-manager-metrics", "", tags);
      measured.put(lag, new Measured(lag, 7.0 * partition));
    }
    return measured;
  }

  /** Nobody reads one of two partitions. */
  private static Backlog backlog() {
    return new Backlog(
        Map.of(
            new TopicPartition("signals.v1", 0),
            new Backlog.Waiting(3, Duration.ofMillis(80)),
            new TopicPartition("signals.v1", 1),
            new Backlog.Waiting(512, Duration.ofSeconds(9))),
        Duration.ofMillis(1_200));
  }

  @BeforeAll
  void live() throws IOException {
    stage.town.measured = measured();
    stage.town.backlog = backlog();
    stage.live();
    var risk =
        stage.town.queries().list("acme", new SubjectQueries.Filter(null, null, null), 1, null);
    stage.updates.given.add(
        new Update("r.1_a.0", new Update.Risk(risk.subjects().getFirst().risk())));
    Files.createDirectories(Path.of("target", "openapi-examples"));
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @Test
  void shouldShowARealAnswerOfEveryOperation() throws Exception {
    Map<String, String> wrong = new TreeMap<>();
    Set<String> shown = new TreeSet<>();
    for (var path : document.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        String id = operation.get("operationId").asText();
        String question = QUESTIONS.get(id);
        assertNotNull(question, () -> id + " is asked nothing");
        boolean isPost = method.getKey().equals("post");
        var response =
            stage.ask(
                new Exercise(
                    path.getKey(),
                    question,
                    200,
                    "RUNNING",
                    Exercise.Manner.ADMITTED,
                    isPost ? post(operation) : null));
        assertEquals(200, response.statusCode(), () -> id + ": " + response.body());
        if (!isShown(id, operation.at("/responses/200/content"), response)) {
          wrong.put(id, response.body());
        }
        shown.add(id);
      }
    }
    assertEquals(Map.of(), wrong, RENEW);
    assertEquals(new TreeSet<>(QUESTIONS.keySet()), shown);
  }

  /** What is shown as posted; nothing to an operation that takes nothing. */
  private static HeldInbox.Post post(JsonNode operation) {
    JsonNode content = operation.at("/requestBody/content");
    if (content.isMissingNode()) {
      return new HeldInbox.Post("text/plain", "", true);
    }
    String type = content.fieldNames().next();
    JsonNode body = content.get(type).get("example");
    assertNotNull(body, () -> operation.get("operationId") + " shows nothing to post");
    return new HeldInbox.Post(type, body.isObject() ? body.toString() : body.asText(), true);
  }

  @Test
  void shouldShowEveryProblem() throws Exception {
    Map<String, JsonNode> documented = new TreeMap<>();
    for (var response : document.at("/components/responses").properties()) {
      documented.put(response.getKey(), response.getValue());
    }
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        for (var response : operation.get("responses").properties()) {
          if (response.getValue().at("/content").has(Problem.CONTENT_TYPE)) {
            String id = operation.get("operationId").asText();
            documented.put(id + "-" + response.getKey(), response.getValue());
          }
        }
      }
    }
    Map<String, String> wrong = new TreeMap<>();
    for (var one : problems().entrySet()) {
      JsonNode problem = documented.remove(one.getKey());
      assertNotNull(problem, one::getKey);
      var response = stage.ask(one.getValue());
      assertEquals(one.getValue().status(), response.statusCode(), response::body);
      if (!isShown(one.getKey(), problem.get("content"), response)) {
        wrong.put(one.getKey(), response.body());
      }
    }
    assertEquals(Map.of(), wrong, RENEW);
    assertEquals(Map.of(), documented);
  }

  private Map<String, Exercise> problems() {
    Map<String, Exercise> problems = new TreeMap<>(PROBLEMS);
    for (Exercise one : Exercise.refusals(stage.server.routes())) {
      String name = REFUSALS.get(one.manner());
      if (name != null && one.operation().equals(SubjectRoutes.LOOKUP)) {
        problems.put(name, one);
      }
    }
    return problems;
  }

  /** Whether the only content that is documented has the answer as its example. */
  private static boolean isShown(String name, JsonNode content, HttpResponse<String> response)
      throws IOException {
    assertEquals(1, content.size(), name);
    String type = content.fieldNames().next();
    String given = response.headers().firstValue("Content-Type").orElse("");
    assertEquals(type, given.split(";", -1)[0], name);
    Files.writeString(
        Path.of("target", "openapi-examples", name + "." + type.replaceAll(".*[/+]", "")),
        response.body(),
        UTF_8);
    JsonNode example = content.get(type).get("example");
    if (example == null) {
      return false;
    }
    if (matches(type, response.body(), example)) {
      return true;
    }
    // No answer is the beginning of the document.
    boolean renew = Boolean.getBoolean("vedette.docs.write") && !type.equals("application/yaml");
    if (renew) {
      OpenApiText.renew(name, type.endsWith("json"), response.body());
    }
    return renew;
  }

  private static boolean matches(String type, String body, JsonNode example) throws IOException {
    return switch (type) {
      // As text: a number has the digits that it is written with.
      case "application/json", Problem.CONTENT_TYPE ->
          JSON.readTree(body).equals(JSON.readTree(example.toString()));
      // No document holds itself: this one shows how it begins.
      case "application/yaml" ->
          example.asText().length() > 50 && body.startsWith(example.asText());
      case "text/plain" -> ofAnyProcess(body).equals(ofAnyProcess(example.asText()));
      default -> body.equals(example.asText());
    };
  }

  /** A page of measurements without what differs from one process to the next. */
  private static String ofAnyProcess(String page) {
    return page.replaceAll("(?m)^((?:jvm|process)_\\S+) [0-9.E-]+$", "$1");
  }

  @Test
  void shouldRenewAnExampleAndNothingElse() throws Exception {
    var yaml = new ObjectMapper(new YAMLFactory());
    String text = Files.readString(Path.of("src", "main", "resources", "openapi.yaml"));
    String body = "{\"status\":7,\"list\":[{\"a\":\"true\",\"b\":null}],\"none\":[]}";
    for (var one :
        Map.of(
                "getDetectors",
                "/paths/~1v1~1tenants~1{tenant}~1detectors/get/responses/200/content/application~1json",
                "postEvents-429",
                "/paths/~1v1~1events/post/responses/429/content/application~1problem+json",
                "BadRequest",
                "/components/responses/BadRequest/content/application~1problem+json")
            .entrySet()) {
      JsonNode expected = yaml.readTree(text);
      var content = (ObjectNode) expected.at(one.getValue());
      assertTrue(content.has("example"), one::getKey);
      content.set("example", JSON.readTree(body));
      String renewed = OpenApiText.renewed(text, one.getKey(), true, body);
      assertEquals(expected, yaml.readTree(renewed), one.getKey());
    }
    String page = OpenApiText.renewed(text, "getMetrics", false, "# a\n\nb 1\n");
    assertEquals(
        "# a\n\nb 1\n",
        yaml.readTree(page)
            .at("/paths/~1metrics/get/responses/200/content/text~1plain/example")
            .asText());
    assertEquals(document.get("components"), yaml.readTree(page).get("components"));
  }

  @Test
  void shouldTellUpdatesAsAStream() throws Exception {
    String[] lines =
        stage.client.send(stage.request(ACME + "updates").build()).body().split("\n", -1);
    assertEquals("retry: 2000", lines[0]);
    assertEquals("id: r.0_a.0", lines[1]);
    assertEquals("event: risk", lines[3]);
    assertEquals("id: r.1_a.0", lines[4]);
    JsonNode data = JSON.readTree(lines[5].substring("data: ".length()));
    assertEquals("alice", data.at("/subject/id").asText());
    assertTrue(data.has("previousLevel"));
    assertEquals("event: cut", lines[7]);
  }
}
