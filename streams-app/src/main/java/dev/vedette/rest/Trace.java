package dev.vedette.rest;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what a request is found again in other systems' logs: the caller's {@code X-Request-Id}, or
 * one that is made, and the trace that it is part of (W3C Trace Context).
 *
 * @param requestId 1 to 64 letters, digits and {@code . _ -}
 * @param traceId 32 hexadecimal digits; null if the caller traces nothing
 * @param parentId the caller's span, 16 hexadecimal digits; null if the caller traces nothing
 */
record Trace(String requestId, @Nullable String traceId, @Nullable String parentId) {
  /** The header of a request's id, there and back. */
  static final String REQUEST_ID = "X-Request-Id";

  private static final String ATTRIBUTE = "vedette.trace";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  /** The trace of a request; what is not well-formed is as if it were not there. */
  static Trace begin(Context context) {
    Trace trace = read(context.header(REQUEST_ID), context.header("traceparent"));
    context.attribute(ATTRIBUTE, trace);
    context.res().setHeader(REQUEST_ID, trace.requestId);
    return trace;
  }

  /** The trace that was begun; a new one if the request came to nothing before. */
  static Trace of(Context context) {
    Trace trace = context.attribute(ATTRIBUTE);
    return trace == null ? begin(context) : trace;
  }

  static Trace read(@Nullable String requestId, @Nullable String traceparent) {
    String id = requestId != null && ID.matcher(requestId).matches() ? requestId : makeId();
    boolean traced =
        traceparent != null && traceparent.length() <= 512 && PARENT.matcher(traceparent).matches();
    return traced && traceparent != null
        ? new Trace(id, traceparent.substring(3, 35), traceparent.substring(36, 52))
        : new Trace(id, null, null);
  }

  /** 16 hexadecimal digits. They name a request and protect nothing. */
  static String makeId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** For a line of a log. */
  @Override
  public String toString() {
    return traceId == null
        ? "request_id=" + requestId
        : "request_id=%s trace_id=%s parent_id=%s".formatted(requestId, traceId, parentId);
  }
}
