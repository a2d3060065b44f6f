package dev.vedette.rest;

import dev.vedette.detectors.behaviour.Coverage;
import dev.vedette.events.Subject;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked: every path with its answer. All are GET. */
final class Routes {
  private static final String JSON = "application/json";
  private static final String SUBJECT = "/v1/tenants/{tenant}/subjects/{type}/{id}";
  private static final Set<String> NONE = Set.of();

  private final Queries queries;
  private final byte[] openApi = resource("/openapi.yaml");

  Routes(Queries queries) {
    this.queries = queries;
  }

  /** Path → handler, in the order of the documentation. */
  Map<String, Handler> all() {
    var routes = new LinkedHashMap<String, Handler>();
    routes.put(SUBJECT + "/risk", this::risk);
    routes.put(SUBJECT + "/profile", this::profile);
    routes.put("/v1/tenants/{tenant}/sessions/{id}", this::session);
    routes.put("/v1/tenants/{tenant}/risk/top", this::top);
    routes.put("/v1/health", this::health);
    routes.put("/v1/ready", this::ready);
    routes.put("/metrics", this::metrics);
    routes.put("/openapi.yaml", this::openApi);
    return routes;
  }

  private void risk(Context context) {
    var asked = new Asked(context, Set.of("at", "owner", "with"));
    var at = asked.at(queries.now());
    Subject subject = asked.subject(queries);
    var risk = known(queries.risk(subject, at));
    var profile = asked.withCoverage() ? queries.profile(subject) : null;
    answer(context, Answers.risk(risk, profile == null ? null : Coverage.of(profile.detectors())));
  }

  private void profile(Context context) {
    var asked = new Asked(context, Set.of("owner"));
    answer(context, Answers.profile(known(queries.profile(asked.subject(queries)))));
  }

  private void session(Context context) {
    var asked = new Asked(context, Set.of("owner"));
    Subject session = asked.session(queries);
    answer(context, Answers.session(session, known(queries.session(session))));
  }

  private void top(Context context) {
    var asked = new Asked(context, Set.of("type", "limit"));
    String tenant = asked.tenant();
    answer(context, Answers.top(tenant, queries.top(tenant, asked.type(), asked.limit())));
  }

  private void health(Context context) {
    var _ = new Asked(context, NONE);
    answer(context, Answers.status("up"));
  }

  private void ready(Context context) {
    var _ = new Asked(context, NONE);
    var health = queries.health();
    if (!health.running()) {
      throw new ProblemException(Problem.notReady(health.state()));
    }
    answer(context, Answers.status("ready"));
  }

  private void metrics(Context context) {
    var _ = new Asked(context, NONE);
    context
        .contentType(MetricsPage.CONTENT_TYPE)
        .result(MetricsPage.of(queries.health(), accountsIfReadable()));
  }

  private Queries.@Nullable Accounts accountsIfReadable() {
    try {
      return queries.accounts();
    } catch (StoresUnavailableException e) {
      return null; // the rest of the page says why
    }
  }

  private void openApi(Context context) {
    var _ = new Asked(context, NONE);
    context.contentType("application/yaml").result(openApi);
  }

  private static <T> T known(@Nullable T answer) {
    if (answer == null) {
      throw new ProblemException(Problem.unknownSubject());
    }
    return answer;
  }

  private static void answer(Context context, byte[] json) {
    context.contentType(JSON).result(json);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Routes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the application");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
