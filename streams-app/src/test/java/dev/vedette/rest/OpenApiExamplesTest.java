package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.vedette.rest.live.Updates.Update;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The examples of the document are answers of a pipeline to fixed events at a fixed time. */
@TestInstance(Lifecycle.PER_CLASS)
class OpenApiExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACME = "/v1/tenants/acme/";

  /** Operation → what is asked of it. */
  private static final Map<String, String> QUESTIONS =
      Map.ofEntries(
          Map.entry("listSubjects", ACME + "subjects?limit=1&type=user"),
          Map.entry("lookUpRisk", ACME + "risk/lookup"),
          Map.entry(
              "getSeries", ACME + "subjects/user/alice/series?points=3&from=2026-11-20T09:00:00Z"),
          Map.entry("listSignals", ACME + "subjects/ip/203.0.113.9/signals"),
          Map.entry("listSessions", ACME + "subjects/user/alice/sessions"),
          Map.entry("listIncidents", ACME + "incidents"),
          Map.entry("listDeadLetters", "/v1/dead-letters"),
          Map.entry("getDeadLetter", "/v1/dead-letters/0/3"),
          Map.entry("replayDeadLetter", "/v1/dead-letters/0/3/replay"),
          Map.entry("getMe", "/v1/me"),
          Map.entry("getSignIn", SignInRoutes.SIGN_IN),
          Map.entry("postSignInToken", SignInRoutes.TOKEN),
          Map.entry("getHealth", "/v1/health"),
          Map.entry("getReady", "/v1/ready"));

  private final Town town = new Town();
  private final HeldUpdates updates = new HeldUpdates();
  private final RestServer server =
      RestServer.start(
          new RestSettings("127.0.0.1", 0, null),
          Backend.of(town.queries()).with(new HeldLetters()).with(updates));
  private final Client client = Client.of(server);
  private final HeldSignIn signIn = new HeldSignIn(town);
  private final JsonNode document = document();

  private static JsonNode document() {
    try (InputStream in = OpenApiExamplesTest.class.getResourceAsStream("/openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  void live() {
    town.attack();
  }

  @AfterAll
  void close() {
    signIn.close();
    client.close();
    server.close();
    town.close();
  }

  @Test
  void shouldShowRealAnswers() throws Exception {
    int shown = 0;
    for (var path : document.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        JsonNode example = operation.at("/responses/200/content/application~1json/example");
        if (example.isMissingNode()) {
          continue;
        }
        shown++;
        String id = operation.get("operationId").asText();
        String question = QUESTIONS.get(id);
        assertTrue(question != null, () -> id + " has an example and no question");
        Client asked = SignInRoutes.isAt(String.valueOf(question)) ? signIn.client() : client;
        var request = asked.request(String.valueOf(question));
        if (method.getKey().equals("post")) {
          JsonNode body = operation.at("/requestBody/content/application~1json/example");
          request
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body.isMissingNode() ? "" : body.toString()));
        }
        var response = asked.send(request.build());
        assertEquals(200, response.statusCode(), id);
        // As text: a number has the digits that it is written with.
        assertEquals(JSON.readTree(response.body()), JSON.readTree(example.toString()), id);
      }
    }
    assertEquals(QUESTIONS.size(), shown);
  }

  @Test
  void shouldShowARealStream() throws Exception {
    var risk = town.queries().list("acme", new SubjectQueries.Filter(null, null, null), 1, null);
    updates.given.add(new Update("r.1_a.0", new Update.Risk(risk.subjects().getFirst().risk())));
    String[] lines = client.get(ACME + "updates").body().split("\n", -1);
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
