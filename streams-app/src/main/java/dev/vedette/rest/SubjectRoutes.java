package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.vedette.events.Subject;
import dev.vedette.rest.SubjectQueries.After;
import dev.vedette.rest.SubjectQueries.Filter;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Many subjects at once, and what happened to one over time. */
final class SubjectRoutes {
  static final String SUBJECTS = "/v1/tenants/{tenant}/subjects";
  static final String SUBJECT = SUBJECTS + "/{type}/{id}";
  static final String LOOKUP = "/v1/tenants/{tenant}/risk/lookup";

  private static final int LISTED = 50;
  private static final int POINTS = 97; // a quarter of an hour apart in a day
  private static final Duration SERIES = Duration.ofHours(24);
  private static final Duration LONGEST_SERIES = Duration.ofDays(400);
  private static final int MAX_BODY = 256 * 1024;

  private final Queries queries;
  private final Cursors cursors;
  private final Room room;
  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  SubjectRoutes(Queries queries, Cursors cursors, Room room) {
    this.queries = queries;
    this.cursors = cursors;
    this.room = room;
  }

  List<Route> all() {
    return List.of(
        Route.get(SUBJECTS, this::list),
        Route.get(SUBJECT + "/series", this::series),
        Route.get(SUBJECT + "/signals", this::signals),
        Route.get(SUBJECT + "/sessions", this::sessions),
        new Route(Route.Method.POST, LOOKUP, Caller.Role.READER, this::lookUp));
  }

  private void list(Context context) {
    var asked = new Asked(context, Set.of("type", "level", "q", "limit", "cursor"));
    String tenant = asked.tenant();
    var filter = new Filter(asked.type(), asked.level(), asked.bounded("q", Subject.MAX_CHARS));
    String scope = "subjects\n%s\n%s".formatted(tenant, filter);
    After after = after(cursors.read(scope, asked.text("cursor")));
    var listing = queries.list(tenant, filter, asked.limit(LISTED), after);
    After next = listing.next();
    Reply.json(
        context,
        SubjectAnswers.list(
            tenant,
            listing,
            next == null
                ? null
                : cursors.write(
                    scope,
                    List.of(
                        Long.toString(next.atMillis()),
                        Long.toString(next.logOddsMicros()),
                        next.key()))));
  }

  private @Nullable After after(@Nullable List<String> position) {
    if (position == null) {
      return null;
    }
    var after =
        new After(
            Long.parseLong(position.get(0)), Long.parseLong(position.get(1)), position.get(2));
    Instant begun = Instant.ofEpochMilli(after.atMillis());
    if (queries.now().isAfter(begun.plus(SubjectQueries.LISTED_FOR))) {
      throw new ProblemException(
          Problem.badRequest(
              "The list was begun more than %d minutes ago; begin it anew."
                  .formatted(SubjectQueries.LISTED_FOR.toMinutes())));
    }
    return after;
  }

  private void series(Context context) {
    var asked = new Asked(context, Set.of("from", "to", "points", "owner"));
    Instant to = asked.instant("to", queries.now());
    Instant from = asked.instant("from", to.minus(SERIES));
    if (!from.isBefore(to)
        || Duration.between(from, to).compareTo(LONGEST_SERIES) > 0
        || to.isAfter(queries.now().plus(Duration.ofDays(1)))) {
      throw new ProblemException(
          Problem.badRequest(
              "A series goes from an instant to a later one, at most %d days and a day ahead."
                  .formatted(LONGEST_SERIES.toDays())));
    }
    int points = asked.number("points", POINTS, 2, SubjectQueries.MAX_POINTS);
    Subject subject = asked.subject(queries);
    Reply.json(
        context,
        SubjectAnswers.series(
            subject,
            Reply.known(
                () -> queries.series(subject, from, to, points), () -> queries.unknown(subject))));
  }

  private void signals(Context context) {
    var asked = new Asked(context, Set.of("from", "to", "limit", "cursor", "owner"));
    Instant from = asked.instant("from", Instant.EPOCH);
    Instant to = asked.instant("to", queries.now().plus(Duration.ofDays(1)));
    if (!from.isBefore(to)) {
      throw new ProblemException(Problem.badRequest("The end is after the beginning."));
    }
    Subject subject = asked.subject(queries);
    String scope = "signals\n%s\n%s\n%s".formatted(subject, asked.text("from"), asked.text("to"));
    List<String> position = cursors.read(scope, asked.text("cursor"));
    int limit = asked.limit(LISTED);
    String after = position == null ? null : position.getFirst();
    var found =
        Reply.known(
            () -> queries.signals(subject, from, to, limit, after), () -> queries.unknown(subject));
    String next = found.next();
    Reply.json(
        context,
        SubjectAnswers.signals(
            subject, found, next == null ? null : cursors.write(scope, List.of(next))));
  }

  private void sessions(Context context) {
    Subject principal = new Asked(context, Set.of()).principal();
    Reply.json(
        context,
        SubjectAnswers.sessions(
            Reply.known(() -> queries.sessionsOf(principal), () -> queries.unknown(principal))));
  }

  private void lookUp(Context context) {
    String tenant = new Asked(context, Set.of()).tenant();
    List<Subject> subjects;
    try (Room.Body body = room.readJson(context, MAX_BODY)) {
      subjects = subjects(tenant, body.bytes());
    }
    AuditTrail.names(context, subjects);
    Reply.json(context, SubjectAnswers.lookup(tenant, queries.lookUp(subjects)));
  }

  private List<Subject> subjects(String tenant, byte[] body) {
    try (JsonParser json = factory.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT
          || !Objects.equals(json.nextFieldName(), "subjects")
          || json.nextToken() != JsonToken.START_ARRAY) {
        throw bad();
      }
      var subjects = new ArrayList<Subject>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (subjects.size() == SubjectQueries.MAX_LOOKED_UP) {
          throw new ProblemException(
              Problem.badRequest(
                  "At most %d subjects are looked up at once."
                      .formatted(SubjectQueries.MAX_LOOKED_UP)));
        }
        subjects.add(subject(tenant, json));
      }
      if (json.nextToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw bad();
      }
      return subjects;
    } catch (IOException e) {
      throw new ProblemException(Problem.badRequest("The body is not JSON."));
    }
  }

  private static Subject subject(String tenant, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw bad();
    }
    var named = new HashMap<String, String>();
    Map<String, String> owner = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type", "id" -> named.put(name, NamedSubject.text(name, json));
        case "owner" -> owner = NamedSubject.parts(name, json);
        default -> throw bad();
      }
    }
    return NamedSubject.subject(tenant, named, owner);
  }

  private static ProblemException bad() {
    return new ProblemException(
        Problem.badRequest(
            "The body is {\"subjects\": […]}, each with type and id, a session's owner beside"
                + " them."));
  }
}
