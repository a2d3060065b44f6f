package dev.vedette.whatif;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import dev.vedette.risk.Refusion;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one policy says of recorded signals in a span of time. */
final class Reading implements Refusion.Listener {
  private static final long DAY_MILLIS = 86_400_000L;

  private final long fromMillis;
  private final long toMillis;
  private final Map<Subject, Peak> peaks = new HashMap<>();
  private final Map<Subject, Integer> alertsOf = new HashMap<>();
  private final TreeMap<Long, Integer> alertsByDay = new TreeMap<>();
  private int alerts;
  private int levelChanges;

  /** The level and score of a subject now, and the highest of the span. */
  private record Peak(Level now, Level highest, double score, double highestScore) {
    static final Peak NONE = new Peak(Level.LOW, Level.LOW, 0, 0);
  }

  Reading(long fromMillis, long toMillis) {
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  @Override
  public void updated(RiskUpdate update) {
    long at = update.atMillis();
    if (at >= toMillis) {
      return;
    }
    Peak before = peaks.getOrDefault(update.subject(), Peak.NONE);
    boolean inside = at >= fromMillis;
    if (inside && update.level() != update.previousLevel()) {
      levelChanges++;
    }
    // Who enters the span at a level had it in the span.
    Level highest = inside ? higher(before.highest(), update.level()) : update.level();
    double score = inside ? Math.max(before.highestScore(), update.score()) : update.score();
    peaks.put(update.subject(), new Peak(update.level(), highest, update.score(), score));
  }

  @Override
  public void risen(Rise alert) {
    long at = alert.update().atMillis();
    if (at >= fromMillis && at < toMillis) {
      alerts++;
      alertsByDay.merge(Math.floorDiv(at, DAY_MILLIS), 1, Integer::sum);
      alertsOf.merge(alert.update().subject().decider(), 1, Integer::sum);
    }
  }

  private static Level higher(Level one, Level other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The highest level of a subject in the span. */
  Level highest(Subject subject) {
    return peaks.getOrDefault(subject, Peak.NONE).highest();
  }

  /** The highest score that was told of a subject in the span; 0 if none was. */
  double highestScore(Subject subject) {
    return peaks.getOrDefault(subject, Peak.NONE).highestScore();
  }

  /** Alerts of a subject and its sessions. */
  int alertsOf(Subject subject) {
    return alertsOf.getOrDefault(subject, 0);
  }

  /** Day since the epoch → alerts. */
  Map<Long, Integer> alertsByDay() {
    return alertsByDay;
  }

  int alerts() {
    return alerts;
  }

  int levelChanges() {
    return levelChanges;
  }
}
