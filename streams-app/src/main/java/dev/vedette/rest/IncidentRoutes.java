package dev.vedette.rest;

import dev.vedette.rest.IncidentQueries.Last;
import dev.vedette.rest.IncidentQueries.Which;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Incidents. */
final class IncidentRoutes {
  static final String INCIDENTS = "/v1/tenants/{tenant}/incidents";

  private static final int LISTED = 50;
  private static final int ID = 5;

  private final Queries queries;
  private final Cursors cursors;

  IncidentRoutes(Queries queries, Cursors cursors) {
    this.queries = queries;
    this.cursors = cursors;
  }

  List<Route> all() {
    return List.of(Route.get(INCIDENTS, this::list), Route.get(INCIDENTS + "/{id}", this::one));
  }

  private void list(Context context) {
    var asked = new Asked(context, Set.of("state", "subject", "limit", "cursor"));
    String tenant = asked.tenant();
    Which which = which(asked.text("state"));
    var of = asked.named("subject");
    String scope = "incidents\n%s\n%s\n%s".formatted(tenant, which, of);
    List<String> position = cursors.read(scope, asked.text("cursor"));
    Last after =
        position == null ? null : new Last(Long.parseLong(position.get(0)), position.get(1));
    var found = queries.incidents(tenant, which, of, asked.limit(LISTED), after);
    Last next = found.next();
    Reply.json(
        context,
        IncidentAnswers.list(
            tenant,
            found,
            next == null
                ? null
                : cursors.write(scope, List.of(Long.toString(next.changedMillis()), next.id()))));
  }

  private static Which which(@Nullable String state) {
    return switch (state) {
      case null -> Which.OPEN;
      case "open" -> Which.OPEN;
      case "closed" -> Which.CLOSED;
      case "all" -> Which.ALL;
      default ->
          throw new ProblemException(Problem.badRequest("The state is open, closed or all."));
    };
  }

  private void one(Context context) {
    var asked = new Asked(context, Set.of());
    var found = queries.incident(asked.tenant(), asked.part(ID));
    if (found == null) {
      throw new ProblemException(
          Problem.unknown("No incident of this id is open, or ended lately."));
    }
    var incident = found.incident();
    String version = "%s-%d-%d".formatted(incident.id(), incident.version(), incident.repeats());
    Reply.versioned(context, "application/json", version, true, IncidentAnswers.one(found));
  }
}
