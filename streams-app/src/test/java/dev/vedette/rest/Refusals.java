package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Servers, most before the same town, each of which refuses every operation in one manner. */
final class Refusals implements AutoCloseable {
  private static final RestSettings OPEN = new RestSettings("127.0.0.1", 0, null);

  /** This machine by a name that no browser's page needs. */
  private static final String OTHER_HOST = "[::ffff:127.0.0.1]";

  private static final int PATIENCE = 50;

  private final RestServer guarded;
  private final RestServer open;
  private final RestServer limited;
  private final RestServer deserted;
  private final RestServer broken;

  Refusals(Backend backend) {
    try {
      guarded = RestServer.start(OPEN.with(new AccessSettings(tokens(), null, null)), backend);
      open = RestServer.start(OPEN, backend);
      limited = RestServer.start(OPEN.limitedTo(1), backend);
      var away = new Issuer();
      away.close();
      var provider = OidcSettings.of(away.uri(), Issuer.AUDIENCE);
      deserted = RestServer.start(OPEN.with(new AccessSettings(null, provider, null)), backend);
      broken = RestServer.start(OPEN, Broken.backend());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of tokens: one for each role, and one for each two. */
  private static Path tokens() throws IOException {
    var lines = new ArrayList<String>();
    for (Caller.Role one : Caller.Role.values()) {
      for (Set<Caller.Role> roles : List.of(Set.of(one), allBut(one))) {
        String names =
            roles.stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
        lines.add("tester %s * sha256:%s".formatted(names, Grant.digest(token(roles))));
      }
    }
    Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "roles", "");
    return Files.writeString(file, String.join("\n", lines), UTF_8);
  }

  private static Set<Caller.Role> allBut(Caller.Role role) {
    return EnumSet.complementOf(EnumSet.of(role));
  }

  private static String token(Set<Caller.Role> roles) {
    return "token-of-" + roles.stream().sorted().map(Caller.Role::name).toList();
  }

  /** Asks with a token of one role. */
  HttpResponse<String> as(Caller.Role role, Exercise one) throws Exception {
    return ask(guarded, one, token(Set.of(role)));
  }

  /** Asks in the manner of an exercise that is not let in. */
  HttpResponse<String> ask(Exercise one) throws Exception {
    return switch (one.manner()) {
      case WITHOUT_ROLE -> ask(guarded, one, token(allBut(role(one))));
      case OTHER_HOST -> elsewhere(one);
      case TOO_OFTEN -> again(one);
      case PROVIDER_AWAY -> ask(deserted, one, "a.b.c");
      case BROKEN -> ask(broken, one, "");
      default -> throw new IllegalArgumentException(one + " is let in");
    };
  }

  private Caller.Role role(Exercise one) {
    for (Route route : guarded.routes()) {
      if (route.path().equals(one.operation()) && route.role() != null) {
        return route.role();
      }
    }
    throw new IllegalArgumentException(one + " needs no role");
  }

  private static HttpResponse<String> ask(RestServer server, Exercise one, String token)
      throws Exception {
    try (Client client = Client.of(server)) {
      var request = client.request(one.path()).header("Authorization", "Bearer " + token);
      return client.send(one.request(named(request)));
    }
  }

  private HttpResponse<String> elsewhere(Exercise one) throws Exception {
    try (Client client = Client.of(open)) {
      var uri = URI.create("http://%s:%d%s".formatted(OTHER_HOST, open.port(), one.path()));
      return client.send(one.request(named(HttpRequest.newBuilder(uri))));
    }
  }

  private HttpResponse<String> again(Exercise one) throws Exception {
    HttpResponse<String> response = ask(limited, one, "");
    for (int i = 0; i < PATIENCE && response.statusCode() != one.status(); i++) {
      response = ask(limited, one, "");
    }
    return response;
  }

  private static HttpRequest.Builder named(HttpRequest.Builder request) {
    return request.header(Trace.REQUEST_ID, Stage.REQUEST_ID);
  }

  @Override
  public void close() {
    List.of(guarded, open, limited, deserted, broken).forEach(RestServer::close);
  }
}
