package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.vedette.risk.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, by tokens of an OpenID provider and of a file. */
class AccessTest {
  private static final String ALICE = "/v1/tenants/acme/subjects/user/alice/risk";
  private static final String ELSEWHERE = "/v1/tenants/globex/subjects/user/alice/risk";

  @TempDir private Path directory;
  private final Town town = new Town();
  private final List<Verdict> said = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Issuer issuer;

  @SuppressWarnings("NullAway.Init")
  private RestServer server;

  @SuppressWarnings("NullAway.Init")
  private Client client;

  @BeforeEach
  void start() throws IOException {
    town.attack();
    issuer = new Issuer();
    var access =
        new AccessSettings(
            null, OidcSettings.of(issuer.uri(), Issuer.AUDIENCE), directory.resolve("audit.jsonl"));
    server =
        RestServer.start(
            new RestSettings("127.0.0.1", 0, null).with(access),
            Backend.of(town.queries()).with((VerdictSink) said::add));
    client = Client.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    issuer.close();
    town.close();
  }

  private int status(String path, String token) throws Exception {
    return client
        .send(client.request(path).header("Authorization", "Bearer " + token).build())
        .statusCode();
  }

  @Test
  void shouldLetInWhomTheProviderVouchesFor() throws Exception {
    assertEquals(401, client.get(ALICE).statusCode());
    String token = issuer.token(issuer.claims());
    assertEquals(200, status(ALICE, token));
    assertEquals(200, status(ALICE, token));
    assertEquals(1, issuer.askedForKeys.get(), "keys are kept");
    assertEquals(200, client.get("/v1/health").statusCode());
  }

