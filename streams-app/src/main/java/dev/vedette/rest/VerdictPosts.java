package dev.vedette.rest;

import dev.vedette.json.Json;
import dev.vedette.json.VerdictJson;
import dev.vedette.risk.Verdict;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a verdict: one JSON object in, and an answer when the broker has it. */
final class VerdictPosts {
  /** Where they are posted. */
  static final String PATH = "/v1/tenants/{tenant}/verdicts";

  private static final int MAX_BODY = 64 * 1024;

  private final VerdictSink sink;
  private final InstantSource clock;
  private final Room room;

  VerdictPosts(VerdictSink sink, InstantSource clock, Room room) {
    this.sink = sink;
    this.clock = clock;
    this.room = room;
  }

  void take(Context context) {
    String tenant = new Asked(context, Set.of()).tenant();
    Verdict verdict;
    try (Room.Body body = room.readJson(context, MAX_BODY)) {
      verdict = verdict(tenant, body.bytes(), Caller.of(context).ownName());
    }
    AuditTrail.names(context, List.of(verdict.subject()));
    try {
      sink.put(verdict);
    } catch (IOException e) {
      throw new ProblemException(Problem.inboxUnavailable());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.inboxUnavailable());
    }
    context.contentType("application/json").result(answer(verdict));
  }

  private Verdict verdict(String tenant, byte[] body, @Nullable String by) {
    try {
      return VerdictJson.posted(tenant, body, clock.instant(), by);
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage() + ".");
    }
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }

  private static byte[] answer(Verdict verdict) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("id", verdict.id());
      Json.time("at", verdict.atMillis(), json);
      Json.time("until", verdict.untilMillis(), json);
      json.writeStringField("by", verdict.by());
      json.writeEndObject();
    });
  }
}
