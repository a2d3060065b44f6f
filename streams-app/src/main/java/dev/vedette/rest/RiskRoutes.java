package dev.vedette.rest;

import dev.vedette.detectors.behaviour.Coverage;
import dev.vedette.events.Subject;
import dev.vedette.explain.WaterfallSvg;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** A subject's risk now or at an instant, what stands behind it, and what was learned. */
final class RiskRoutes {
  private static final String SVG = "image/svg+xml";

  private final Queries queries;

  RiskRoutes(Queries queries) {
    this.queries = queries;
  }

  List<Route> all() {
    return List.of(
        Route.get(SubjectRoutes.SUBJECT + "/risk", this::risk),
        Route.get(SubjectRoutes.SUBJECT + "/waterfall.svg", this::waterfall),
        Route.get(SubjectRoutes.SUBJECT + "/profile", this::profile),
        Route.get(SubjectRoutes.SUBJECT + "/habits", this::habits),
        Route.get("/v1/tenants/{tenant}/sessions/{id}", this::session),
        Route.get("/v1/tenants/{tenant}/risk/top", this::top));
  }

  private void risk(Context context) {
    var asked = new Asked(context, Set.of("asCorrected", "at", "owner", "with"));
    var at = asked.at(queries.now());
    Set<String> with = asked.with();
    Subject subject = asked.subject(queries);
    boolean counterfactual = with.contains(Asked.COUNTERFACTUAL);
    var risk =
        Reply.known(
            () -> queries.risk(subject, at, counterfactual), () -> queries.unknown(subject));
    Coverage coverage = with.contains(Asked.COVERAGE) ? queries.coverage(subject) : null;
    Reply.json(context, Answers.risk(risk, coverage));
  }

  private void waterfall(Context context) {
    var asked = new Asked(context, Set.of("asCorrected", "at", "owner"));
    var at = asked.at(queries.now());
    Subject subject = asked.subject(queries);
    var risk = Reply.known(() -> queries.risk(subject, at), () -> queries.unknown(subject));
    context.contentType(SVG).result(WaterfallSvg.of(risk.explained()));
  }

  private void profile(Context context) {
    Subject subject = new Asked(context, Set.of("owner")).subject(queries);
    Reply.json(
        context,
        Answers.profile(
            Reply.known(() -> queries.profile(subject), () -> queries.unseen(subject))));
  }

  private void habits(Context context) {
    Subject subject = new Asked(context, Set.of("owner")).subject(queries);
    Reply.json(
        context,
        HabitAnswers.habits(
            Reply.known(() -> queries.habits(subject), () -> queries.unseen(subject)),
            queries.peers(subject)));
  }

  private void session(Context context) {
    var asked = new Asked(context, Set.of("owner"));
    Subject session = asked.session(queries);
    Reply.json(
        context,
        Answers.session(
            session, Reply.known(() -> queries.session(session), () -> queries.unknown(session))));
  }

  private void top(Context context) {
    var asked = new Asked(context, Set.of("type", "limit"));
    String tenant = asked.tenant();
    Reply.json(context, Answers.top(tenant, queries.top(tenant, asked.type(), asked.limit(20))));
  }
}
