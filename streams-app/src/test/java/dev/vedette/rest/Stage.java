package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.risk.Verdict;
import dev.vedette.sources.facts.Directory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.BiConsumer;

/** A server before a town in which every documented response can be had; each by its exercise. */
final class Stage implements AutoCloseable {
  /** By which every request is found again. */
  static final String REQUEST_ID = "r-1";

  private static final String TOKEN = "0123456789abcdef";

  final Town town = new Town();
  final HeldUpdates updates = new HeldUpdates();
  private final HeldInbox inbox = new HeldInbox();
  private final HeldLetters letters = new HeldLetters();
  private final HeldSignIn signIn = new HeldSignIn(town);
  private final BiConsumer<Town, Verdict> said;
  final RestServer server;
  final Client client;

  /**
   * A stage.
   *
   * @param said what becomes of verdicts
   */
  Stage(BiConsumer<Town, Verdict> said) {
    this.said = said;
    server =
        RestServer.start(
            new RestSettings("127.0.0.1", 0, TOKEN),
            Backend.of(town.queries())
                .with(inbox.posting(town))
                .with(this::take)
                .with(letters)
                .with(updates));
    client = Client.of(server);
  }

  /** Lets happen what all is asked about; who works with whom is known afterwards. */
  void live() {
    town.attack();
    for (String who : List.of("alice", "bob")) {
      String fact = "{\"id\":\"%s\",\"tenant\":\"acme\",\"department\":\"finance\"}".formatted(who);
      town.directory.put(Directory.principal("test", fact.getBytes(UTF_8)));
    }
  }

  private void take(Verdict verdict) throws IOException {
    if (!inbox.takes) {
      throw new IOException("the broker is away");
    }
    said.accept(town, verdict);
  }

  /** A request of who may do everything. */
  HttpRequest.Builder request(String path) {
    return client
        .request(path)
        .header("Authorization", "Bearer " + TOKEN)
        .header(Trace.REQUEST_ID, REQUEST_ID);
  }

  HttpResponse<String> ask(Exercise one) throws Exception {
    town.state = one.state();
    letters.isThere = one.status() != 503;
    String path = one.path().replace(Exercise.ITS_ID, incident());
    var request =
        one.token() ? request(path) : client.request(path).header(Trace.REQUEST_ID, REQUEST_ID);
    if (SignInRoutes.isAt(one.operation())) {
      return signIn.ask(one);
    }
    if (one.operation().equals(UpdateRoutes.UPDATES)) {
      request.header(
          "Last-Event-ID",
          one.status() == 400 ? HeldUpdates.WRONG : one.status() == 429 ? HeldUpdates.MANY : "");
      return client.send(request.build());
    }
    if (one.status() == 304) {
      String tag = client.send(request.build()).headers().firstValue("ETag").orElseThrow();
      return client.send(request.header("If-None-Match", tag).build());
    }
    if (one.post() != null) {
      inbox.make(one.post(), request);
    }
    return one.status() == 429 ? inbox.whileHolding(client, request) : client.send(request.build());
  }

  /** The id of the incident that there is. */
  private String incident() {
    String state = town.state;
    town.state = "RUNNING";
    try {
      return town.queries()
          .incidents("acme", IncidentQueries.Which.OPEN, null, 1, null)
          .incidents()
          .getFirst()
          .id();
    } finally {
      town.state = state;
    }
  }

  @Override
  public void close() {
    signIn.close();
    client.close();
    server.close();
    town.close();
  }
}
