package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.rest.live.Updates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of those who ask. */
class AuditTrailTest {
  private static final String TOKEN = "0123456789abcdef";
  private static final String ACME = "/v1/tenants/acme/";
  private static final String ALICE = ACME + "subjects/user/alice/risk";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final Town town = new Town();
  private final Listened listened = new Listened();

  @SuppressWarnings("NullAway.Init")
  private RestServer server;

  @SuppressWarnings("NullAway.Init")
  private Client client;

  /** A stream that sees what is written down while it is open, and ends. */
  private final class Listened implements Updates {
    volatile List<JsonNode> meanwhile = List.of();

    @Override
    public Stream open(String tenant, @Nullable String after) {
      return new Stream() {
        @Override
        public String position() {
          return "r.0_a.0";
        }

        @Override
        public @Nullable Update next(Duration wait) {
          meanwhile = lines();
          throw new CutException("no more");
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() {
    town.attack();
    server = serve(TOKEN, RestSettings.PER_SECOND, town.queries());
    client = Client.of(server);
  }

  private RestServer serve(@Nullable String token, int perSecond, Queries queries) {
    var access = new AccessSettings(null, null, file());
    return RestServer.start(
        new RestSettings("127.0.0.1", 0, token, perSecond, access),
        Backend.of(queries)
            .with(new HeldInbox().posting(town))
            .with((VerdictSink) verdict -> {})
            .with(new HeldLetters())
            .with(listened));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    town.close();
  }

  private Path file() {
    return directory.resolve("audit.jsonl");
  }

  private List<JsonNode> lines() {
    try {
      var lines = new ArrayList<JsonNode>();
      for (String line : Files.readAllLines(file())) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int get(String path) throws Exception {
    return client
        .send(client.request(path).header("Authorization", "Bearer " + TOKEN).build())
        .statusCode();
  }

  private int post(String path, String type, String body) throws Exception {
    return client
        .send(
            client
                .request(path)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build())
        .statusCode();
  }

  /** The only line that there is, which must have a status. */
  private JsonNode only(int status) {
    List<JsonNode> lines = lines();
    assertEquals(1, lines.size(), lines::toString);
    assertEquals(status, lines.getFirst().get("status").asInt(), lines::toString);
    return lines.getFirst();
  }

  @Test
  void shouldNameTheSubjectOfAVerdict() throws Exception {
    String verdict =
        """
        {"subject":{"type":"user","id":"alice"},"verdict":"false_positive",\
        "until":"2026-12-20T09:00:00Z"}
        """;
    assertEquals(200, post(ACME + "verdicts", "application/json", verdict));
    assertEquals("[\"acme/user/alice\"]", only(200).get("subjects").toString());
  }

  @Test
  void shouldWriteDownTheQuery() throws Exception {
    assertEquals(200, get(ACME + "incidents?subject=user:alice"));
    assertEquals("subject=user:alice", only(200).get("query").asText());
  }

  @Test
  void shouldNoteDeadLettersAndPostedEvents() throws Exception {
    assertEquals(200, get(LetterRoutes.LETTERS));
    assertEquals(200, get(LetterRoutes.LETTERS + "/0/3"));
    assertEquals(200, post(LetterRoutes.LETTERS + "/0/3/replay", "text/plain", ""));
    assertEquals(200, post(Posts.PATH, HeldInbox.GOOD.type(), HeldInbox.GOOD.body()));
    assertEquals(200, get("/v1/pipeline"));
    assertEquals(
        List.of(
            LetterRoutes.LETTERS,
            LetterRoutes.LETTERS + "/0/3",
            LetterRoutes.LETTERS + "/0/3/replay",
            Posts.PATH),
        lines().stream().map(one -> one.get("path").asText()).toList());
  }

  @Test
  void shouldNoteWhatCouldNotBeAnswered() throws Exception {
    town.state = "REBALANCING";
    assertEquals(503, get(ALICE));
    assertEquals("token", only(503).get("caller").asText());
  }

  @Test
  void shouldNoteWhatFailed() throws Exception {
    for (boolean error : List.of(false, true)) {
      Files.writeString(file(), "");
      try (var broken = serve(null, 0, Broken.queries(error));
          var asking = Client.of(broken)) {
        assertEquals(500, asking.get(ALICE).statusCode());
      }
      assertEquals("loopback", only(500).get("caller").asText());
    }
  }

  @Test
  void shouldNoteWhoWasNotLetIn() throws Exception {
    assertEquals(401, client.get(ALICE).statusCode());
    assertEquals("anybody", only(401).get("caller").asText());
    assertEquals(401, client.get("/v1/me").statusCode());
    assertEquals(1, lines().size(), "it names nobody");
  }

  @Test
  void shouldNoteWhoAsksByAnotherNameOrTooOften() throws Exception {
    try (var open = serve(null, 1, town.queries());
        var asking = Client.of(open)) {
      String answer =
          asking.raw(
              "GET " + ALICE + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
      var statuses = new ArrayList<Integer>(List.of(421));
      for (int i = 0; i < 3; i++) {
        statuses.add(asking.get(ALICE).statusCode());
      }
      assertTrue(statuses.contains(429), statuses::toString);
      assertEquals(statuses, lines().stream().map(one -> one.get("status").asInt()).toList());
    }
  }

  @Test
  void shouldNotLetItsDiskBeFilledByKnocking() throws Exception {
    int knocks = 10 * AuditTrail.MAX_KNOCKS;
    long begun = System.nanoTime();
    for (int i = 0; i < knocks; i++) {
      assertEquals(401, client.get(ALICE).statusCode());
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 2;
    assertEquals(200, get(ALICE));
    List<JsonNode> lines = lines();
    assertTrue(lines.size() - 1 <= AuditTrail.MAX_KNOCKS * seconds, () -> lines.size() + " lines");
    assertEquals(200, lines.getLast().get("status").asInt(), "who is let in is always noted");
    long unwritten = lines.stream().mapToLong(one -> one.path("unwritten").asLong()).sum();
    assertEquals(knocks + 1, lines.size() + unwritten, lines::toString);
  }

  @Test
  void shouldNoteAStreamWhenItBegins() throws Exception {
    assertEquals(200, get(ACME + "updates"));
    assertEquals(1, listened.meanwhile.size(), "written while it was open");
    assertEquals(listened.meanwhile, List.of(only(200)));
    assertFalse(Files.readString(file(), UTF_8).contains(TOKEN), "tokens are not written down");
  }
}
