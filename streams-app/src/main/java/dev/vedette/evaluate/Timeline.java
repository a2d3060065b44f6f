package dev.vedette.evaluate;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import java.util.List;

/**
 * How a subject's risk went, every hour and whenever it was told.
 *
 * @param points by time
 */
public record Timeline(Subject subject, List<Point> points) {
  /** Copies the list. */
  public Timeline {
    points = List.copyOf(points);
  }

  /** The risk at an instant. */
  public record Point(long atMillis, double score, Level level) {}

  double highest() {
    double highest = 0;
    for (Point point : points) {
      highest = Math.max(highest, point.score);
    }
    return highest;
  }

  /** From when on after an instant the level is LOW; Long.MAX_VALUE if it never is. */
  long lowAgainMillis(long afterMillis) {
    Level level = Level.LOW;
    for (Point point : points) {
      if (point.atMillis > afterMillis && level == Level.LOW) {
        return afterMillis;
      }
      level = point.level;
      if (point.atMillis > afterMillis && level == Level.LOW) {
        return point.atMillis;
      }
    }
    return level == Level.LOW ? afterMillis : Long.MAX_VALUE;
  }
}
