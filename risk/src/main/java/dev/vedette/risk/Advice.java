package dev.vedette.risk;

import org.jspecify.annotations.Nullable;

/** What an enforcement point that has no policy of its own does with a session. */
public enum Advice {
  /** Let it go on. */
  GO_ON,
  /** Ask who it is again, by another factor. */
  STEP_UP,
  /** Refuse it. */
  STOP;

  /**
   * The advice for a session.
   *
   * @param state how the session is; null if it was never told of
   * @param level its level of risk
   */
  public static Advice of(SessionRisk.@Nullable State state, Level level) {
    if (state == SessionRisk.State.ENDED) {
      return STOP;
    }
    return switch (level) {
      case LOW, MEDIUM -> GO_ON;
      case HIGH -> STEP_UP;
      case CRITICAL -> STOP;
    };
  }
}
