package dev.vedette.evaluate;

import dev.vedette.evaluate.Timeline.Point;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskOutcome;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdicts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the risk of subjects of one type as a running pipeline would: what is due by itself
 * happens when it is due, not when the next signal comes.
 */
final class RiskWatch {
  private static final long HOUR_MILLIS = 3_600_000L;

  /** Levels fall at most three times and expire once; more is a defect. */
  private static final int MOST_DUE = 64;

  private final Formula formula;
  private final SubjectType type;
  private final Map<Subject, Watched> watched = new LinkedHashMap<>();
  private final List<RiskUpdate> rises = new ArrayList<>();

  private final Ledger ledger;
  private long sampledHour = Long.MIN_VALUE;

  private static final class Watched {
    RiskRecord record;
    final List<Point> points = new ArrayList<>();

    Watched(RiskRecord record) {
      this.record = record;
    }
  }

  RiskWatch(Formula formula, SubjectType type, Ledger ledger) {
    this.formula = formula;
    this.type = type;
    this.ledger = ledger;
  }

  /** Time goes by: falls that are due happen, and every hour each risk is noted. */
  void advance(long nowMillis) {
    long hour = Math.floorDiv(nowMillis, HOUR_MILLIS);
    if (hour == sampledHour) {
      return;
    }
    sampledHour = hour;
    for (var entry : watched.entrySet()) {
      Watched one = entry.getValue();
      fall(one, nowMillis);
      note(entry.getKey(), one, nowMillis);
    }
  }

  /** Takes a signal about a subject that decides for itself or about one of its sessions. */
  void take(Signal signal, long nowMillis) {
    Subject decider = signal.subject().decider();
    if (decider.type() != (type == SubjectType.SESSION ? SubjectType.USER : type)
        && signal.subject().type() != type) {
      return;
    }
    Watched one =
        watched.computeIfAbsent(decider, d -> new Watched(RiskRecord.of(d, formula, nowMillis)));
    fall(one, nowMillis);
    Signal effective = Rulings.of(formula.policy(), decider, Verdicts.NONE).effective(signal);
    tell(one, one.record.apply(effective, formula, nowMillis, ledger));
  }

  private void fall(Watched one, long nowMillis) {
    long due = one.record.nextDueMillis(formula);
    for (int i = 0; i < MOST_DUE && due <= nowMillis; i++) {
      tell(one, one.record.due(formula, due, ledger));
      long next = one.record.nextDueMillis(formula);
      if (next <= due) {
        return;
      }
      due = next;
    }
  }

  private void tell(Watched one, RiskOutcome outcome) {
    one.record = outcome.record();
    for (RiskUpdate update : outcome.updates()) {
      if (update.subject().type() != type) {
        continue;
      }
      one.points.add(new Point(update.atMillis(), update.score(), update.level()));
      if (update.level().compareTo(Level.HIGH) >= 0
          && update.previousLevel().compareTo(Level.HIGH) < 0) {
        rises.add(update);
      }
    }
  }

  private void note(Subject subject, Watched one, long nowMillis) {
    Assessment risk = one.record.assess(formula, null, nowMillis);
    if (subject.type() == type) {
      one.points.add(new Point(nowMillis, risk.score(), one.record.published().level()));
    }
  }

  /** Lets time go by after the end until every risk is LOW, as if nothing more were seen. */
  void settle(long endMillis) {
    for (Watched one : watched.values()) {
      note(one.record.subject(), one, endMillis);
      long due = one.record.nextDueMillis(formula);
      for (int i = 0; i < MOST_DUE && one.record.published().level() != Level.LOW; i++) {
        tell(one, one.record.due(formula, due, ledger));
        due = Math.max(due + 1, one.record.nextDueMillis(formula));
      }
    }
  }

  /** What rose to HIGH or above, by time. */
  List<RiskUpdate> rises() {
    return rises;
  }

  /** How each risk went. */
  List<Timeline> timelines() {
    var all = new ArrayList<Timeline>();
    watched.forEach((subject, one) -> all.add(new Timeline(subject, one.points)));
    return all;
  }
}
