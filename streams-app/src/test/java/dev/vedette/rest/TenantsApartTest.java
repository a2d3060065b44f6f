package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to no path of a tenant is kept apart by tenants all the same. */
class TenantsApartTest {
  private static final String LETTERS = LetterRoutes.LETTERS;
  private static final String ACME = "admin-of-acme";
  private static final String EVERY = "admin-of-all";
  private static final String POSTING = "analyst-of-acme";
  private static final String OWN = event("acme");
  private static final String FOREIGN = event("globex");

  /** It has the tenant of who names none. */
  private static final String UNNAMED = OWN.replace("\"tenant\":\"acme\",", "");

  private static final String SSHD =
      "Nov 20 09:00:00 h sshd[7]: Failed password for alice from 192.0.2.1 port 22 ssh2\n";

  @TempDir private Path directory;
  private final Town town = new Town();
  private final HeldInbox inbox = new HeldInbox();

  @SuppressWarnings("NullAway.Init")
  private RestServer server;

  @SuppressWarnings("NullAway.Init")
  private Client client;

  @BeforeEach
  void start() throws IOException {
    Path tokens =
        Files.writeString(
            directory.resolve("tokens"),
            """
            admin-1 admin,reader acme sha256:%s
            admin-2 admin,reader,analyst * sha256:%s
            shipper analyst acme sha256:%s
            """
                .formatted(Grant.digest(ACME), Grant.digest(EVERY), Grant.digest(POSTING)));
    byte[] raw = "{}".getBytes(UTF_8);
    var letters =
        new HeldLetters(
            List.of(
                HeldLetters.letter(9, "time-in-future", "globex", raw),
                HeldLetters.letter(8, "no-subject", "acme", raw),
                HeldLetters.letter(7, "malformed-json", null, raw),
                HeldLetters.letter(6, "time-in-future", "acme", raw),
                HeldLetters.letter(5, "time-in-future", "globex", raw)));
    server =
        RestServer.start(
            new RestSettings("127.0.0.1", 0, null).with(new AccessSettings(tokens, null, null)),
            Backend.of(town.queries()).with(inbox.posting(town)).with(letters));
    client = Client.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    town.close();
  }

  private static String event(String tenant) {
    return HeldInbox.GOOD.body().replace("{\"time\"", "{\"tenant\":\"" + tenant + "\",\"time\"");
  }

  private HttpResponse<String> post(String query, String body, String token) throws Exception {
    return client.send(
        client
            .request(Posts.PATH + query)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return client.send(client.request(path).header("Authorization", "Bearer " + token).build());
  }

  private int replay(int offset, String token) throws Exception {
    return client
        .send(
            client
                .request(LETTERS + "/0/" + offset + "/replay")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody())
                .build())
        .statusCode();
  }

  private static List<Integer> offsets(JsonNode answer) {
    return answer.get("letters").valueStream().map(one -> one.get("offset").asInt()).toList();
  }

  @Test
  void shouldListDeadLettersOfTheCallersTenantsOnly() throws Exception {
    assertEquals(List.of(9, 8, 7, 6, 5), offsets(Client.json(get(LETTERS, EVERY))));
    JsonNode own = Client.json(get(LETTERS, ACME));
    assertEquals(List.of(8, 6), offsets(own));
    assertTrue(own.get("next").isNull(), own::toString);
    assertEquals(List.of(6), offsets(Client.json(get(LETTERS + "?reason=time-in-future", ACME))));
    JsonNode first = Client.json(get(LETTERS + "?limit=1", ACME));
    assertEquals(List.of(8), offsets(first));
    JsonNode second =
        Client.json(get(LETTERS + "?limit=1&cursor=" + first.get("next").asText(), ACME));
    assertEquals(List.of(6), offsets(second));
    assertTrue(second.get("next").isNull(), second::toString);
  }

  @Test
  void shouldNotTellThatOthersDeadLettersAreThere() throws Exception {
    for (int offset : List.of(9, 7, 4)) {
      var one = get(LETTERS + "/0/" + offset, ACME);
      assertEquals(404, one.statusCode(), one::body);
      assertEquals("There is no dead letter there.", Client.json(one).get("detail").asText());
      assertEquals(404, replay(offset, ACME));
    }
    assertEquals(200, get(LETTERS + "/0/8", ACME).statusCode());
    assertEquals(200, replay(8, ACME));
    for (int offset : List.of(9, 7)) {
      assertEquals(200, get(LETTERS + "/0/" + offset, EVERY).statusCode());
      assertEquals(200, replay(offset, EVERY));
    }
  }

  @Test
  void shouldTakeNothingOfABodyWithAnotherTenantsEvent() throws Exception {
    assertEquals(200, post("", OWN + OWN + "{}\n", POSTING).statusCode());
    assertEquals(3, inbox.lines.size());
    inbox.lines.clear();
    for (String body : List.of(FOREIGN, OWN + FOREIGN, OWN + UNNAMED)) {
      var refused = post("", body, POSTING);
      assertEquals(403, refused.statusCode(), refused::body);
      String line = "Line " + body.lines().count() + " ";
      assertTrue(Client.json(refused).get("detail").asText().startsWith(line), refused::body);
    }
    assertEquals(403, post("?format=sshd", SSHD, POSTING).statusCode(), "of the default tenant");
    assertEquals(List.of(), inbox.lines);
    JsonNode taken = Client.json(post("", OWN + FOREIGN + UNNAMED, EVERY));
    assertEquals(3, taken.get("events").asInt(), taken::toString);
    assertEquals(
        1, Client.json(post("?format=sshd", SSHD, EVERY)).get("events").asInt(), "it is an event");
  }
}
