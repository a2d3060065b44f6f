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
  private final Refusals refusals;
  final RestServer server;
  final Client client;

  /**
   * A stage.
   *
   * @param said what becomes of verdicts
   */
  Stage(BiConsumer<Town, Verdict> said) {
    this.said = said;
    var backend =
        Backend.of(town.queries())
            .with(inbox.posting(town))
            .with(this::take)
            .with(letters)
            .with(updates);
    server = RestServer.start(new RestSettings("127.0.0.1", 0, TOKEN), backend);
    client = Client.of(server);
    refusals = new Refusals(backend);
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

  HttpResponse<String> ask(Exercise named) throws Exception {
    Exercise one = prepared(named);
    return switch (one.manner()) {
      case ADMITTED, NOBODY, OTHER_METHOD, TOO_SLOW ->
          SignInRoutes.isAt(one.operation()) ? signIn.ask(one) : here(one);
      default -> refusals.ask(one);
    };
  }

  /** Asks with a token of one role. */
  HttpResponse<String> as(Caller.Role role, Exercise one) throws Exception {
    return refusals.as(role, prepared(one));
  }

  /** Makes the town what an exercise needs. */
  private Exercise prepared(Exercise one) {
    town.state = one.state();
    letters.isThere = one.status() != 503;
    letters.isBusy = one.status() == 429 && one.manner() == Exercise.Manner.ADMITTED;
    inbox.takes = one.post() == null || one.post().takes();
    return one.at(one.path().replace(Exercise.ITS_ID, incident()));
  }

  private HttpResponse<String> here(Exercise one) throws Exception {
    var request =
        one.manner() == Exercise.Manner.NOBODY
            ? client.request(one.path()).header(Trace.REQUEST_ID, REQUEST_ID)
            : request(one.path());
    if (one.operation().equals(UpdateRoutes.UPDATES)) {
      request.header(
          "Last-Event-ID",
          one.status() == 400 ? HeldUpdates.WRONG : one.status() == 429 ? HeldUpdates.MANY : "");
    }
    if (one.status() == 304) {
      String tag = client.send(request.build()).headers().firstValue("ETag").orElseThrow();
      request.header("If-None-Match", tag);
    }
    return one.status() == 429 && one.operation().equals(Posts.PATH)
        ? inbox.whileHolding(client, one.request(request))
        : client.send(one.request(request));
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
    refusals.close();
    client.close();
    server.close();
    town.close();
  }
}
