package dev.vedette.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.flows.risk.Position;
import dev.vedette.json.Parsed;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a question.
 *
 * @param question what was asked
 * @param dueNanos when it was to be asked
 * @param endNanos when the answer was there
 * @param asked the instance that answered or refused, as host and port; empty if none did
 * @param attempts how many were asked: another one if one does not take the connection or breaks it
 * @param status of HTTP; 0 if there was no answer
 * @param told what was answered; null without one that means anything
 * @param trouble what was wrong with it; empty if nothing was
 */
record Answer(
    Question question,
    long dueNanos,
    long endNanos,
    String asked,
    int attempts,
    int status,
    @Nullable Told told,
    String trouble) {
  private static final String ACTIVE = "active";
  private static final String STANDBY = "standby";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  /**
   * What an answer says.
   *
   * @param asOfMillis the instant that was evaluated; of an unknown subject 0
   * @param logOddsMicros null of an unknown subject
   * @param partition that it reflects
   * @param position that it reflects
   * @param role whether who knew works on it or follows it; empty if that is not said
   * @param from the instance that knew; empty if that is not said
   * @param ageMillis how old that may be
   */
  record Told(
      long asOfMillis,
      @Nullable Long logOddsMicros,
      int partition,
      Position position,
      String role,
      String from,
      long ageMillis) {}

  /** An answer of HTTP. */
  static Answer of(
      Question question,
      long dueNanos,
      long endNanos,
      String asked,
      int attempts,
      int status,
      boolean hasRetryAfter,
      String body) {
    Told told = null;
    String trouble = "";
    try {
      if (status == OK || status == NOT_FOUND) {
        told = told(Parsed.tree(body), status == OK);
      } else if (status != UNAVAILABLE || !hasRetryAfter) {
        trouble = status + " " + body;
      }
    } catch (IllegalArgumentException e) {
      trouble = status + " " + e.getMessage() + ": " + body;
    }
    return new Answer(question, dueNanos, endNanos, asked, attempts, status, told, trouble);
  }

  /** Nobody answered. */
  static Answer none(
      Question question, long dueNanos, long endNanos, int attempts, String trouble) {
    return new Answer(question, dueNanos, endNanos, "", attempts, 0, null, trouble);
  }

  private static Told told(JsonNode json, boolean isKnown) {
    JsonNode reflects = json.path("reflects");
    if (!reflects.isObject()) {
      throw new IllegalArgumentException("does not say what it reflects");
    }
    JsonNode from = json.path("from");
    return new Told(
        isKnown ? Instant.parse(json.path("asOf").asText()).toEpochMilli() : 0,
        isKnown ? micros(json.path("risk").path("logOdds")) : null,
        reflects.path("partition").asInt(-1),
        new Position(
            offset(reflects, "signals"),
            offset(reflects, "sessions"),
            offset(reflects, "verdicts")),
        from.path("role").asText(""),
        from.path("instance").asText(""),
        from.path("ageMillis").asLong());
  }

  private static long micros(JsonNode nats) {
    if (!nats.isNumber()) {
      throw new IllegalArgumentException("does not say how much");
    }
    try {
      return new BigDecimal(nats.asText()).movePointRight(6).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("is not exact", e);
    }
  }

  private static long offset(JsonNode reflects, String topic) {
    JsonNode offset = reflects.path(topic);
    return offset.isNull() ? Position.NONE : offset.asLong();
  }

  /** Whether something was said of the subject, be it that it is unknown. */
  boolean isAnswered() {
    return told != null;
  }

  /** Whether it is that nothing is known. */
  boolean isUnknown() {
    return told != null && told.logOddsMicros() == null;
  }

  /** Whether it is known from a copy. */
  boolean isFromStandby() {
    return told != null && told.role().equals(STANDBY);
  }

  /** Whether it is known from who works on it; of an unknown subject that is not said. */
  boolean isFromOwner() {
    return told != null && told.role().equals(ACTIVE);
  }

  /** How old it may be. */
  long ageMillis() {
    return told == null ? 0 : told.ageMillis();
  }

  /** Whether another instance than was asked knew it. */
  boolean isForwarded() {
    return told != null && !told.from().isEmpty() && !told.from().equals(asked);
  }

  /** Whether it was refused as it should be if it must. */
  boolean isRefused() {
    return status == UNAVAILABLE && trouble.isEmpty();
  }

  long latencyNanos() {
    return endNanos - dueNanos;
  }
}
