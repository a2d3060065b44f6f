package dev.vedette.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An OpenID provider whose tokens can be wrong in every way. */
final class Issuer implements AutoCloseable {
  static final String AUDIENCE = "vedette";

  final AtomicInteger askedForKeys = new AtomicInteger();

  /** How requests for tokens are answered. */
  volatile HttpHandler tokens =
      answering(
          200,
          """
          {"access_token":"an.access.token","token_type":"Bearer","expires_in":300,
           "refresh_token":"a-refresh-token","id_token":"an.id.token","scope":"openid"}
          """);

  /** The last request for tokens. */
  volatile String form = "";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile RSAKey key = newKey("first");

  Issuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(
        "/.well-known/openid-configuration",
        () ->
            """
            {"issuer":"%1$s","jwks_uri":"%1$s/keys","token_endpoint":"%1$s/token",
             "authorization_endpoint":"https://id.example.com/authorize",
             "end_session_endpoint":"https://id.example.com/logout"}
            """
                .formatted(uri()));
    answer(
        "/keys",
        () -> {
          askedForKeys.incrementAndGet();
          return new JWKSet(key.toPublicJWK()).toString();
        });
    server.createContext(
        "/token",
        exchange -> {
          form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          tokens.handle(exchange);
        });
    server.setExecutor(threads);
    server.start();
  }

  /** Answers a request for tokens. */
  static HttpHandler answering(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  private void answer(String path, Supplier<String> body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  RSAKey key() {
    return key;
  }

  void rotateTo(RSAKey other) {
    key = other;
  }

  /** Claims that let an analyst of acme in. */
  JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(uri().toString())
        .audience(AUDIENCE)
        .subject("analyst-1")
        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
        .claim("roles", List.of("reader", "analyst", "offline_access"))
        .claim("tenants", List.of("acme"));
  }

  String token(JWTClaimsSet.Builder claims) {
    return token(claims, key);
  }

  static String token(JWTClaimsSet.Builder claims, RSAKey key) {
    try {
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              claims.build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
