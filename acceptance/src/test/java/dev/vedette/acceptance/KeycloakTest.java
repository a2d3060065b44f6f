package dev.vedette.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service believes whom a real Keycloak vouches for, and nobody else. */
class KeycloakTest {
  private static final Duration START = Duration.ofMinutes(3);

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @Timeout(600)
  void shouldBelieveWhomKeycloakVouchesFor() throws Exception {
    Path home = Keycloak.home();
    assumeTrue(home != null, "Keycloak was not unpacked (-Dvedette.keycloak.skip)");
    try (Keycloak keycloak = Keycloak.start(home, directory)) {
      int port = Keycloak.freePort();
      Process service = service(keycloak.issuer(), port);
      try {
        URI server = URI.create("http://127.0.0.1:" + port);
        awaitReady(server, service);
        String token = keycloak.token("gateway");
        assertEquals(401, get(server, "/v1/me", null).statusCode());
        assertEquals(
            401, get(server, "/v1/me", token.substring(0, token.length() - 8)).statusCode());
        assertEquals(401, get(server, "/v1/me", keycloak.token("elsewhere")).statusCode());
        HttpResponse<String> me = get(server, "/v1/me", token);
        assertEquals(200, me.statusCode(), me::body);
        assertTrue(me.body().contains("\"roles\":[\"reader\"]"), me::body);
        assertTrue(me.body().contains("\"tenants\":[\"acme\"]"), me::body);
        assertEquals(200, get(server, "/v1/tenants/acme/subjects", token).statusCode());
        assertEquals(403, get(server, "/v1/tenants/globex/subjects", token).statusCode());
        assertEquals(403, get(server, "/v1/dead-letters", token).statusCode());
        var verdict =
            request(server, "/v1/tenants/acme/verdicts", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertEquals(403, http.send(verdict, BodyHandlers.ofString()).statusCode());
      } finally {
        service.destroy();
        assertTrue(service.waitFor(90, TimeUnit.SECONDS), "it ends when it is asked to");
      }
    } finally {
      http.close();
    }
  }

  private Process service(URI issuer, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx768m",
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
            "--oidc-roles-claim",
            "realm_access.roles")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("service.txt").toFile())
        .start();
  }

  private void awaitReady(URI server, Process service) throws Exception {
    long until = System.nanoTime() + START.toNanos();
    while (!isReady(server)) {
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

  private boolean isReady(URI server) throws InterruptedException {
    try {
      return get(server, "/v1/ready", null).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(URI server, String path, @Nullable String token)
      throws IOException, InterruptedException {
    return http.send(request(server, path, token).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI server, String path, @Nullable String token) {
    var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofSeconds(20));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }
}
