package dev.vedette.rest;

import dev.vedette.json.Json;
import dev.vedette.json.VerdictJson;
import dev.vedette.risk.Verdict;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a verdict: one JSON object in, and an answer when the broker has it. */
final class VerdictPosts {
  /** Where they are posted. */
  static final String PATH = "/v1/tenants/{tenant}/verdicts";

  private static final int MAX_BODY = 64 * 1024;

  private final VerdictSink sink;
  private final InstantSource clock;

  VerdictPosts(VerdictSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Whether verdicts are posted to this path. */
  static boolean isAt(String path) {
    return path.matches("/v1/tenants/[^/]+/verdicts");
  }

  void take(Context context) {
    String tenant = new Asked(context, Set.of()).tenant();
    checkType(context.header("Content-Type"));
    Verdict verdict = verdict(tenant, body(context));
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

  private static void checkType(@Nullable String type) {
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!bare.equals("application/json")) {
      throw new ProblemException(Problem.unsupportedMedia("Send a verdict as application/json."));
    }
  }

  private static byte[] body(Context context) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new ProblemException(
            Problem.tooLarge("A verdict has at most %d bytes.".formatted(MAX_BODY)));
      }
      return body;
    } catch (IOException e) {
      throw bad("The body could not be read to its end.");
    }
  }

  private Verdict verdict(String tenant, byte[] body) {
    try {
      return VerdictJson.posted(tenant, body, clock.instant());
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
      json.writeEndObject();
    });
  }
}
