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

  @TempDir private Path directory;
  private final Town town = new Town();

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
            admin-2 admin,reader *    sha256:%s
            """
                .formatted(Grant.digest(ACME), Grant.digest(EVERY)));
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
            Backend.of(town.queries()).with(letters));
    client = Client.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    town.close();
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
    assertEquals(
        List.of(6), offsets(Client.json(get(LETTERS + "?reason=time-in-future", ACME))));
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
}
