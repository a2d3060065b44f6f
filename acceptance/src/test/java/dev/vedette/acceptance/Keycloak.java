package dev.vedette.acceptance;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An identity provider as a process of its own: one realm, clients for machines, and a person. */
final class Keycloak implements AutoCloseable {
  /** What the person signs in with. */
  static final String PERSON = "ann";

  static final String PASSWORD = "correct horse";

  /** As what the person signs in to the console. */
  static final String CONSOLE = "vedette-console";

  private static final Duration START = Duration.ofMinutes(4);
  private static final Path HOMES = Path.of("target", "keycloak");
  private final Process process;
  private final URI issuer;
  private final String secret;
  private final HttpClient http = HttpClient.newHttpClient();

  private Keycloak(Process process, URI issuer, String secret) {
    this.process = process;
    this.issuer = issuer;
    this.secret = secret;
  }

  /** Where it was unpacked; null if it was not. */
  static @Nullable Path home() throws IOException {
    if (!Files.isDirectory(HOMES)) {
      return null;
    }
    try (Stream<Path> homes = Files.list(HOMES)) {
      return homes.filter(home -> Files.exists(home.resolve("bin/kc.sh"))).findFirst().orElse(null);
    }
  }

  /**
   * Starts it, and returns when it gives out tokens. Of the clients one is meant for Vedette.
   *
   * @param server where the console will be
   */
  static Keycloak start(Path home, Path directory, URI server)
      throws IOException, InterruptedException {
    String secret = Long.toHexString(System.nanoTime());
    Path realms = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(
        realms.resolve("vedette.json"),
        realm(
            machine("gateway", secret, "vedette"),
            machine("elsewhere", secret, "mail"),
            console(server)));
    int port = freePort();
    Path log = directory.resolve("keycloak.txt");
    var starting =
        new ProcessBuilder(
                "/bin/bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + freePort(),
                "--import-realm")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    starting.environment().put("JAVA_HOME", System.getProperty("java.home"));
    starting.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
    Process process = starting.start();
    var issuer = URI.create("http://127.0.0.1:" + port + "/realms/vedette");
    var keycloak = new Keycloak(process, issuer, secret);
    long until = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < until && process.isAlive()) {
      if (keycloak.isUp()) {
        return keycloak;
      }
      var _ = process.waitFor(500, TimeUnit.MILLISECONDS);
    }
    keycloak.close();
    return fail("Keycloak did not start: " + Files.readString(log));
  }

  private static String realm(String... clients) {
    return """
    {"realm":"vedette","enabled":true,"sslRequired":"none",
     "roles":{"realm":[{"name":"reader"},{"name":"analyst"}]},
     "clients":[%s],
     "users":[
      {"username":"%s","enabled":true,"firstName":"Ann","lastName":"Analyst",
       "email":"ann@acme.example","emailVerified":true,"realmRoles":["reader","analyst"],
       "credentials":[{"type":"password","value":"%s"}]},
      {"username":"service-account-gateway","enabled":true,
       "serviceAccountClientId":"gateway","realmRoles":["reader"]},
      {"username":"service-account-elsewhere","enabled":true,
       "serviceAccountClientId":"elsewhere","realmRoles":["reader"]}]}
    """
        .formatted(String.join(",", clients), PERSON, PASSWORD);
  }

  private static String machine(String id, String secret, String audience) {
    return """
    {"clientId":"%s","secret":"%s","serviceAccountsEnabled":true,"standardFlowEnabled":false,%s}
    """
        .formatted(id, secret, mappers(audience));
  }

  /** Its tokens are renewed after ten seconds. */
  private static String console(URI server) {
    return """
    {"clientId":"%s","publicClient":true,"standardFlowEnabled":true,
     "directAccessGrantsEnabled":false,"redirectUris":["%s/console/"],
     "attributes":{"pkce.code.challenge.method":"S256","access.token.lifespan":"20",
      "post.logout.redirect.uris":"+"},%s}
    """
        .formatted(CONSOLE, server, mappers("vedette"));
  }

  private static String mappers(String audience) {
    return """
    "protocolMappers":[
      {"name":"audience","protocol":"openid-connect","protocolMapper":"oidc-audience-mapper",
       "config":{"included.custom.audience":"%s","access.token.claim":"true"}},
      {"name":"tenants","protocol":"openid-connect",
       "protocolMapper":"oidc-hardcoded-claim-mapper",
       "config":{"claim.name":"tenants","claim.value":"[\\"acme\\"]",
        "jsonType.label":"JSON","access.token.claim":"true"}}]
    """
        .formatted(audience);
  }

  private boolean isUp() throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration")).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** As its tokens name it. */
  URI issuer() {
    return issuer;
  }

  /** An access token for a client, by its secret. */
  String token(String client) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=%s&client_secret=%s"
                        .formatted(client, secret)))
            .build();
    JsonNode answer =
        new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    return answer.path("access_token").asText();
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    http.close();
  }
}
