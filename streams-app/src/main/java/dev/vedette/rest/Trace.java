package dev.vedette.rest;

import dev.vedette.rest.cluster.Errand;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
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
 * @param flags those of the caller that version 00 knows, two hexadecimal digits
 * @param state the caller's {@code tracestate}; null if it sent none that can be sent on
 */
record Trace(
    String requestId,
    @Nullable String traceId,
    @Nullable String parentId,
    String flags,
    @Nullable String state) {
  /** The header of a request's id, there and back. */
  static final String REQUEST_ID = "X-Request-Id";

  private static final String ATTRIBUTE = "vedette.trace";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Of a trace: it is sampled, and its id is random. What else is set nobody may send on. */
  private static final int FLAGS = 0b11;

  /** As much as everybody must send on; more is left out. */
  private static final int MAX_STATE_CHARS = 512;

  private static final Pattern STATE = Pattern.compile("[ -~\\t]+");
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  /** The trace of a request; what is not well-formed is as if it were not there. */
  static Trace begin(Context context) {
    List<String> states = Collections.list(context.req().getHeaders("tracestate"));
    Trace trace =
        read(context.header(REQUEST_ID), context.header("traceparent"), String.join(",", states));
    context.attribute(ATTRIBUTE, trace);
    context.res().setHeader(REQUEST_ID, trace.requestId);
    return trace;
  }

  /** The trace that was begun; a new one if the request came to nothing before. */
  static Trace of(Context context) {
    Trace trace = context.attribute(ATTRIBUTE);
    return trace == null ? begin(context) : trace;
  }

  static Trace read(@Nullable String requestId, @Nullable String traceparent, String tracestate) {
    String id = requestId != null && ID.matcher(requestId).matches() ? requestId : makeId();
    boolean traced =
        traceparent != null && traceparent.length() <= 512 && PARENT.matcher(traceparent).matches();
    if (!traced || traceparent == null) {
      return new Trace(id, null, null, "00", null);
    }
    int flags = HexFormat.fromHexDigits(traceparent, 53, 55) & FLAGS;
    boolean known = tracestate.length() <= MAX_STATE_CHARS && STATE.matcher(tracestate).matches();
    return new Trace(
        id,
        traceparent.substring(3, 35),
        traceparent.substring(36, 52),
        HexFormat.of().toHexDigits((byte) flags),
        known ? tracestate : null);
  }

  /** What goes with a request that is handed on; null if the caller traces nothing. */
  Errand.@Nullable Traced handedOn() {
    return traceId == null ? null : new Errand.Traced(traceId, flags, state);
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
