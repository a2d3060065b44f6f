package dev.vedette.rest.cluster;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * For whom an instance asks another one.
 *
 * @param authorization the caller's own; null if it sent none
 * @param requestId of the caller's request
 * @param trace the caller's trace; null if it traces nothing
 */
public record Errand(@Nullable String authorization, String requestId, @Nullable Traced trace) {
  /**
   * The trace of a caller (W3C Trace Context).
   *
   * @param traceId 32 hexadecimal digits
   * @param flags two hexadecimal digits: whether it is sampled, and whether its id is random
   * @param state {@code tracestate}, as it came; null if there is none
   */
  public record Traced(String traceId, String flags, @Nullable String state) {
    /** A {@code traceparent} for one request: a new span of this trace. */
    public String parent() {
      long span = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
      return "00-%s-%s-%s".formatted(traceId, HexFormat.of().toHexDigits(span), flags);
    }
  }
}
