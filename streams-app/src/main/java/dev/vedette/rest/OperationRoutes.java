package dev.vedette.rest;

import dev.vedette.events.EventHash;
import dev.vedette.policy.PolicyDocument;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The service itself: how it is, by which rules it works, and who asks. */
final class OperationRoutes {
  private static final Set<String> NONE = Set.of();

  private final Queries queries;
  private final byte[] openApi = resource("/openapi.yaml");
  private final String openApiVersion = EventHash.of(openApi).hex();

  OperationRoutes(Queries queries) {
    this.queries = queries;
  }

  List<Route> all() {
    return List.of(
        Route.get("/v1/tenants/{tenant}/detectors", this::detectors),
        Route.get("/v1/tenants/{tenant}/policy", this::policy),
        Route.get("/v1/me", this::me),
        Route.get("/v1/pipeline", this::pipeline),
        new Route(Route.Method.GET, "/v1/health", null, this::health),
        new Route(Route.Method.GET, "/v1/ready", null, this::ready),
        Route.get("/metrics", this::metrics),
        Route.get("/openapi.yaml", this::openApi));
  }

  private void detectors(Context context) {
    String tenant = new Asked(context, NONE).tenant();
    Reply.json(context, OperationAnswers.detectors(tenant, queries.precision(tenant)));
  }

  private void policy(Context context) {
    String tenant = new Asked(context, NONE).tenant();
    var policy = queries.policy(tenant);
    Reply.versioned(
        context,
        "application/json",
        PolicyDocument.digest(policy),
        false,
        PolicyDocument.json(policy).getBytes(StandardCharsets.UTF_8));
  }

  private void me(Context context) {
    var _ = new Asked(context, NONE);
    var caller = Caller.of(context);
    var seen = queries.tenants(caller::sees, OperationQueries.MAX_TENANTS);
    Reply.json(context, OperationAnswers.me(caller, seen));
  }

  private void pipeline(Context context) {
    var _ = new Asked(context, NONE);
    Reply.json(
        context,
        OperationAnswers.pipeline(
            queries.now(),
            queries.health(),
            queries.backlog(),
            accountsIfReadable(),
            queries.instances()));
  }

  private void health(Context context) {
    var _ = new Asked(context, NONE);
    Reply.json(context, Answers.status("up"));
  }

  private void ready(Context context) {
    var _ = new Asked(context, NONE);
    var health = queries.health();
    if (!health.running()) {
      throw new ProblemException(Problem.notReady(health.state()));
    }
    Reply.json(context, Answers.status("ready"));
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
      return null; // the rest says why
    }
  }

  private void openApi(Context context) {
    var _ = new Asked(context, NONE);
    Reply.versioned(context, "application/yaml", openApiVersion, false, openApi);
  }

  private static byte[] resource(String name) {
    try (InputStream in = OperationRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the application");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
