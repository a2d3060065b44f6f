package dev.vedette.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service believes whom a real Keycloak vouches for, and nobody else. */
@TestInstance(Lifecycle.PER_CLASS)
class KeycloakTest {
  private static final Duration START = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double PATIENCE_MILLIS = 120_000;
  private static final String TOKEN = "sessionStorage.getItem('vedette.token')";

  @TempDir private static Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Keycloak keycloak;
  private Process service;
  private URI server;

  @SuppressWarnings("NullAway.Init")
  KeycloakTest() {}

  @BeforeAll
  void start() throws Exception {
    Path home = Keycloak.home();
    assumeTrue(home != null, "Keycloak was not unpacked (-Dvedette.keycloak.skip)");
    int port = Keycloak.freePort();
    server = URI.create("http://127.0.0.1:" + port);
    keycloak = Keycloak.start(home, directory, server);
    service = service(keycloak.issuer(), port);
    awaitReady();
  }

  @AfterAll
  void stop() throws Exception {
    http.close();
    if (service != null) {
      service.destroy();
      assertTrue(service.waitFor(90, TimeUnit.SECONDS), "it ends when it is asked to");
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  @Test
  @Timeout(600)
  void shouldBelieveWhomKeycloakVouchesFor() throws Exception {
    String token = keycloak.token("gateway");
    assertEquals(401, get("/v1/me", null).statusCode());
    assertEquals(401, get("/v1/me", token.substring(0, token.length() - 8)).statusCode());
    assertEquals(401, get("/v1/me", keycloak.token("elsewhere")).statusCode());
    HttpResponse<String> me = get("/v1/me", token);
    assertEquals(200, me.statusCode(), me::body);
    assertTrue(me.body().contains("\"roles\":[\"reader\"]"), me::body);
    assertTrue(me.body().contains("\"tenants\":[\"acme\"]"), me::body);
    assertEquals(200, get("/v1/tenants/acme/subjects", token).statusCode());
    assertEquals(403, get("/v1/tenants/globex/subjects", token).statusCode());
    assertEquals(403, get("/v1/dead-letters", token).statusCode());
    assertEquals(403, post("/v1/tenants/acme/verdicts", token, "{}").statusCode());
  }

  /** As the console does it, without a browser. */
  @Test
  @Timeout(600)
  void shouldSignAPersonIn() throws Exception {
    var person = new Person(server, http);
    HttpResponse<String> unproven = redeem(person.code(), Person.VERIFIER.replace('v', 'w'));
    assertEquals(400, unproven.statusCode(), unproven::body);
    assertTrue(unproven.body().contains("sign-in-refused"), unproven::body);
    assertTrue(unproven.body().contains("invalid_grant"), unproven::body);

    String code = person.code();
    HttpResponse<String> given = redeem(code, Person.VERIFIER);
    assertEquals(200, given.statusCode(), given::body);
    JsonNode tokens = JSON.readTree(given.body());
    // Keycloak says what is left of its 20 s, in whole seconds.
    int seconds = tokens.path("expiresInSeconds").asInt();
    assertTrue(seconds > 0 && seconds <= 20, given::body);
    HttpResponse<String> me = get("/v1/me", tokens.path("accessToken").asText());
    assertEquals(200, me.statusCode(), me::body);
    assertTrue(me.body().contains("\"roles\":[\"reader\",\"analyst\"]"), me::body);
    assertTrue(me.body().contains("\"tenants\":[\"acme\"]"), me::body);

    HttpResponse<String> renewed = renew(tokens.path("refreshToken").asText());
    assertEquals(200, renewed.statusCode(), renewed::body);
    String next = JSON.readTree(renewed.body()).path("accessToken").asText();
    assertNotEquals(tokens.path("accessToken").asText(), next);
    assertEquals(200, get("/v1/me", next).statusCode());
    assertEquals(400, renew("not-a-token").statusCode());

    HttpResponse<String> again = redeem(code, Person.VERIFIER);
    assertEquals(400, again.statusCode(), "a code is used once");
    assertEquals(
        400,
        renew(tokens.path("refreshToken").asText()).statusCode(),
        "who shows a code again may have stolen it: what it gave is taken back");
  }

  /** In a browser: to the page that was wanted, on with a renewed token, in again, and out. */
  @Test
  @Timeout(600)
  void shouldBringAPersonToThePageThatWasWantedAndOutAgain() throws Exception {
    try (Chromium chromium = Chromium.start()) {
      Page page = chromium.browser().newPage();
      page.setDefaultTimeout(PATIENCE_MILLIS);
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      var complaints = new ArrayList<String>();
      page.onConsoleMessage(message -> {
        if (message.type().equals("error") && message.location().startsWith(server.toString())) {
          complaints.add(message.text());
        }
      });
      page.navigate(server + "/console/?state=of-somebody-else&code=stolen");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("not begun in this tab");
      assertThat(page).hasURL(server + "/console/");
      page.route("**/v1/sign-in", route -> refuse(route, 503));
      String detectors = server + "/console/#/acme/detectors";
      page.navigate(detectors);
      page.reload();
      button(page, "Try again").waitFor();
      page.unroute("**/v1/sign-in");
      button(page, "Try again").click();
      keep(page);
      page.evaluate(ConsoleTest.axe());
      assertEquals(
          List.of(),
          page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.help))"));
      button(page, "Sign in").click();
      fillIn(page);
      assertThat(page).hasTitle("Detectors · Vedette");
      assertEquals(detectors, page.url(), "nothing is left of the code");
      Object first = page.evaluate(TOKEN);
      page.waitForFunction("(first) => " + TOKEN + " !== first", first);
      assertThat(button(page, "Sign out")).isVisible();

      page.route("**/v1/**", route -> refuse(route, 401));
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Pipeline")).click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Your session has ended");
      page.unroute("**/v1/**");
      page.reload();
      button(page, "Sign in").click();
      assertThat(page).hasTitle("Pipeline · Vedette");

      button(page, "Sign out").click();
      assertThat(page).hasURL(server + "/console/");
      assertThat(button(page, "Sign in")).isVisible();
      assertEquals(0, page.evaluate("sessionStorage.length"));
      page.route("**/v1/me", route -> refuse(route, 401));
      button(page, "Sign in").click();
      fillIn(page);
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not accept the token");
      keep(page);
      complaints.removeIf(complaint -> complaint.matches(".*(401|503).*"));
      assertEquals(List.of(), complaints, "what the browser complained of");
    }
  }

