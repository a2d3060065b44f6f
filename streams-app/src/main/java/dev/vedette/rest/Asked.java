package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request, checked part by part. Path and query are read raw, as the server sent them on: an id
 * may contain any character, a slash too.
 */
final class Asked {
  /** Which detections are blind for the subject. */
  static final String COVERAGE = "coverage";

  /** The smallest set of signals that the level hangs on. */
  static final String COUNTERFACTUAL = "counterfactual";

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final Duration MAX_AHEAD = Duration.ofDays(1);
  private static final int TENANT = 3;
  private static final int TYPE = 5;
  private static final int ID = 6;

  private final Context context;
  private final Caller caller;
  private final String[] segments;
  private final Map<String, String> query;

  /**
   * Reads a request.
   *
   * @param parameters the names that the query may have, each at most once
   */
  Asked(Context context, Set<String> parameters) {
    this.context = context;
    caller = Caller.of(context);
    segments = context.req().getRequestURI().split("/", -1);
    query = query(context.req().getQueryString(), parameters);
  }

  private static Map<String, String> query(@Nullable String raw, Set<String> parameters) {
    var query = new HashMap<String, String>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = PercentDecoding.query(equals < 0 ? pair : pair.substring(0, equals));
      if (!parameters.contains(name)) {
        throw bad(
            parameters.isEmpty()
                ? "There are no query parameters here."
                : "A query parameter is not one of " + parameters.stream().sorted().toList() + ".");
      }
      String value = equals < 0 ? "" : PercentDecoding.query(pair.substring(equals + 1));
      if (query.put(name, value) != null) {
        throw bad("Query parameter " + name + " is there twice.");
      }
    }
    return query;
  }

  /**
   * The tenant of the path.
   *
   * @throws ProblemException if the caller may not see its data
   */
  String tenant() {
    String tenant = PercentDecoding.segment(segments[TENANT]);
    if (tenant.isEmpty() || tenant.length() > Subject.MAX_CHARS) {
      throw bad("A tenant has 1 to " + Subject.MAX_CHARS + " characters.");
    }
    caller.check(tenant);
    return tenant;
  }

  /** The subject of the path; a session's owner is looked up unless the query names it. */
  Subject subject(Queries queries) {
    return owned(
        subject(
            type(PercentDecoding.segment(segments[TYPE])), PercentDecoding.segment(segments[ID])),
        queries);
  }

  /** The session of a path that names nothing but sessions; only one of a principal is meant. */
  Subject session(Queries queries) {
    Subject session =
        owned(subject(SubjectType.SESSION, PercentDecoding.segment(segments[TYPE])), queries);
    if (session.owner() == null) {
      throw bad("A session of nobody goes on or not as its enforcement point likes.");
    }
    return session;
  }

  private Subject owned(Subject named, Queries queries) {
    SubjectType type = named.type();
    String owner = query.get("owner");
    if (owner != null && type != SubjectType.SESSION) {
      throw bad("Only a session has an owner.");
    }
    if (type != SubjectType.SESSION || (owner != null && owner.isEmpty())) {
      return named;
    }
    if (owner != null) {
      return Subject.session(owner(owner), named.id());
    }
    Subject found = theOnly(queries.sessions(named.tenant(), named.id()));
    context.attribute(Forwarding.OWNER, ownerOf(found));
    return found;
  }

  /** The owner of a session as the parameter names it. */
  private static String ownerOf(Subject session) {
    Subject owner = session.owner();
    return owner == null
        ? ""
        : URLEncoder.encode(owner.type().wireName() + ":" + owner.id(), StandardCharsets.UTF_8);
  }

  private Subject owner(String owner) {
    int colon = owner.indexOf(':');
    SubjectType type = type(colon < 0 ? owner : owner.substring(0, colon));
    if (colon < 0 || !type.isPrincipal()) {
      throw bad("An owner is user:id or service:id.");
    }
    return subject(type, owner.substring(colon + 1));
  }

  private Subject subject(SubjectType type, String id) {
    if (id.isEmpty() || id.length() > Subject.MAX_CHARS) {
      throw bad("An id has 1 to " + Subject.MAX_CHARS + " characters.");
    }
    return Subject.of(tenant(), type, id);
  }

  private static Subject theOnly(Queries.Namesakes found) {
    List<Subject> sessions = found.sessions();
    if (sessions.isEmpty()) {
      throw new ProblemException(Problem.unknownSubject(Unknown.in(found.from())));
    }
    if (sessions.size() > 1) {
      throw new ProblemException(
          Problem.ambiguousSession(
              sessions.stream()
                  .map(Subject::owner)
                  .map(owner -> owner == null ? "" : owner.type().wireName() + ":" + owner.id())
                  .toList()));
    }
    return sessions.getFirst();
  }

  /** The type that a ranking is restricted to, or null. */
  @Nullable SubjectType type() {
    String type = query.get("type");
    return type == null ? null : type(type);
  }

  private static SubjectType type(String wireName) {
    for (SubjectType type : SubjectType.values()) {
      if (type.wireName().equals(wireName)) {
        return type;
      }
    }
    throw bad(
        "A subject's type is one of "
            + List.of(SubjectType.values()).stream().map(SubjectType::wireName).toList()
            + ".");
  }

  /** A parameter as it is, or null. */
  @Nullable String text(String name) {
    return query.get(name);
  }

  /** A part of the path, counted from 1, decoded. */
  String part(int number) {
    return PercentDecoding.segment(segments[number]);
  }

  /** The subject of the path, of which nothing is looked up: a session of nobody, or no session. */
  Subject principal() {
    SubjectType type = type(part(TYPE));
    if (!type.isPrincipal()) {
      throw bad("Only a user or a service has sessions.");
    }
    return subject(type, part(ID));
  }

  int limit(int without) {
    return number("limit", without, 1, Queries.MAX_TOP);
  }

  int number(String name, int without, int least, int most) {
    String text = query.get(name);
    if (text == null) {
      return without;
    }
    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw bad("The %s is a number from %d to %d.".formatted(name, least, most));
    }
    return number;
  }

  /** The level that is wanted at least, or null. */
  @Nullable Level level() {
    String level = query.get("level");
    if (level == null) {
      return null;
    }
    for (Level one : Level.values()) {
      if (one.name().equals(level)) {
        return one;
      }
    }
    throw bad("A level is one of " + List.of(Level.values()) + ".");
  }

  /** A short text, or null. */
  @Nullable String bounded(String name, int maxChars) {
    String text = query.get(name);
    if (text != null && (text.isEmpty() || text.length() > maxChars)) {
      throw bad("The parameter %s has 1 to %d characters.".formatted(name, maxChars));
    }
    return text;
  }

  /** A principal or another subject that owns itself, as {@code type:id}; or null. */
  @Nullable Subject named(String name) {
    String text = query.get(name);
    if (text == null) {
      return null;
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw bad("The parameter %s is type:id.".formatted(name));
    }
    return subject(type(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** An instant of the query. */
  Instant instant(String name, Instant without) {
    String text = query.get(name);
    return text == null ? without : instant(text);
  }

  /** What is wanted beside the risk. */
  Set<String> with() {
    String with = query.get("with");
    if (with == null) {
      return Set.of();
    }
    Set<String> parts = new HashSet<>(List.of(with.split(",", -1)));
    if (!Set.of(COVERAGE, COUNTERFACTUAL).containsAll(parts)) {
      throw bad("The parameter with is coverage, counterfactual, or both with a comma between.");
    }
    return parts;
  }

  /** The instant that is asked about, or null for the present. */
  @Nullable Instant at(Instant now) {
    String corrected = query.get("asCorrected");
    if (corrected != null && !corrected.equals("true")) {
      throw bad("The parameter asCorrected is true: what was known then, only topics can say.");
    }
    String at = query.get("at");
    if (at == null) {
      return null;
    }
    Instant instant = instant(at);
    if (instant.isAfter(now.plus(MAX_AHEAD))) {
      throw bad("The instant is before 1970 or more than a day ahead.");
    }
    return instant;
  }

  private static Instant instant(String text) {
    Instant instant;
    try {
      // An unencoded "+01:00" arrives with a space.
      instant = Instant.parse(text.replace(' ', '+')).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      throw bad("The instant is not ISO 8601 with a zone, such as 2026-11-22T09:30:00Z.");
    }
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
      throw bad("The instant is before 1970 or after 9999.");
    }
    return instant;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
