package dev.vedette.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** Servers where people sign in: one with its provider, one whose provider is away, one without. */
final class HeldSignIn implements AutoCloseable {
  static final OidcSettings.Client CLIENT = new OidcSettings.Client("vedette-console", "openid");

  private final Issuer issuer;
  private final RestServer server;
  private final RestServer deserted;
  private final RestServer without;

  HeldSignIn(Town town) {
    try {
      issuer = new Issuer();
      server = server(town, OidcSettings.of(issuer.uri(), Issuer.AUDIENCE).with(CLIENT));
      var away = new Issuer();
      away.close();
      deserted = server(town, OidcSettings.of(away.uri(), Issuer.AUDIENCE).with(CLIENT));
      without = server(town, OidcSettings.of(issuer.uri(), Issuer.AUDIENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RestServer server(Town town, OidcSettings oidc) {
    return RestServer.start(
        new RestSettings("127.0.0.1", 0, null).with(new AccessSettings(null, oidc, null)),
        town.queries());
  }

  /** Asks the one that answers with the status. */
  HttpResponse<String> ask(Exercise one) throws IOException, InterruptedException {
    RestServer asked =
        switch (one.status()) {
          case 404 -> without;
          case 503 -> deserted;
          default -> server;
        };
    try (Client there = Client.of(asked)) {
      var request = there.request(one.path()).header(Trace.REQUEST_ID, Stage.REQUEST_ID);
      return there.send(one.request(request));
    }
  }

  @Override
  public void close() {
    server.close();
    deserted.close();
    without.close();
    issuer.close();
  }
}
