package dev.vedette.detectors;

import java.time.Duration;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How much of something is usual for a subject by season, and from how much on its detector says
 * so: for a person, and from the functions that judge.
 *
 * @param name what it is, in the plural
 * @param isBytes whether amounts are bytes; otherwise they are counts
 * @param window the span in which {@link Season#usual} is usual, if there is any in it
 * @param judged the span that is compared with {@link Season#unusualFrom}
 * @param learned windows that taught, not aged
 * @param seasons all of them, workdays first
 * @param now which of them it is
 * @param seen how much there was in the judged span that is not over
 */
public record UsualRate(
    String name,
    boolean isBytes,
    Duration window,
    Duration judged,
    int learned,
    List<Season> seasons,
    int now,
    double seen) {
  private static final long MOST = 1L << 60;

  /** Copies the list. */
  public UsualRate {
    seasons = List.copyOf(seasons);
  }

  /**
   * A part of the week that is learned together.
   *
   * @param isWeekend whether it is of Saturday and Sunday; otherwise of the other days
   * @param fromHour the hour of the day at which it begins, UTC
   * @param toHour the hour at which it ends
   * @param windows aged windows that taught it; 0 if it is known from the others only
   * @param usual the usual amount in a window with any
   * @param unusualFrom the least amount in the judged span that by itself would be said, all else
   *     being usual and nothing having been said lately; null if nothing can be judged yet
   */
  public record Season(
      boolean isWeekend,
      int fromHour,
      int toHour,
      double windows,
      double usual,
      @Nullable Long unusualFrom) {}

  /** The least amount that is unusual; null if none is. */
  static @Nullable Long least(LongPredicate isUnusual) {
    long high = 1;
    while (!isUnusual.test(high)) {
      if (high >= MOST) {
        return null;
      }
      high *= 2;
    }
    long low = high / 2;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (isUnusual.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
