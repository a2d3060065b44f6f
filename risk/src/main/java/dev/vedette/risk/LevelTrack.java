package dev.vedette.risk;

import java.util.function.LongUnaryOperator;

/**
 * A level and since when. It rises at once; it falls when the log-odds are below its beginning by
 * the hysteresis, and not before it was kept for the dwell.
 *
 * @param level the level
 * @param sinceMillis when it was entered
 */
public record LevelTrack(Level level, long sinceMillis) {
  /** The level that these log-odds make of it at an instant. */
  public LevelTrack next(LevelPolicy policy, long logOddsMicros, long nowMillis) {
    Level entered = policy.entered(logOddsMicros);
    if (entered.compareTo(level) > 0) {
      return new LevelTrack(entered, nowMillis);
    }
    boolean dwelt = nowMillis - sinceMillis >= policy.dwell().toMillis();
    if (dwelt && logOddsMicros < policy.keptMicros(level)) {
      return new LevelTrack(policy.kept(logOddsMicros), nowMillis);
    }
    return this;
  }

  /**
   * The first millisecond from {@code nowMillis} on at which the level falls if nothing is seen;
   * Long.MAX_VALUE if it never does. Found by bisection: the log-odds never rise by themselves.
   *
   * @param settledMillis from when on the log-odds stay what they are
   * @param logOddsMicros the log-odds of an instant, in micro-nats, never rising
   */
  public long nextFallMillis(
      LevelPolicy policy, long nowMillis, long settledMillis, LongUnaryOperator logOddsMicros) {
    long kept = policy.keptMicros(level);
    long earliest = Math.max(nowMillis, sinceMillis + policy.dwell().toMillis());
    long above = earliest - 1;
    long below = Math.max(earliest, settledMillis);
    if (level == Level.LOW || logOddsMicros.applyAsLong(below) >= kept) {
      return Long.MAX_VALUE;
    }
    while (below - above > 1) {
      long middle = above + (below - above) / 2;
      if (logOddsMicros.applyAsLong(middle) < kept) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }
}
