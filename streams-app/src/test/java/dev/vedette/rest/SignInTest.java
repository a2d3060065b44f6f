package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in by way of a provider that does what it should, and one that does not. */
class SignInTest {
  private static final String VERIFIER = "v".repeat(43);
  private static final String RENEWAL = "{\"refreshToken\":\"a\"}";
  private static final String REFUSAL =
      "{\"error\":\"invalid_grant\",\"error_description\":\"Code\\u0007 not <valid>.\"}";

  private final Town town = new Town();

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
    var oidc = OidcSettings.of(issuer.uri(), Issuer.AUDIENCE).with(HeldSignIn.CLIENT);
    server =
        RestServer.start(
            new RestSettings("127.0.0.1", 0, null).with(new AccessSettings(null, oidc, null)),
            town.queries());
    client = Client.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    issuer.close();
    town.close();
  }

  private HttpRequest posting(String body) {
    return client
        .request(SignInRoutes.TOKEN)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(posting(body));
  }

  private static String code(String verifier, String redirectUri) {
    return "{\"code\":\"c+/=&x=y\",\"verifier\":\"%s\",\"redirectUri\":\"%s\"}"
        .formatted(verifier, redirectUri);
  }

  private String here() {
    return "http://127.0.0.1:" + server.port() + "/console/";
  }

  @Test
  void shouldHaveACodeRedeemedAndBelieveTheTokenWhenItIsShown() throws Exception {
    JsonNode where = client.json(SignInRoutes.SIGN_IN);
    assertEquals("https://id.example.com/authorize", where.path("authorizationEndpoint").asText());
    String token = issuer.token(issuer.claims());
    issuer.tokens =
        Issuer.answering(
            200, "{\"access_token\":\"%s\",\"token_type\":\"bearer\"}".formatted(token));
    var answer = post(code(VERIFIER, here()));
    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    JsonNode given = Client.json(answer);
    assertEquals(token, given.path("accessToken").asText());
    assertEquals(60, given.path("expiresInSeconds").asInt(), "the provider does not say");
    assertFalse(given.has("refreshToken") || given.has("idToken"), answer::body);
    assertEquals(
        "client_id=vedette-console&grant_type=authorization_code&code=c%2B%2F%3D%26x%3Dy"
            + "&code_verifier="
            + VERIFIER
            + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A"
            + server.port()
            + "%2Fconsole%2F",
        issuer.form);
    var me = client.request("/v1/me").header("Authorization", "Bearer " + token).build();
    assertEquals(200, client.send(me).statusCode());
    assertEquals(401, client.get("/v1/me").statusCode());
  }

  @Test
  void shouldRedeemNothingThatWasNotMeantForThisConsole() throws Exception {
    var wrong = new ArrayList<String>();
    for (String redirect :
        List.of(
            "https://elsewhere.example/console/",
            "http://127.0.0.1:1/console/",
            "http://elsewhere.example/console/",
            here() + "?x=1",
            here() + "..",
            here().replace("127.0.0.1", "a@127.0.0.1"),
            here().replace("http", "ftp"),
            "javascript:alert(1)",
            "/console/")) {
      wrong.add(code(VERIFIER, redirect));
    }
    wrong.add(code("short", here()));
    wrong.add(code("v".repeat(42) + "+", here()));
    wrong.add(code(VERIFIER, here()).replace("}", ",\"extra\":\"x\"}"));
    wrong.addAll(List.of("", "[]", "null", "{}", "{", "{\"code\":\"c\"}", "{\"refreshToken\":1}"));
    for (String body : wrong) {
      var refused = post(body);
      assertEquals(400, refused.statusCode(), body);
      assertTrue(refused.body().contains("bad-request"), refused.body());
    }
    assertEquals("", issuer.form, "the provider was asked nothing");
    assertEquals(200, post(code(VERIFIER, here())).statusCode());
  }

  @Test
  void shouldSayWhyTheProviderRefuses() throws Exception {
    for (int status : List.of(400, 401)) {
      issuer.tokens = Issuer.answering(status, REFUSAL);
      var refused = post(RENEWAL);
      assertEquals(400, refused.statusCode());
      assertTrue(refused.body().contains("urn:vedette:problem:sign-in-refused"), refused.body());
      assertEquals(
          "The OpenID provider refuses: invalid_grant: Code? not <valid>.",
          Client.json(refused).path("detail").asText());
    }
  }

  @Test
  void shouldSayThatTheProviderDoesNotAnswerAsItShould() throws Exception {
    var wrong = new LinkedHashMap<String, HttpHandler>();
    wrong.put("fails", Issuer.answering(500, "{\"error\":\"server_error\"}"));
    wrong.put("a page", Issuer.answering(200, "<html>Sign in</html>"));
    wrong.put("a page that refuses", Issuer.answering(400, "<html>No</html>"));
    wrong.put("nothing", Issuer.answering(200, "{}"));
    wrong.put(
        "another kind", Issuer.answering(200, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}"));
    wrong.put("huge", Issuer.answering(200, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"));
    wrong.put("hangs up", exchange -> exchange.close());
    for (Map.Entry<String, HttpHandler> one : wrong.entrySet()) {
      issuer.tokens = one.getValue();
      var refused = post(RENEWAL);
      assertEquals(503, refused.statusCode(), one.getKey());
      assertTrue(refused.body().contains("issuer-unavailable"), refused.body());
      assertTrue(refused.headers().firstValue("Retry-After").isPresent(), one.getKey());
    }
    issuer.close();
    assertEquals(503, post(RENEWAL).statusCode());
  }

  /** The provider would take offence at this server, and no longer serve anybody. */
  @Test
  void shouldNotHaveTheProviderAskedAsOftenAsOneLikes() throws Exception {
    int refused = 0;
    HttpResponse<String> last = post("{}");
    while (last.statusCode() == 400 && refused < 2_000) {
      refused++;
      last = post("{}");
    }
    assertEquals(429, last.statusCode());
    assertTrue(last.headers().firstValue("Retry-After").isPresent());
  }

  /** An answer that trickles holds one of a few places, and not for long. */
  @Test
  void shouldWaitForFewAtOnceAndNotForLong() throws Exception {
    var asked = new CountDownLatch(TokenEndpoint.AT_ONCE);
    HttpHandler good = issuer.tokens;
    issuer.tokens =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          asked.countDown();
          try (var out = exchange.getResponseBody()) {
            while (!Thread.currentThread().isInterrupted()) {
              out.write(' ');
              out.flush();
              TimeUnit.MILLISECONDS.sleep(100);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    var slow = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < TokenEndpoint.AT_ONCE; i++) {
      slow.add(client.http().sendAsync(posting(RENEWAL), BodyHandlers.ofString()));
    }
    assertTrue(asked.await(60, TimeUnit.SECONDS), "all are asked for");
    assertEquals(429, post(RENEWAL).statusCode());
    for (CompletableFuture<HttpResponse<String>> one : slow) {
      assertEquals(503, one.get(60, TimeUnit.SECONDS).statusCode());
    }
    issuer.tokens = good;
    assertEquals(200, post(RENEWAL).statusCode(), "their places are free");
  }

  @Test
  void shouldTakeNoClientThatNoProviderKnows() {
    for (String id : List.of("", "a b", "ä", "x".repeat(257))) {
      assertThrows(IllegalArgumentException.class, () -> new OidcSettings.Client(id, "openid"), id);
    }
    for (String scope : List.of("", " openid", "openid  email", "a\"b", "a\nb")) {
      assertThrows(
          IllegalArgumentException.class, () -> new OidcSettings.Client("a", scope), scope);
    }
    assertEquals(
        "openid api://x/.default", new OidcSettings.Client("a", "openid api://x/.default").scope());
  }
}
