package dev.vedette.rest;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How answers go out. */
final class Reply {
  private static final String JSON = "application/json";
  private static final int ASKED = 3;

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
   * @param unknown where it was read that nothing is; null if something is
   * @throws ProblemException if nothing is known, with where that was read
   * @throws StoresUnavailableException if that changes meanwhile
   */
  static <T> T known(Supplier<@Nullable T> question, Supplier<@Nullable Unknown> unknown) {
    for (int i = 0; i < ASKED; i++) {
      T answer = question.get();
      if (answer != null) {
        return answer;
      }
      Unknown nowhere = unknown.get();
      if (nowhere != null) {
        throw new ProblemException(Problem.unknownSubject(nowhere));
      }
      // Something came between.
    }
    throw new StoresUnavailableException("the subject becomes known just now", null);
  }
}
