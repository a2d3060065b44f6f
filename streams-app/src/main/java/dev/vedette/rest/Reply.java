package dev.vedette.rest;

import dev.vedette.events.Subject;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How answers go out. */
final class Reply {
  private static final String JSON = "application/json";

  private Reply() {}

  /** An answer that is true now. */
  static void json(Context context, byte[] json) {
    context.contentType(JSON).result(json);
  }

  /**
   * An answer that stays the same while its version does: who has this version gets no more than
   * that it is still so.
   *
   * @param version letters, digits and dashes; weak if the answer tells of more than what it names
   */
  static void versioned(
      Context context, String type, String version, boolean weak, byte[] content) {
    String tag = (weak ? "W/" : "") + '"' + version + '"';
    context.res().setHeader("ETag", tag);
    context.res().setHeader("Cache-Control", "private, no-cache");
    if (isHad(context.header("If-None-Match"), version)) {
      context.status(304);
    } else {
      context.contentType(type).result(content);
    }
  }

  /** Whether one of the caller's tags is this one; strong or weak is the same here (RFC 9110). */
  private static boolean isHad(@Nullable String header, String version) {
    return header != null
        && (header.strip().equals("*")
            || Arrays.stream(header.split(",", -1))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals('"' + version + '"')));
  }

  /**
   * An answer about a subject of which something is known.
   *
   * @throws ProblemException if nothing is, with what that reflects
   */
  static <T> T known(Queries queries, Subject subject, Supplier<@Nullable T> question) {
    T answer = question.get();
    if (answer != null) {
      return answer;
    }
    Queries.Reflects reflects = queries.unknown(subject);
    if (reflects == null) {
      // Something came between.
      return known(question.get());
    }
    throw new ProblemException(Problem.unknownSubject(reflects));
  }

  /**
   * An answer that there is.
   *
   * @throws ProblemException if there is none
   */
  static <T> T known(@Nullable T answer) {
    if (answer == null) {
      throw new ProblemException(Problem.unknownSubject());
    }
    return answer;
  }
}
