package dev.vedette.rest;

import java.util.ArrayList;
import java.util.List;

/** Every operation, in the order of the documentation. */
final class Routes {
  private Routes() {}

  /**
   * The operations of a backend.
   *
   * @param audit where those are noted that go on for long, as soon as they begin
   */
  static List<Route> of(Backend backend, RestSettings settings, AuditTrail audit) {
    Queries queries = backend.queries();
    byte[] shared = backend.cluster() == null ? null : backend.cluster().cursors();
    var cursors = shared == null ? Cursors.of(settings.token()) : Cursors.of(shared);
    var room =
        new Room(
            backend.posting() == null
                ? Posting.Limits.DEFAULT.inFlightBytes()
                : backend.posting().limits().inFlightBytes());
    var routes = new ArrayList<Route>();
    if (backend.posting() != null) {
      var posts = new Posts(backend.posting(), room);
      routes.add(new Route(Route.Method.POST, Posts.PATH, Caller.Role.ANALYST, posts::take));
    }
    routes.addAll(new RiskRoutes(queries).all());
    routes.addAll(new SubjectRoutes(queries, cursors, room).all());
    routes.addAll(new IncidentRoutes(queries, cursors).all());
    if (backend.verdicts() != null) {
      var posts = new VerdictPosts(backend.verdicts(), queries::now, room);
      routes.add(new Route(Route.Method.POST, VerdictPosts.PATH, Caller.Role.ANALYST, posts::take));
    }
    if (backend.updates() != null) {
      routes.addAll(new UpdateRoutes(backend.updates(), audit).all());
    }
    if (backend.letters() != null) {
      routes.addAll(new LetterRoutes(queries, backend.letters(), cursors).all());
    }
    routes.addAll(new OperationRoutes(queries).all());
    routes.addAll(new SignInRoutes(settings.access().oidc()).all());
    return routes;
  }
}
