package dev.vedette.client;

import static dev.vedette.client.Updates.NOW;
import static dev.vedette.client.Updates.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.vedette.events.Subject;
import dev.vedette.risk.Advice;
import dev.vedette.risk.Level;
import dev.vedette.schemas.PackagedSchemas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example does what its page says, and the page shows the example. */
class GatewayTest {
  private final RiskCache cache =
      new RiskCache(
          ClientSettings.of("nowhere:1").withOtherwise(Advice.GO_ON),
          PackagedSchemas.load(),
          () -> NOW);

  private int status(HttpServer server, String user) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
              .header("X-User", user)
              .header("X-Session", "s-" + user)
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void shouldAskForMoreOrStop() throws Exception {
    cache.take(Updates.of(user("bob"), Level.HIGH, NOW, 3));
    cache.take(Updates.of(Subject.session(user("eve"), "s-eve"), Level.CRITICAL, NOW, 5));
    HttpServer server = Gateway.start(cache, 0);
    try {
      assertEquals(200, status(server, "alice"));
      assertEquals(401, status(server, "bob"));
      assertEquals(403, status(server, "eve"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldBeWhatThePageShows() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/vedette/client/Gateway.java"));
    String example =
        source.substring(
            source.indexOf("// docs:begin\n") + "// docs:begin\n".length(),
            source.indexOf("  // docs:end"));
    String page = Files.readString(Path.of("../docs/client.md"));
    assertTrue(
        page.contains(example.stripTrailing().stripIndent()),
        "docs/client.md shows another gateway");
  }
}
