package dev.vedette.risk;

import dev.vedette.events.Family;

/**
 * A rule by which evidence of a family counts more while risk is high already, such as a change of
 * the second factor by an account that is at HIGH.
 *
 * <p>It holds in an hour at whose beginning the log-odds, from the cells of earlier hours, were at
 * or above the beginning of the level. There evidence of the family above 0 counts {@code times} as
 * much, before the caps. So it is a function of the cells, and the score stays monotone in them.
 *
 * @param family whose evidence
 * @param whileLevel MEDIUM, HIGH or CRITICAL
 * @param times 1 to {@value #MAX_TIMES}; of several rules that hold, the greatest counts
 */
public record ConditionalEvidence(Family family, Level whileLevel, double times) {
  /** The most that evidence can be worth of itself. */
  public static final double MAX_TIMES = 10;

  /** Checks the bounds. */
  public ConditionalEvidence {
    if (whileLevel == Level.LOW) {
      throw new IllegalArgumentException("every hour is at LOW or above: say a higher level");
    }
    Policy.check("times of conditional evidence", times, 1, MAX_TIMES);
  }
}
