package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.SubjectKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class RestServerTest {
  private static final String SUBJECTS = "/v1/tenants/acme/subjects/";
  private static final String ALICE = SUBJECTS + "user/alice/risk";

  private final Town town = new Town();
  private final RestServer server =
      RestServer.start(new RestSettings("127.0.0.1", 0, null), town.queries());
  private final Client client = Client.of(server);

  @BeforeAll
  void live() {
    town.attack();
  }

  @AfterEach
  void run() {
    town.state = "RUNNING";
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
    town.close();
  }

  @Test
  void shouldSayWhetherASessionMayGoOn() throws Exception {
    JsonNode alice = client.json("/v1/tenants/acme/sessions/s-alice");
    assertEquals("active", alice.get("state").asText());
    assertEquals("s-alice", alice.get("session").get("id").asText());
    assertEquals("alice", alice.get("owner").get("id").asText());
    assertTrue(alice.get("evidenceAgeSeconds").asLong() < 3_600, alice::toString);
    assertEquals(alice.get("risk").get("score"), alice.get("score"));
    assertEquals("HIGH", alice.get("level").asText());
    assertEquals("step_up", alice.get("may").asText());
    JsonNode bob = client.json("/v1/tenants/acme/sessions/s-bob");
    assertEquals("go_on", bob.get("may").asText());
    assertTrue(bob.get("evidenceAgeSeconds").isNull(), bob::toString);
  }

  @Test
  void shouldAnswerWithAnExplanationThatAddsUp() throws Exception {
    JsonNode answer = client.json(ALICE);
    JsonNode risk = answer.get("risk");
    assertTrue(risk.get("score").asDouble() > 25, risk::toString);
    var sum = BigDecimal.ZERO;
    boolean named = false;
    for (JsonNode term : risk.get("contributions")) {
      sum = sum.add(term.get("nats").decimalValue());
      if (term.has("signals")) {
        named = true;
        var parts = term.get("rest").decimalValue();
        for (JsonNode part : term.get("signals")) {
          parts = parts.add(part.get("nats").decimalValue());
        }
        assertEquals(0, parts.compareTo(term.get("nats").decimalValue()), term::toString);
      }
    }
    assertTrue(named, "some signal is named");
    assertEquals(0, sum.compareTo(risk.get("logOdds").decimalValue()), risk::toString);
    assertEquals(town.instant().toString(), answer.get("asOf").asText());
    assertEquals(town.instant().toString(), answer.get("dataTime").asText());
  }

  @Test
  void shouldTakeAnyCharacterInAPath() throws Exception {
    String odd = "team/ops é%2B..";
    JsonNode risk =
        client.json(SUBJECTS + "user/" + SubjectKey.encodePart(odd) + "/risk").get("risk");
    assertEquals(odd, risk.get("subject").get("id").asText());
    assertEquals(
        "a/b", client.json(SUBJECTS + "session/a%2fb/risk").get("risk").get("session").asText());
    String owner = URLEncoder.encode("user:" + odd, StandardCharsets.UTF_8);
    assertEquals(
        odd,
        client
            .json(SUBJECTS + "session/a%2Fb/profile?owner=" + owner)
            .get("owner")
            .get("id")
            .asText());
    for (String id :
        List.of(
            "a%2Fb",
            "%2e",
            "%2E%2E",
            "%2E%2E%2F%2E%2E",
            "a;b",
            "a%3Bb",
            "%5C",
            "%25",
            "%0A",
            "+",
            "a%20b",
            "%F0%9F%98%80",
            "..;",
            "%3F%23")) {
      problem(client.get(SUBJECTS + "user/" + id + "/risk"), 404, "unknown-subject");
    }
  }

  @Test
  void shouldRefuseWhatIsNotAPercentEncodedText() throws Exception {
    for (String id : List.of("%00", "%FF", "%C0%AF", "%", "%2", "%zz", "%u0041", "\u00e9")) {
      String answer =
          client.raw(
              "GET "
                  + SUBJECTS
                  + "user/"
                  + id
                  + "/risk HTTP/1.1\r\nHost: localhost\r\n"
                  + "Connection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400 "), () -> id + ": " + answer);
      assertTrue(answer.contains("urn:vedette:problem:bad-request"), () -> id + ": " + answer);
    }
  }

  @Test
  void shouldFindASessionsOwnerOrAskForIt() throws Exception {
    assertEquals(
        "bob",
        client.json(SUBJECTS + "session/s-bob/risk").get("risk").get("owner").get("id").asText());
    JsonNode ambiguous =
        problem(client.get(SUBJECTS + "session/shared/risk"), 409, "ambiguous-session");
    assertEquals("[\"user:carol\",\"user:dave\"]", ambiguous.get("owners").toString());
    client.json(SUBJECTS + "session/shared/risk?owner=user:carol");
    for (String stranger : List.of("user:bob", "service:carol", "")) {
      problem(
          client.get(SUBJECTS + "session/shared/risk?owner=" + stranger), 404, "unknown-subject");
    }
    problem(client.get(SUBJECTS + "session/unheard/risk"), 404, "unknown-subject");
  }

  @Test
  void shouldCheckWhatItIsAsked() throws Exception {
    String top = "/v1/tenants/acme/risk/top";
    for (String path :
        List.of(
            SUBJECTS + "user/alice/risk?at=yesterday",
            SUBJECTS + "user/alice/risk?at=2026-11-20",
            SUBJECTS + "user/alice/risk?at=2026-11-22T09:30:00Z",
            SUBJECTS + "user/alice/risk?at=1969-12-31T23:59:59Z",
            SUBJECTS + "user/alice/risk?at=%2B1000000000-12-31T23:59:59Z",
            SUBJECTS + "user/alice/risk?at=-1000000000-01-01T00:00:00Z",
            SUBJECTS + "user/alice/risk?when=now",
            SUBJECTS + "user/alice/risk?owner=user:bob",
            SUBJECTS + "session/x/risk?owner=bob",
            SUBJECTS + "session/x/risk?owner=ip:10.0.0.1",
            SUBJECTS + "session/x/risk?owner=user:",
            SUBJECTS + "session/x/risk?owner=user:a&owner=user:b",
            SUBJECTS + "planet/mars/risk",
            SUBJECTS + "USER/alice/risk",
            SUBJECTS + "user/" + "a".repeat(513) + "/risk",
            top + "?limit=0",
            top + "?limit=1001",
            top + "?limit=",
            top + "?limit=-1",
            top + "?limit=99999999999",
            top + "?type=planet",
            "/v1/health?x=1")) {
      problem(client.get(path), 400, "bad-request");
    }
    client.json(SUBJECTS + "user/alice/risk?at=2026-11-20T10:00:00+01:00");
    client.json(SUBJECTS + "user/alice/risk?at=2026-11-20T10:00:00%2B01:00");
    client.json(top + "?limit=1000&type=user");
  }

  @Test
  void shouldRankWithReasons() throws Exception {
    JsonNode subjects = client.json("/v1/tenants/acme/risk/top?limit=2").get("subjects");
    assertEquals(2, subjects.size());
    assertTrue(subjects.get(0).get("score").asDouble() >= subjects.get(1).get("score").asDouble());
    assertFalse(subjects.get(0).get("reason").asText().isEmpty());
    JsonNode sessions = client.json("/v1/tenants/acme/risk/top?type=session").get("subjects");
    assertEquals(1, sessions.size(), "alice is risky, and so is her session");
    assertEquals("s-alice", sessions.get(0).get("subject").get("id").asText());
  }

  @Test
  void shouldAnswerEveryErrorWithAProblem() throws Exception {
    for (String path :
        List.of(
            "/v1",
            "/console/app.mjs",
            "/console/../openapi.yaml",
            "/console/%2e%2e/openapi.yaml",
            "/v1/health/",
            "/v2/health",
            "//v1/health",
            SUBJECTS + "user/alice",
            SUBJECTS + "user/al/ice/risk",
            "/v1/tenants//risk/top")) {
      problem(client.get(path), 404, "not-found");
    }
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
      var response =
          client.send(client.request(ALICE).method(method, BodyPublishers.ofString("{}")).build());
      problem(response, 405, "method-not-allowed");
      assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElse(""));
    }
  }

  @Test
  void shouldServeTheConsoleWithoutATokenAndLetItReachNothingElse() throws Exception {
    assertEquals("/console/", client.get("/").headers().firstValue("Location").orElse(""));
    var files = new ArrayList<>(List.of("", "preact.js"));
    try (var sources = Files.list(Path.of("src/main/resources/console"))) {
      sources.map(source -> String.valueOf(source.getFileName())).forEach(files::add);
    }
    assertTrue(files.contains("app.js"), files.toString());
    for (String file : files) {
      var response = client.get("/console/" + file);
      assertEquals(200, response.statusCode(), file);
      assertTrue(response.body().length() > 100, file);
      assertEquals(
          Console.CONTENT_SECURITY_POLICY,
          response.headers().firstValue("Content-Security-Policy").orElse(""),
          file);
      String tag = response.headers().firstValue("ETag").orElse("");
      var again =
          client.send(client.request("/console/" + file).header("If-None-Match", tag).build());
      assertEquals(304, again.statusCode(), file);
    }
    assertFalse(client.get("/console/").body().contains("<script>"), "no script in the page");
  }

  @Test
  void shouldSayWhenItIsNotReady() throws Exception {
    assertEquals("ready", client.json("/v1/ready").get("status").asText());
    for (String state : List.of("REBALANCING", "ERROR")) {
      town.state = state;
      var notReady = client.get("/v1/ready");
      problem(notReady, 503, "not-ready");
      assertEquals("5", notReady.headers().firstValue("Retry-After").orElse(""));
      var unavailable = client.get(ALICE);
      problem(unavailable, 503, "stores-unavailable");
      assertEquals("1", unavailable.headers().firstValue("Retry-After").orElse(""));
      assertEquals("up", client.json("/v1/health").get("status").asText());
      String metrics = client.get("/metrics").body();
      assertTrue(metrics.contains("vedette_pipeline_running 0\n"), metrics);
      assertFalse(metrics.contains("vedette_events_total"), metrics);
    }
  }

  @Test
  void shouldMeasureWithBoundedLabels() throws Exception {
    var response = client.get("/metrics");
    String metrics = response.body();
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        response.headers().firstValue("Content-Type").orElse("").replace(";charset", "; charset"));
    assertTrue(metrics.contains("vedette_records_read_total 35\n"), metrics);
    assertTrue(metrics.contains("vedette_events_total{outcome=\"scored\"} 35\n"), metrics);
    assertTrue(
        metrics.contains(
            "vedette_source_events_total{source=\"access-event\",outcome=\"scored\"} 35\n"),
        metrics);
    assertTrue(metrics.contains("vedette_pipeline_running 1\n"), metrics);
    var sample = "[a-z_]+(\\{[a-z]+=\"[^\"\\\\]*\"(,[a-z]+=\"[^\"\\\\]*\")?\\})? -?[0-9][0-9.E-]*";
    var typed = new ArrayList<String>();
    for (String line : metrics.split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        typed.add(line.split(" ", -1)[2]);
      } else if (!line.isEmpty() && !line.startsWith("# HELP ")) {
        assertTrue(line.matches(sample), line);
        assertEquals(typed.getLast(), line.split("[{ ]", -1)[0]);
      }
    }
    assertEquals(typed.stream().distinct().toList(), typed);
    assertFalse(metrics.contains("alice") || metrics.contains("acme"), metrics);
  }

  @Test
  void shouldSetSecurityHeaders() throws Exception {
    for (String path : List.of(ALICE, "/v1/health", "/nothing", ALICE + "?x=1")) {
      var headers = client.get(path).headers();
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
      assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""));
      assertTrue(headers.firstValue("Server").isEmpty());
    }
  }

  @Test
  void shouldRefuseMalformedAndOversizedRequests() throws Exception {
    String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    for (String request :
        List.of(
            "NONSENSE\r\n\r\n",
            "GET /v1/health HTTP/1.1\r\n\r\n",
            "GET /v1/health" + end + "X: " + "x".repeat(20_000) + "\r\n\r\n",
            "GET /" + "x".repeat(20_000) + end + "\r\n",
            "GET /v1/health" + end + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n")) {
      String answer = client.raw(request);
      assertTrue(answer.matches("(?s)HTTP/1\\.1 4\\d\\d .*"), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
      assertTrue(answer.contains("urn:vedette:problem:"), answer);
      assertFalse(answer.contains("jetty") || answer.contains("Jetty"), answer);
    }
  }

  @Test
  void shouldAnswerLoopbackHostsOnly() throws Exception {
    for (String host : List.of("localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8080")) {
      assertTrue(health(host).startsWith("HTTP/1.1 200 "), host);
    }
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil:80")) {
      String answer = health(host);
      assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
      assertTrue(answer.contains("urn:vedette:problem:misdirected-request"), answer);
    }
  }

  private String health(String host) throws IOException {
    return client.raw("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void shouldAskForTheToken() throws Exception {
    String token = "0123456789abcdef";
    var settings = new RestSettings("127.0.0.1", 0, token);
    try (var guarded = RestServer.start(settings, town.queries());
        var caller = Client.of(guarded)) {
      for (String path : List.of(ALICE, "/metrics", "/openapi.yaml", "/nothing")) {
        var refused = caller.get(path);
        problem(refused, 401, "unauthorized");
        assertTrue(
            refused.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
      }
      for (String wrong :
          List.of("Bearer", "Bearer ", "Bearer 0123456789abcdeF", "Basic " + token, token)) {
        problem(
            caller.send(caller.request(ALICE).header("Authorization", wrong).build()),
            401,
            "unauthorized");
      }
      assertEquals(
          200,
          caller
              .send(caller.request(ALICE).header("Authorization", "Bearer " + token).build())
              .statusCode());
      assertEquals(200, caller.get("/v1/health").statusCode());
      assertEquals(200, caller.get("/v1/ready").statusCode());
    }
  }

  @Test
  void shouldTellNobodyWhatFailedInside() throws Exception {
    Logger logger = Logger.getLogger(RestServer.class.getName());
    var logged = new CopyOnWriteArrayList<String>();
    var handler =
        new StreamHandler() {
          @Override
          public synchronized void publish(LogRecord record) {
            var text = new StringWriter();
            if (record.getThrown() != null) {
              record.getThrown().printStackTrace(new PrintWriter(text));
            }
            logged.add(record.getMessage() + " " + text);
          }
        };
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    var settings = new RestSettings("127.0.0.1", 0, null);
    for (boolean error : new boolean[] {false, true}) {
      try (var broken = RestServer.start(settings, Broken.queries(error));
          var caller = Client.of(broken)) {
        var response = caller.get(ALICE);
        assertEquals(500, response.statusCode());
        assertTrue(response.body().contains("urn:vedette:problem:internal-error"));
        assertFalse(response.body().contains(Broken.SECRET), response.body());
      }
    }
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    String all = String.join("\n", logged);
    assertTrue(all.contains("java.lang.ArithmeticException"), all);
    assertTrue(all.contains("java.lang.AssertionError"), all);
    assertTrue(all.contains("dev.vedette.rest.RiskRoutes.risk"), all);
    assertFalse(all.contains(Broken.SECRET) || all.contains("alice"), all);
  }

  @Test
  void shouldAnswerHead() throws Exception {
    var response =
        client.send(client.request("/v1/health").method("HEAD", BodyPublishers.noBody()).build());
    assertEquals(200, response.statusCode());
    assertEquals("", response.body());
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String name)
      throws IOException {
    String what = response.uri() + " → " + response.statusCode() + " " + response.body();
    assertEquals(status, response.statusCode(), what);
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""), what);
    JsonNode problem = Client.json(response);
    assertEquals("urn:vedette:problem:" + name, problem.get("type").asText(), what);
    assertEquals(status, problem.get("status").asInt(), what);
    assertFalse(problem.get("title").asText().isEmpty(), what);
    assertFalse(problem.get("detail").asText().isEmpty(), what);
    assertEquals(response.uri().getRawPath(), problem.get("instance").asText(), what);
    return problem;
  }
}
