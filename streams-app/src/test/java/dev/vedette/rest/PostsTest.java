package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostsTest {
  private static final String NDJSON = "application/x-ndjson";
  private static final String EVENT = HeldInbox.GOOD.body();

  private final HeldInbox inbox = new HeldInbox();
  private final RestServer server =
      RestServer.start(
          new RestSettings("127.0.0.1", 0, null),
          Backend.of(Broken.queries(true)).with(inbox.posting()));
  private final Client client = Client.of(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private HttpResponse<String> post(String path, byte[] body, @Nullable String encoding)
      throws Exception {
    var request =
        client.request(path).header("Content-Type", NDJSON).POST(BodyPublishers.ofByteArray(body));
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }
    return client.send(request.build());
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static void problem(HttpResponse<String> response, int status, String says)
      throws IOException {
    assertEquals(status, response.statusCode(), response::body);
    assertEquals(
        Problem.CONTENT_TYPE, response.headers().firstValue("Content-Type").orElse("none"));
    assertTrue(Client.json(response).get("detail").asText().contains(says), response::body);
  }

  @Test
  void shouldPutEveryLineAsItIsAndSayWhatItWillBe() throws Exception {
    String body = EVENT + "\r\n\n{}\r\n" + EVENT.strip();
    JsonNode answer = Client.json(post("/v1/events", body.getBytes(UTF_8), null));
    assertEquals(3, answer.get("lines").asInt());
    assertEquals(2, answer.get("events").asInt());
    assertEquals(1, answer.get("deadLetters").asInt());
    assertEquals(4, answer.get("complaints").get(0).get("line").asInt());
    assertEquals(List.of(EVENT.strip(), "{}", EVENT.strip()), inbox.lines);
  }

  @Test
  void shouldTakeNativeLinesInAFormat() throws Exception {
    byte[] body = "Nov 20 09:00:00 h sshd[7]: Server listening on :: port 22.\n".getBytes(UTF_8);
    JsonNode answer = Client.json(post("/v1/events?format=sshd", body, null));
    assertEquals(1, answer.get("lines").asInt(), answer::toString);
    assertEquals(1, answer.get("ignored").asInt(), answer::toString);
    assertTrue(inbox.lines.getFirst().startsWith("sshd: Nov 20"), inbox.lines::toString);
    problem(post("/v1/events?format=klingon", body, null), 400, "no format");
    problem(post("/v1/events?from=here", body, null), 400, "query");
  }

  @Test
  void shouldUnpackNoMoreThanItMay() throws Exception {
    byte[] good = gzip(EVENT.repeat(5).getBytes(UTF_8));
    assertEquals(200, post("/v1/events", good, "gzip").statusCode());
    assertEquals(5, inbox.lines.size());
    byte[] bomb = gzip(new byte[32 << 20]);
    assertTrue(bomb.length < 64 << 10, () -> "bytes " + bomb.length);
    assertTrue(List.of(413, 429).contains(post("/v1/events", bomb, "gzip").statusCode()));
    problem(post("/v1/events", EVENT.getBytes(UTF_8), "gzip"), 400, "gzip");
    problem(post("/v1/events", Arrays.copyOf(good, 40), "gzip"), 400, "gzip");
    problem(post("/v1/events", good, "br"), 415, "gzip");
    byte[] longer = (EVENT + "x".repeat(1_001) + "\n").getBytes(UTF_8);
    problem(post("/v1/events", longer, null), 413, "Line 2");
    assertEquals(5, inbox.lines.size());
    assertEquals(200, post("/v1/events", EVENT.repeat(2_000).getBytes(UTF_8), null).statusCode());
  }

  @Test
  void shouldAskToWaitWhileItHoldsAllThatItMay() throws Exception {
    byte[] large = EVENT.repeat(2_000).getBytes(UTF_8);
    assertTrue(large.length > 128 << 10 && large.length < 256 << 10, () -> "bytes " + large.length);
    var second =
        inbox.whileHolding(
            client,
            client
                .request("/v1/events")
                .header("Content-Type", NDJSON)
                .POST(BodyPublishers.ofByteArray(large))
                .build());
    problem(second, 429, "again");
    assertEquals("1", second.headers().firstValue("Retry-After").orElse(""));
    assertEquals(2_000, inbox.lines.size());
    assertEquals(200, post("/v1/events", large, null).statusCode());
    assertEquals(4_000, inbox.lines.size());
  }

  @Test
  void shouldNotAcknowledgeWhatTheLogHasNot() throws Exception {
    inbox.takes = false;
    var response = post("/v1/events", EVENT.getBytes(UTF_8), null);
    problem(response, 503, "again");
    assertEquals("5", response.headers().firstValue("Retry-After").orElse(""));
  }

  @Test
  void shouldTakeNothingFromAWebPage() throws Exception {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      var request =
          client
              .request("/v1/events")
              .header("Content-Type", type)
              .POST(BodyPublishers.ofString(EVENT));
      problem(client.send(request.build()), 415, "x-ndjson");
    }
    var asked = client.get("/v1/events");
    assertEquals(405, asked.statusCode());
    assertEquals("POST", asked.headers().firstValue("Allow").orElse(""));
    assertEquals(List.of(), inbox.lines);
  }
}
