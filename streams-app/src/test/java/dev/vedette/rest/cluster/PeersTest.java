package dev.vedette.rest.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.vedette.rest.cluster.Peers.Question;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void shouldSendATraceWithEachRequest() throws Exception {
    Set<String> parents = ConcurrentHashMap.newKeySet();
    Set<String> states = ConcurrentHashMap.newKeySet();
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          try (exchange) {
            parents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            states.add(String.valueOf(exchange.getRequestHeaders().getFirst("tracestate")));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    other.start();
    try (var peers = new Peers("127.0.0.1:1", null, System::nanoTime)) {
      var errand = new Errand(null, "r-1", new Errand.Traced(TRACE, "00", "a=1"));
      for (int i = 0; i < 2; i++) {
        String instance = "127.0.0.1:" + other.getAddress().getPort();
        var question = new Question("/v1/health", new byte[0], Map.of(), errand);
        assertEquals(200, peers.ask(instance, question, Duration.ofSeconds(20)).status());
      }
    } finally {
      other.stop(0);
    }
    assertEquals(2, parents.size(), "a span for each request");
    for (String parent : parents) {
      assertTrue(parent.matches("00-" + TRACE + "-[0-9a-f]{16}-00"), parent);
    }
    assertEquals(Set.of("a=1"), states);
  }
}
