package dev.vedette.rest;

import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.Unpacker;
import dev.vedette.rest.PeerWords.Asking;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What instances ask each other about the parts of the state that they have. It is no part of the
 * contract with callers, and for others than instances there is nothing here. The caller for whom
 * it is asked is known by its own token, and sees its own tenants.
 */
final class PeerRoutes {
  static final String PREFIX = "/v1/peers/";
  static final String TYPE = "application/octet-stream";

  static final String RECORDS = "records";
  static final String LEARNED = "learned";
  static final String UNRECORDED = "unrecorded";
  static final String LOOKUP = "lookup";
  static final String SEEN = "seen";
  static final String SESSIONS = "sessions";
  static final String TENANTS = "tenants";
  static final String PRECISION = "precision";
  static final String SAID = "said";
  static final String COVERAGE = "coverage";

  private static final int MAX_BODY = 8 * 1024 * 1024;
  private static final int QUESTION = 3;

  private final StoreQueries local;
  private final PeerWords words;
  private final int mostLearned;

  /**
   * Answers.
   *
   * @param mostLearned the most subjects that are told of a search; one more says that there are
   */
  PeerRoutes(StoreQueries local, PeerWords words, int mostLearned) {
    this.local = local;
    this.words = words;
    this.mostLearned = mostLearned;
  }

  List<Route> all() {
    return List.of(
        new Route(Route.Method.POST, PREFIX + "{question}", Caller.Role.READER, this::answer));
  }

  private void answer(Context context) throws Exception {
    if (Forwarding.mark(context) == null) {
      throw new ProblemException(Problem.notFound());
    }
    Asking asking = asking(context);
    Caller caller = Caller.of(context);
    if (!asking.tenant().isEmpty()) {
      caller.check(asking.tenant());
    }
    String question = context.req().getRequestURI().split("/", -1)[QUESTION];
    var reading = new Reading(Forwarding.errand(context), true, asking.parts());
    try {
      Packer answer =
          ScopedValue.where(Reading.NOW, reading)
              .call(() -> answer(question, asking.tenant(), asking.rest(), caller));
      context.contentType(TYPE).result(answer.toBytes());
    } catch (ElsewhereException e) {
      throw new StoresUnavailableException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.badRequest("The question is not one of this release."));
    }
  }

  private static Asking asking(Context context) throws IOException {
    byte[] body = context.req().getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new ProblemException(
          Problem.tooLarge("A question has at most %d bytes.".formatted(MAX_BODY)));
    }
    try {
      return PeerWords.asking(body);
    } catch (RuntimeException e) {
      throw new ProblemException(Problem.badRequest("The question is not one of this release."));
    }
  }

  private Packer answer(String question, String tenant, Unpacker rest, Caller caller) {
    var to = new Packer();
    return switch (question) {
      case RECORDS -> {
        Instant at = Instant.ofEpochMilli(rest.getLong());
        int limit = rest.getVarInt();
        var filter = PeerWords.getFilter(rest);
        yield words.putListing(
            to, local.ofRecords(tenant, filter, limit, PeerWords.getAfter(rest), at));
      }
      case LEARNED ->
          PeerWords.putSubjects(
              to, local.learned(tenant, PeerWords.getFilter(rest), mostLearned + 1));
      case UNRECORDED -> {
        Instant at = Instant.ofEpochMilli(rest.getLong());
        int limit = rest.getVarInt();
        var filter = PeerWords.getFilter(rest);
        var after = PeerWords.getAfter(rest);
        yield words.putListed(
            to, local.withoutRecord(subjects(tenant, rest), filter, limit, after, at));
      }
      case LOOKUP -> {
        Instant at = Instant.ofEpochMilli(rest.getLong());
        yield words.putLooked(to, local.lookUp(subjects(tenant, rest), at).answers());
      }
      case SEEN -> PeerWords.putLearned(to, local.seen(subjects(tenant, rest)));
      case SESSIONS -> PeerWords.putNamesakes(to, local.sessions(tenant, rest.getText()));
      case TENANTS -> PeerWords.putTexts(to, local.tenants(caller::sees, rest.getVarInt()));
      case PRECISION -> PeerWords.putDays(to, local.ruled(tenant));
      case SAID -> PeerWords.putDays(to, local.said(tenant));
      case COVERAGE -> PeerWords.putCoverage(to, local.coverage(subjects(tenant, rest).getFirst()));
      default -> throw new ProblemException(Problem.notFound());
    };
  }

  /** The subjects of a question, all of the tenant that the caller sees. */
  private static List<Subject> subjects(String tenant, Unpacker rest) {
    List<Subject> subjects = PeerWords.getSubjects(rest);
    for (Subject subject : subjects) {
      if (!subject.tenant().equals(tenant)) {
        throw new ProblemException(Problem.forbidden());
      }
    }
    return subjects;
  }
}
