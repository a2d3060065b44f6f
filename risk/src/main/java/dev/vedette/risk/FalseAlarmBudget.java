package dev.vedette.risk;

import org.jspecify.annotations.Nullable;

/**
 * How many false alarms people accept, for each 1,000 subjects and day. It moves nobody's risk: it
 * says what the beginnings of the levels are to keep, and they are computed from what quiet life
 * looks like.
 *
 * @param high rises to HIGH or above, 0.001 to 1,000; null if nothing is asked
 * @param critical rises to CRITICAL, in the same way; not more than of HIGH
 */
public record FalseAlarmBudget(@Nullable Double high, @Nullable Double critical) {
  /** The least and the most that can be asked for. */
  public static final double LEAST = 0.001;

  /** The most that can be asked for: one for each subject and day. */
  public static final double MOST = 1_000;

  /** Nothing is asked. */
  public static final FalseAlarmBudget NONE = new FalseAlarmBudget(null, null);

  /** Checks the bounds. */
  public FalseAlarmBudget {
    if (high != null) {
      Policy.check("budget of false HIGH", high, LEAST, MOST);
    }
    if (critical != null) {
      Policy.check("budget of false CRITICAL", critical, LEAST, MOST);
    }
    if (high != null && critical != null && critical > high) {
      throw new IllegalArgumentException(
          "budget of false CRITICAL %s: must be at most that of HIGH, %s"
              .formatted(critical, high));
    }
  }

  /** Whether nothing is asked. */
  public boolean isEmpty() {
    return high == null && critical == null;
  }

  /** What is asked of a level; null if nothing is. */
  public @Nullable Double of(Level level) {
    return switch (level) {
      case HIGH -> high;
      case CRITICAL -> critical;
      case LOW, MEDIUM -> null;
    };
  }
}
