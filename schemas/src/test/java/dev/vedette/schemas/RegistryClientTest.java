package dev.vedette.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.vedette.schemas.RegistrySettings.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry should not answer, and what it must be sent. */
class RegistryClientTest {
  private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final HttpServer server;
  private volatile int status = 200;
  private volatile byte[] answer = {};
  private volatile boolean stalls;

  RegistryClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body = answer;
          exchange.sendResponseHeaders(status, body.length);
          try (var out = exchange.getResponseBody()) {
            if (stalls) {
              out.write(body, 0, 1);
              out.flush();
              released.await();
            }
            out.write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
  }

  @Test
  void shouldSendCredentialsAndAskForAnIdOnce() {
    answers(200, "{\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}");
    try (var client = client(new Credentials("ann", "s3cret"))) {
      assertEquals("string", client.schema(7).getName());
      assertEquals("string", client.schema(7).getName());
    }
    String basic = Base64.getEncoder().encodeToString("ann:s3cret".getBytes(UTF_8));
    assertEquals(List.of("GET /base/schemas/ids/7 Basic " + basic), requests);
    assertFalse(new Credentials("ann", "s3cret").toString().contains("s3cret"));
  }

  @Test
  void shouldNotAskAgainForAForgedId() {
    answers(404, UNKNOWN);
    try (var client = client(null)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(
            WireFormatException.Reason.UNKNOWN_SCHEMA_ID,
            assertThrows(WireFormatException.class, () -> client.schema(7)).reason());
      }
    }
    assertEquals(1, requests.size());
  }

  @Test
  void shouldNotTakeAWrongPathForAnUnknownId() {
    answers(404, "<html>no such page</html>");
    assertTrue(failure().contains("status 404"), this::failure);
  }

  @Test
  void shouldSayWhatTheRegistrySaid() {
    answers(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    assertTrue(failure().contains("status 401, Unauthorized"), this::failure);
    answers(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}");
    assertTrue(failure().contains("cannot be parsed"), this::failure);
    answers(200, "not JSON");
    assertTrue(failure().contains("not JSON"), this::failure);
    answers(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}");
    assertTrue(failure().contains("not Avro"), this::failure);
  }

  @Test
  void shouldNotReadAnEndlessAnswer() {
    answers(200, "[" + "1,".repeat(4 << 20) + "1]");
    String failure = failure();
    assertTrue(failure.contains("GET"), failure);
    assertTrue(failure.length() < 1_000, () -> "a message of " + failure.length());
  }

  @Test
  void shouldNotWaitForAnAnswerThatStalls() {
    answers(200, "{\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}");
    stalls = true;
    assertTrue(failure().contains("no answer within"));
  }

  @Test
  void shouldRefuseSettingsThatCannotBe() {
    for (String url : List.of("registry:8081", "ftp://registry", "http://ann:pw@registry/")) {
      assertThrows(IllegalArgumentException.class, () -> RegistrySettings.of(URI.create(url)), url);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new RegistrySettings(URI.create("http://registry"), null, Duration.ZERO, true));
  }

  @Test
  void shouldReadItsSettingsFromAFile(@TempDir Path directory) throws IOException {
    var url = URI.create("http://registry");
    Path file = directory.resolve("registry.properties");
    Files.writeString(file, "");
    assertEquals(RegistrySettings.of(url), RegistrySettings.read(url, file));
    Files.writeString(
        file,
        """
        basic.auth.user.info = ann:a:b
        auto.register.schemas = false
        request.timeout.ms = 1500
        """);
    assertEquals(
        new RegistrySettings(url, new Credentials("ann", "a:b"), Duration.ofMillis(1500), false),
        RegistrySettings.read(url, file));
    for (String wrong :
        List.of(
            "basic.auth.user.info=secret",
            "auto.register.schemas=yes",
            "request.timeout.ms=soon",
            "request.timeout.ms=0",
            "ssl.truststore.location=secret")) {
      Files.writeString(file, wrong);
      var refused =
          assertThrows(IllegalArgumentException.class, () -> RegistrySettings.read(url, file));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains(file.toString()), message);
      assertFalse(message.contains("secret"), message);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> RegistrySettings.read(url, directory.resolve("missing")));
  }

  private void answers(int code, String body) {
    status = code;
    answer = body.getBytes(UTF_8);
  }

  private String failure() {
    try (var client = client(null)) {
      var failure = assertThrows(RegistryException.class, () -> client.schema(7));
      released.countDown();
      return String.valueOf(failure.getMessage());
    }
  }

  private RegistryClient client(@org.jspecify.annotations.Nullable Credentials who) {
    var url = URI.create("http://127.0.0.1:%d/base/".formatted(server.getAddress().getPort()));
    return new RegistryClient(new RegistrySettings(url, who, Duration.ofSeconds(2), true));
  }
}
