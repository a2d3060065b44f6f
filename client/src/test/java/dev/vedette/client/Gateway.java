package dev.vedette.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A gateway that asks before each request: the example of docs/client.md. */
final class Gateway {
  private Gateway() {}

  // docs:begin
  static HttpServer start(RiskCache risk, int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          Answer answer = risk.riskOf(session(exchange));
          switch (answer.advice()) {
            case GO_ON -> reply(exchange, 200, "what the application says");
            case STEP_UP -> {
              exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer acr_values=\"mfa\"");
              reply(exchange, 401, "sign in with a second factor");
            }
            case STOP -> reply(exchange, 403, "this session is stopped");
          }
        });
    server.start();
    return server;
  }

  /** Who asks: a real gateway takes it from the token that it has verified. */
  private static Subject session(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    Subject user = Subject.of("acme", SubjectType.USER, headers.getFirst("X-User"));
    return Subject.session(user, headers.getFirst("X-Session"));
  }

  // docs:end

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
