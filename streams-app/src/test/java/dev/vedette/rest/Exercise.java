package dev.vedette.rest;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request and the response that is documented for it.
 *
 * @param operation the path in the document
 * @param path the path that is asked
 * @param status what must come
 * @param state how the pipeline is
 * @param manner how it is asked
 * @param post what is posted; null for a question
 */
record Exercise(
    String operation,
    String path,
    int status,
    String state,
    Exercise.Manner manner,
    HeldInbox.@Nullable Post post) {
  /** How a request comes; most that is documented is about who may do everything. */
  enum Manner {
    /** From who may do everything. */
    ADMITTED,
    /** Without a token. */
    NOBODY,
    /** From who has every role but the one that is needed. */
    WITHOUT_ROLE,
    /** By a method that the path does not have. */
    OTHER_METHOD,
    /** To a service without tokens, by a name that is not this machine's. */
    OTHER_HOST,
    /** Again and again. */
    TOO_OFTEN,
    /** With a body that comes a byte now and then. */
    TOO_SLOW,
    /** With a token for which only a provider can answer that is away. */
    PROVIDER_AWAY,
    /** To a service behind which everything fails. */
    BROKEN
  }

  /** What rests on nothing that may fail. */
  private static final Set<String> NEVER_FAIL =
      Set.of("/v1/health", "/openapi.yaml", SignInRoutes.SIGN_IN, SignInRoutes.TOKEN);

  private static final String SUBJECT = "/v1/tenants/{tenant}/subjects/{type}/{id}";
  private static final String RISK = SUBJECT + "/risk";
  private static final String PROFILE = SUBJECT + "/profile";
  private static final String WATERFALL = SUBJECT + "/waterfall.svg";
  private static final String SESSION = "/v1/tenants/{tenant}/sessions/{id}";
  private static final String SESSIONS = "/v1/tenants/acme/sessions/";
  private static final String TOP = "/v1/tenants/{tenant}/risk/top";

  /** Stands for the id of the incident that there is. */
  static final String ITS_ID = "its-id";

  private static final String ACME = "/v1/tenants/acme/";
  private static final String LIST = SubjectRoutes.SUBJECTS;
  private static final String LOOKUP = SubjectRoutes.LOOKUP;
  private static final String SERIES = SUBJECT + "/series";
  private static final String SIGNALS = SUBJECT + "/signals";
  private static final String OWNED = SUBJECT + "/sessions";
  private static final String HABITS = SUBJECT + "/habits";
  private static final String INCIDENTS = IncidentRoutes.INCIDENTS;
  private static final String INCIDENT = INCIDENTS + "/{id}";
  private static final String POLICY = "/v1/tenants/{tenant}/policy";
  private static final String ME = "/v1/me";
  private static final String PIPELINE = "/v1/pipeline";
  private static final String LETTERS = LetterRoutes.LETTERS;
  private static final String LETTER = LetterRoutes.LETTER;
  private static final String REPLAY = LETTER + "/replay";
  private static final String UPDATES = UpdateRoutes.UPDATES;
  private static final String SIGN_IN = SignInRoutes.SIGN_IN;
  private static final HeldInbox.Post NOTHING = new HeldInbox.Post("text/plain", "", true);
  private static final String LOOKED =
      """
      {"subjects":[{"type":"user","id":"alice"},{"type":"user","id":"mallory"},\
      {"type":"session","id":"s-alice","owner":{"type":"user","id":"alice"}}]}\
      """;
  private static final String SUBJECTS = "/v1/tenants/acme/subjects/";

  private static final String EVENTS = Posts.PATH;
  private static final String DETECTORS = "/v1/tenants/{tenant}/detectors";
  private static final String VERDICTS = VerdictPosts.PATH;
  private static final String SAID = "/v1/tenants/acme/verdicts";
  private static final String BY_ID = "{\"subject\":{\"type\":\"user\",\"id\":\"alice\"},";
  private static final String LAST = "\"until\":\"2026-12-20T09:00:00Z\"}";

  static final List<Exercise> ALL =
      List.of(
          ok(RISK, SUBJECTS + "user/alice/risk"),
          ok(RISK, SUBJECTS + "user/bob/risk?at=2026-11-20T08:00:00Z"),
          ok(RISK, SUBJECTS + "user/alice/risk?at=2026-11-20T09:05:00Z"),
          ok(RISK, SUBJECTS + "ip/203.0.113.9/risk"),
          ok(RISK, SUBJECTS + "user/alice/risk?with=coverage"),
          refused(RISK, SUBJECTS + "user/alice/risk?with=everything", 400),
          ok(RISK, SUBJECTS + "session/s-alice/risk"),
          ok(RISK, SUBJECTS + "session/shared/risk?owner=user:carol"),
          refused(RISK, SUBJECTS + "user/alice/risk?at=x", 400),
          refused(RISK, SUBJECTS + "user/mallory/risk", 404),
          refused(RISK, SUBJECTS + "session/shared/risk", 409),
          down(RISK, SUBJECTS + "user/alice/risk"),
          ok(RISK, SUBJECTS + "user/alice/risk?with=counterfactual,coverage"),
          ok(RISK, SUBJECTS + "user/alice/risk?at=2026-11-20T09:05:00Z&asCorrected=true"),
          refused(RISK, SUBJECTS + "user/alice/risk?asCorrected=false", 400),
          ok(WATERFALL, SUBJECTS + "user/alice/waterfall.svg"),
          ok(WATERFALL, SUBJECTS + "session/s-alice/waterfall.svg?at=2026-11-20T09:14:00Z"),
          refused(WATERFALL, SUBJECTS + "user/alice/waterfall.svg?with=coverage", 400),
          refused(WATERFALL, SUBJECTS + "user/mallory/waterfall.svg", 404),
          refused(WATERFALL, SUBJECTS + "session/shared/waterfall.svg", 409),
          down(WATERFALL, SUBJECTS + "user/alice/waterfall.svg"),
          ok(PROFILE, SUBJECTS + "user/alice/profile"),
          ok(PROFILE, SUBJECTS + "ip/203.0.113.9/profile"),
          ok(PROFILE, SUBJECTS + "session/s-alice/profile"),
          refused(PROFILE, SUBJECTS + "planet/mars/profile", 400),
          refused(PROFILE, SUBJECTS + "user/mallory/profile", 404),
          refused(PROFILE, SUBJECTS + "session/shared/profile", 409),
          down(PROFILE, SUBJECTS + "user/alice/profile"),
          ok(SESSION, SESSIONS + "s-alice"),
          ok(SESSION, SESSIONS + "shared?owner=user:carol"),
          refused(SESSION, SESSIONS + "s-alice?owner=", 400),
          refused(SESSION, SESSIONS + "never", 404),
          refused(SESSION, SESSIONS + "shared", 409),
          down(SESSION, SESSIONS + "s-alice"),
          ok(TOP, "/v1/tenants/acme/risk/top"),
          ok(TOP, "/v1/tenants/acme/risk/top?type=session&limit=1"),
          ok(TOP, "/v1/tenants/nobody/risk/top"),
          refused(TOP, "/v1/tenants/acme/risk/top?limit=0", 400),
          down(TOP, "/v1/tenants/acme/risk/top"),
          ok("/v1/health", "/v1/health"),
          refused("/v1/health", "/v1/health?x=1", 400),
          ok("/v1/ready", "/v1/ready"),
          refused("/v1/ready", "/v1/ready?x=1", 400),
          down("/v1/ready", "/v1/ready"),
          ok("/metrics", "/metrics"),
          refused("/metrics", "/metrics?x=1", 400),
          ok("/openapi.yaml", "/openapi.yaml"),
          had("/openapi.yaml", "/openapi.yaml"),
          refused("/openapi.yaml", "/openapi.yaml?x=1", 400),
          posted(200, EVENTS, HeldInbox.GOOD),
          posted(200, EVENTS, HeldInbox.BAD),
          posted(400, EVENTS + "?format=klingon", HeldInbox.GOOD),
          posted(413, EVENTS, HeldInbox.LONG),
          posted(415, EVENTS, HeldInbox.FORM),
          posted(429, EVENTS, HeldInbox.MUCH),
          posted(503, EVENTS, HeldInbox.UNTAKEN),
          said(200, BY_ID + "\"verdict\":\"false_positive\"," + LAST),
          said(
              200,
              BY_ID
                  + "\"id\":\"v1\",\"verdict\":\"true_positive\",\"by\":\"ann\",\"note\":\"yes\","
                  + "\"detector\":\"guess-then-success\",\"window\":\"2026-11-20T09:00:00Z\"}"),
          said(400, BY_ID + "\"verdict\":\"maybe\"," + LAST),
          said(400, BY_ID + "\"verdict\":\"false_positive\"}"),
          said(400, BY_ID + "\"verdict\":\"false_positive\",\"extra\":\"x\"," + LAST),
          said(413, " ".repeat(70_000)),
          new Exercise(VERDICTS, SAID, 415, "RUNNING", Manner.ADMITTED, HeldInbox.FORM),
          said(503, BY_ID + "\"verdict\":\"false_positive\"," + LAST),
          ok(LIST, ACME + "subjects"),
          ok(LIST, ACME + "subjects?type=session&level=LOW&limit=1"),
          ok(LIST, ACME + "subjects?q=O"),
          refused(LIST, ACME + "subjects?level=AWFUL", 400),
          refused(LIST, ACME + "subjects?cursor=" + "A".repeat(60), 400),
          down(LIST, ACME + "subjects"),
          looked(200, LOOKED),
          looked(200, "{\"subjects\":[]}"),
          looked(400, "{\"subjects\":[{\"type\":\"planet\",\"id\":\"mars\"}]}"),
          looked(413, " ".repeat(256 * 1024 + 1)),
          new Exercise(
              LOOKUP, ACME + "risk/lookup", 415, "RUNNING", Manner.ADMITTED, HeldInbox.FORM),
          new Exercise(
              LOOKUP,
              ACME + "risk/lookup",
              503,
              "REBALANCING",
              Manner.ADMITTED,
              new HeldInbox.Post("application/json", LOOKED, true)),
          ok(SERIES, SUBJECTS + "user/alice/series"),
          ok(SERIES, SUBJECTS + "session/s-alice/series?from=2026-11-20T08:00:00Z&points=500"),
          refused(SERIES, SUBJECTS + "user/alice/series?points=1", 400),
          refused(SERIES, SUBJECTS + "user/alice/series?from=2026-11-21T00:00:00Z", 400),
          refused(SERIES, SUBJECTS + "user/mallory/series", 404),
          refused(SERIES, SUBJECTS + "session/shared/series", 409),
          down(SERIES, SUBJECTS + "user/alice/series"),
          ok(SIGNALS, SUBJECTS + "user/alice/signals"),
          ok(SIGNALS, SUBJECTS + "ip/203.0.113.9/signals?limit=1"),
          ok(SIGNALS, SUBJECTS + "user/bob/signals?to=2026-11-20T00:00:00Z"),
          refused(SIGNALS, SUBJECTS + "user/alice/signals?cursor=x", 400),
          refused(SIGNALS, SUBJECTS + "user/mallory/signals", 404),
          refused(SIGNALS, SUBJECTS + "session/shared/signals", 409),
          down(SIGNALS, SUBJECTS + "user/alice/signals"),
          ok(OWNED, SUBJECTS + "user/alice/sessions"),
          refused(OWNED, SUBJECTS + "ip/203.0.113.9/sessions", 400),
          refused(OWNED, SUBJECTS + "user/mallory/sessions", 404),
          down(OWNED, SUBJECTS + "user/alice/sessions"),
          ok(HABITS, SUBJECTS + "user/alice/habits"),
          ok(HABITS, SUBJECTS + "ip/203.0.113.9/habits"),
          refused(HABITS, SUBJECTS + "planet/mars/habits", 400),
          refused(HABITS, SUBJECTS + "user/mallory/habits", 404),
          refused(HABITS, SUBJECTS + "session/shared/habits", 409),
          down(HABITS, SUBJECTS + "user/alice/habits"),
          ok(INCIDENTS, ACME + "incidents"),
          ok(INCIDENTS, ACME + "incidents?state=all&subject=user:alice&limit=1"),
          ok(INCIDENTS, ACME + "incidents?state=closed"),
          refused(INCIDENTS, ACME + "incidents?state=lost", 400),
          down(INCIDENTS, ACME + "incidents"),
          ok(INCIDENT, ACME + "incidents/" + ITS_ID),
          had(INCIDENT, ACME + "incidents/" + ITS_ID),
          refused(INCIDENT, ACME + "incidents/" + ITS_ID + "?x=1", 400),
          refused(INCIDENT, ACME + "incidents/never", 404),
          down(INCIDENT, ACME + "incidents/never"),
          ok(POLICY, ACME + "policy"),
          had(POLICY, ACME + "policy"),
          refused(POLICY, ACME + "policy?x=1", 400),
          ok(ME, ME),
          refused(ME, ME + "?x=1", 400),
          down(ME, ME),
          ok(PIPELINE, PIPELINE),
          new Exercise(PIPELINE, PIPELINE, 200, "REBALANCING", Manner.ADMITTED, null),
          refused(PIPELINE, PIPELINE + "?x=1", 400),
          ok(LETTERS, LETTERS),
          ok(LETTERS, LETTERS + "?limit=1"),
          ok(LETTERS, LETTERS + "?reason=truncated"),
          refused(LETTERS, LETTERS + "?reason=", 400),
          refused(LETTERS, LETTERS, 429),
          refused(LETTERS, LETTERS, 503),
          ok(LETTER, LETTERS + "/0/3"),
          ok(LETTER, LETTERS + "/0/2"),
          refused(LETTER, LETTERS + "/0/x", 400),
          refused(LETTER, LETTERS + "/0/4", 404),
          refused(LETTER, LETTERS + "/0/3", 429),
          refused(LETTER, LETTERS + "/0/3", 503),
          replayed(200, LETTERS + "/0/3/replay"),
          replayed(400, LETTERS + "/0/-1/replay"),
          replayed(404, LETTERS + "/1/3/replay"),
          replayed(409, LETTERS + "/0/2/replay"),
          replayed(429, LETTERS + "/0/3/replay"),
          replayed(503, LETTERS + "/0/3/replay"),
          ok(UPDATES, ACME + "updates"),
          refused(UPDATES, ACME + "updates", 400),
          refused(UPDATES, ACME + "updates", 429),
          ok(DETECTORS, "/v1/tenants/acme/detectors"),
          ok(DETECTORS, "/v1/tenants/nobody/detectors"),
          refused(DETECTORS, "/v1/tenants/acme/detectors?x=1", 400),
          down(DETECTORS, "/v1/tenants/acme/detectors"),
          ok(SIGN_IN, SIGN_IN),
          refused(SIGN_IN, SIGN_IN + "?x=1", 400),
          refused(SIGN_IN, SIGN_IN, 404),
          refused(SIGN_IN, SIGN_IN, 503),
          signedIn(200, "{\"refreshToken\":\"a\"}"),
          signedIn(400, "{\"refreshToken\":\"\"}"),
          signedIn(400, "{\"refreshToken\":\"a\",\"code\":\"b\"}"),
          signedIn(404, "{\"refreshToken\":\"a\"}"),
          signedIn(413, " ".repeat(20_000)),
          new Exercise(
              SignInRoutes.TOKEN, SignInRoutes.TOKEN, 415, "RUNNING", Manner.NOBODY, NOTHING),
          signedIn(503, "{\"refreshToken\":\"a\"}"));

  /** How every operation refuses what is not for it, whatever it does: as its route is made. */
  static List<Exercise> refusals(List<Route> routes) {
    return routes.stream().flatMap(route -> good(route).refusals(route.role() != null)).toList();
  }

  /** The first exercise of an operation that is answered as it is meant. */
  static Exercise good(Route route) {
    return ALL.stream()
        .filter(one -> one.operation().equals(route.path()) && one.status() == 200)
        .findFirst()
        .orElseThrow();
  }

  private Stream<Exercise> refusals(boolean needsRole) {
    var all = new ArrayList<Exercise>();
    all.add(but(405, Manner.OTHER_METHOD));
    all.add(but(421, Manner.OTHER_HOST));
    all.add(but(429, Manner.TOO_OFTEN));
    if (needsRole) {
      all.add(but(401, Manner.NOBODY));
      all.add(but(403, Manner.WITHOUT_ROLE));
      all.add(but(503, Manner.PROVIDER_AWAY));
    }
    if (post != null && !post.equals(NOTHING)) {
      all.add(but(408, Manner.TOO_SLOW));
    }
    if (!NEVER_FAIL.contains(operation)) {
      all.add(but(500, Manner.BROKEN));
    }
    return all.stream();
  }

  /** The same, asked in another manner and answered with another status. */
  Exercise but(int refused, Manner how) {
    return new Exercise(operation, path, refused, state, how, post);
  }

  /** The same at another path. */
  Exercise at(String other) {
    return new Exercise(operation, other, status, state, manner, post);
  }

  /** A request with its method and body. */
  HttpRequest request(HttpRequest.Builder request) {
    boolean posts = (post == null) == (manner == Manner.OTHER_METHOD);
    if (post != null) {
      request.header("Content-Type", post.type());
    }
    return request.method(posts ? "POST" : "GET", posts ? body() : BodyPublishers.noBody()).build();
  }

  private BodyPublisher body() {
    if (manner == Manner.TOO_SLOW) {
      return BodyPublishers.fromPublisher(new SlowBody());
    }
    return post == null ? BodyPublishers.noBody() : BodyPublishers.ofString(post.body());
  }

  private static Exercise said(int status, String body) {
    var post = new HeldInbox.Post("application/json", body, status != 503);
    return new Exercise(VERDICTS, SAID, status, "RUNNING", Manner.ADMITTED, post);
  }

  private static Exercise posted(int status, String path, HeldInbox.Post post) {
    return new Exercise(EVENTS, path, status, "RUNNING", Manner.ADMITTED, post);
  }

  private static Exercise signedIn(int status, String body) {
    var post = new HeldInbox.Post("application/json", body, true);
    return new Exercise(
        SignInRoutes.TOKEN, SignInRoutes.TOKEN, status, "RUNNING", Manner.NOBODY, post);
  }

  private static Exercise looked(int status, String body) {
    var post = new HeldInbox.Post("application/json", body, true);
    return new Exercise(LOOKUP, ACME + "risk/lookup", status, "RUNNING", Manner.ADMITTED, post);
  }

  private static Exercise replayed(int status, String path) {
    return new Exercise(REPLAY, path, status, "RUNNING", Manner.ADMITTED, NOTHING);
  }

  /** Asks for what the caller has. */
  private static Exercise had(String operation, String path) {
    return new Exercise(operation, path, 304, "RUNNING", Manner.ADMITTED, null);
  }

  private static Exercise ok(String operation, String path) {
    return new Exercise(operation, path, 200, "RUNNING", Manner.ADMITTED, null);
  }

  private static Exercise refused(String operation, String path, int status) {
    return new Exercise(operation, path, status, "RUNNING", Manner.ADMITTED, null);
  }

  private static Exercise down(String operation, String path) {
    return new Exercise(operation, path, 503, "REBALANCING", Manner.ADMITTED, null);
  }
}