  private static void refuse(Route route, int status) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setContentType("application/problem+json")
            .setBody("{\"title\":\"No\",\"detail\":\"Not now.\"}"));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void fillIn(Page page) {
    page.locator("#username").fill(Keycloak.PERSON);
    page.locator("#password").fill(Keycloak.PASSWORD);
    page.locator("#kc-login").click();
  }

  /** Pictures of the page where people sign in, if somebody wants them. */
  private static void keep(Page page) {
    String kept = System.getProperty("vedette.screenshots");
    if (kept == null) {
      return;
    }
    button(page, "Sign in").waitFor();
    String name = page.getByRole(AriaRole.ALERT).count() == 0 ? "sign-in" : "refused";
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1440, 390}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 844);
        String file = "%s-%s-%d.png".formatted(name, scheme, width).toLowerCase(Locale.ROOT);
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(kept, file)));
      }
    }
    page.setViewportSize(1440, 900);
  }

  private HttpResponse<String> redeem(String code, String verifier) throws Exception {
    return post(
        "/v1/sign-in/token",
        null,
        "{\"code\":\"%s\",\"verifier\":\"%s\",\"redirectUri\":\"%s/console/\"}"
            .formatted(code, verifier, server));
  }

  private HttpResponse<String> renew(String refreshToken) throws Exception {
    return post("/v1/sign-in/token", null, "{\"refreshToken\":\"%s\"}".formatted(refreshToken));
  }

  private Process service(URI issuer, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx768m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.vedette.app.Vedette",
            "run",
            "--data-dir",
            directory.resolve("data").toString(),
            "--rest-port",
            Integer.toString(port),
            "--oidc-issuer",
            issuer.toString(),
            "--oidc-audience",
            "vedette",
            "--oidc-client",
            Keycloak.CONSOLE,
            "--oidc-roles-claim",
            "realm_access.roles")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("service.txt").toFile())
        .start();
  }

  private void awaitReady() throws Exception {
    long until = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      assertTrue(
          System.nanoTime() < until && service.isAlive(),
          () -> "the service did not start: " + said());
      Thread.sleep(200);
    }
  }

  private String said() {
    try {
      return Files.readString(directory.resolve("service.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/v1/ready", null).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path, @Nullable String token)
      throws IOException, InterruptedException {
    return http.send(request(path, token).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, @Nullable String token, String body)
      throws IOException, InterruptedException {
    return http.send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofSeconds(20));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }
}