  @Test
  void shouldTurnAwayForgedForeignAndOldTokens() throws Exception {
    var wrong = new LinkedHashMap<String, String>();
    wrong.put("no signature", new PlainJWT(issuer.claims().build()).serialize());
    wrong.put("signed with the public key as a secret", confused());
    wrong.put(
        "another key of the same name", Issuer.token(issuer.claims(), Issuer.newKey("first")));
    wrong.put("another issuer", issuer.token(issuer.claims().issuer("https://elsewhere.example")));
    wrong.put("another audience", issuer.token(issuer.claims().audience("mail")));
    wrong.put("expired", issuer.token(issuer.claims().expirationTime(ago(120))));
    wrong.put("not yet valid", issuer.token(issuer.claims().notBeforeTime(ago(-300))));
    wrong.put("without an end", issuer.token(issuer.claims().expirationTime(null)));
    wrong.put("about nobody", issuer.token(issuer.claims().subject(null)));
    wrong.put("no token", "a.b.c");
    wrong.put("very long", "a".repeat(9_000));
    String good = issuer.token(issuer.claims());
    wrong.put("changed", good.substring(0, good.length() - 6) + "AAAAAA");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      assertEquals(401, status(ALICE, one.getValue()), one.getKey());
    }
    assertEquals(200, status(ALICE, good));
  }

  private static Date ago(long seconds) {
    return Date.from(Instant.now().minusSeconds(seconds));
  }

  private String confused() throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            issuer.claims().build());
    jwt.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
    return jwt.serialize();
  }

  @Test
  void shouldKeepTenantsAndRolesApart() throws Exception {
    String reader = issuer.token(issuer.claims().claim("roles", List.of("reader")));
    assertEquals(200, status(ALICE, reader));
    assertEquals(403, status(ELSEWHERE, reader), "another tenant");
    assertEquals(403, verdict(reader), "readers judge nothing");
    assertEquals(403, status(ALICE, issuer.token(issuer.claims().claim("roles", null))));
    assertEquals(403, status(ALICE, issuer.token(issuer.claims().claim("tenants", null))));
    String every = issuer.token(issuer.claims().claim("tenants", "*"));
    assertEquals(404, status(ELSEWHERE, every), "there is nobody of that name");
  }

  private int verdict(String token) throws Exception {
    return client
        .send(
            client
                .request("/v1/tenants/acme/verdicts")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build())
        .statusCode();
  }

  @Test
  void shouldFollowTheProvidersKeys() throws Exception {
    assertEquals(200, status(ALICE, issuer.token(issuer.claims())));
    String before = issuer.token(issuer.claims());
    RSAKey next = Issuer.newKey("second");
    issuer.rotateTo(next);
    assertEquals(200, status(ALICE, issuer.token(issuer.claims())), "a key that was not known");
    assertEquals(401, status(ALICE, before), "a key that was taken back");
    // Made before, as making keys takes longer than asking.
    List<String> foreign =
        List.of(
            Issuer.token(issuer.claims(), Issuer.newKey("x0")),
            Issuer.token(issuer.claims(), Issuer.newKey("x1")));
    for (int i = 0; i < 50; i++) {
      assertEquals(401, status(ALICE, foreign.get(i % 2)));
    }
    assertTrue(issuer.askedForKeys.get() <= 5, () -> issuer.askedForKeys + " times");
  }

  @Test
  void shouldSayThatItCannotKnowWhileTheProviderIsAway() throws Exception {
    String token = issuer.token(issuer.claims());
    issuer.close();
    var refused =
        client.send(client.request(ALICE).header("Authorization", "Bearer " + token).build());
    assertEquals(503, refused.statusCode());
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
    assertTrue(refused.body().contains("issuer-unavailable"), refused.body());
    String noted = Files.readString(directory.resolve("audit.jsonl"), UTF_8);
    assertTrue(noted.contains("\"caller\":\"anybody\""), noted);
    assertTrue(noted.contains("\"status\":503"), noted);
  }

  private static HttpRequest.Builder saying(HttpRequest.Builder request) {
    String verdict =
        """
        {"subject":{"type":"user","id":"alice"},"verdict":"false_positive","by":"the-director",\
        "until":"%s"}
        """
            .formatted(Town.MORNING.plusSeconds(86_400));
    return request
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(verdict));
  }

  @Test
  void shouldTakeTheNameOfWhoRulesFromTheToken() throws Exception {
    String bearer = "Bearer " + issuer.token(issuer.claims());
    var request = saying(client.request("/v1/tenants/acme/verdicts"));
    var answer = client.send(request.header("Authorization", bearer).build());
    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals("analyst-1", Client.json(answer).get("by").asText());
    assertEquals("analyst-1", said.getFirst().by());
    var me = client.send(client.request("/v1/me").header("Authorization", bearer).build());
    assertEquals("analyst-1", Client.json(me).get("name").asText());
  }

  @Test
  void shouldBelieveANameWhereNobodyNeedsAToken() throws Exception {
    try (RestServer open =
            RestServer.start(
                new RestSettings("127.0.0.1", 0, null),
                Backend.of(town.queries()).with((VerdictSink) said::add));
        Client local = Client.of(open)) {
      var answer = local.send(saying(local.request("/v1/tenants/acme/verdicts")).build());
      assertEquals(200, answer.statusCode(), answer::body);
      assertEquals("the-director", said.getFirst().by());
      assertTrue(local.json("/v1/me").get("name").isNull());
    }
  }

  private int lookUp(String token) throws Exception {
    String both =
        """
        {"subjects":[{"type":"user","id":"alice"},{"type":"user","id":"mallory"}]}
        """;
    return client
        .send(
            client
                .request("/v1/tenants/acme/risk/lookup")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(both))
                .build())
        .statusCode();
  }

  @Test
  void shouldNoteWhoAskedAboutWhom() throws Exception {
    String token = issuer.token(issuer.claims());
    assertEquals(200, status(ALICE, token));
    assertEquals(403, status(ELSEWHERE, token));
    assertEquals(200, status("/v1/me", token));
    assertEquals(200, lookUp(token));
    Path file = directory.resolve("audit.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(
        lines.getLast().contains("\"subjects\":[\"acme/user/alice\",\"acme/user/mallory\"]"),
        lines::toString);
    assertTrue(lines.getFirst().contains("\"caller\":\"analyst-1\""), lines::toString);
    assertTrue(lines.getFirst().contains("\"path\":\"" + ALICE + "\""), lines::toString);
    assertTrue(lines.getFirst().contains("\"status\":200"), lines::toString);
    assertTrue(lines.get(1).contains("\"status\":403"), lines::toString);
    assertFalse(lines.toString().contains(token), "tokens are not written down");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void shouldLetMachinesInByTheDigestsOfTheirTokens() throws Exception {
    String gateway = "gateway-token-0123456789";
    Path file = directory.resolve("tokens");
    Files.writeString(
        file,
        """
        # name    roles          tenants      token
        gateway-1 reader         acme,globex  sha256:%s

        soc       reader,analyst *            sha256:%s
        """
            .formatted(Grant.digest(gateway), Grant.digest("soc-token")),
        UTF_8);
    try (RestServer guarded =
            RestServer.start(
                new RestSettings("127.0.0.1", 0, null).with(new AccessSettings(file, null, null)),
                town.queries());
        Client machine = Client.of(guarded)) {
      assertEquals(401, machine.get(ALICE).statusCode());
      var me =
          machine.send(
              machine.request("/v1/me").header("Authorization", "Bearer " + gateway).build());
      assertEquals(200, me.statusCode());
      assertTrue(me.body().contains("\"roles\":[\"reader\"]"), me.body());
      assertEquals(
          403,
          machine
              .send(
                  machine
                      .request("/v1/tenants/initech/subjects/user/alice/risk")
                      .header("Authorization", "Bearer " + gateway)
                      .build())
              .statusCode());
    }
  }

  @Test
  void shouldSayWhereAFileOfTokensIsWrong() throws Exception {
    for (String line :
        List.of("a reader acme", "a king acme sha256:" + "0".repeat(64), "a reader acme md5:00")) {
      Path file = Files.writeString(directory.resolve("wrong"), "\n" + line + "\n");
      var failure = assertThrows(IllegalArgumentException.class, () -> Grant.read(file));
      assertTrue(String.valueOf(failure.getMessage()).contains("line 2"), failure::toString);
    }
  }

  @Test
  void shouldAskProvidersOnlyWhereNobodyCanAnswerForThem() {
    for (String wrong : List.of("http://id.example.com", "ftp://127.0.0.1", "id.example.com")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> OidcSettings.of(URI.create(wrong), Issuer.AUDIENCE),
          wrong);
    }
    assertEquals(
        "vedette", OidcSettings.of(URI.create("https://id.example.com"), "vedette").audience());
  }
}
