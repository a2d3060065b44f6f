package dev.vedette.trial;

import dev.vedette.backtest.PlainPipeline;
import dev.vedette.detectors.Detector;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was said of those whom nobody attacks: which windows were judged, the highest evidence that
 * each ever had, and the sums of evidence, decayed, of every user at the end of every day. Who is
 * attacked is known at the end.
 */
final class HonestLife {
  private static final long DAY_MILLIS = 86_400_000L;

  private final Formula formula;
  private final long judgedFromMillis;
  private final BenignWindows windows;
  private final Map<Window, Signal> highest = new HashMap<>();
  private final Map<Subject, List<Day>> days = new HashMap<>();
  private final Map<Subject, Double> highestToday = new HashMap<>();
  private long day = Long.MIN_VALUE;

  private record Window(String detector, Subject subject, @Nullable Subject via, long startMillis) {
    static Window of(Signal signal) {
      return new Window(
          signal.detector(), signal.subject(), signal.via(), signal.windowStartMillis());
    }
  }

  /**
   * A user's day.
   *
   * @param last evidence at its end, all families, decayed, in nats
   * @param highest the most of it that was told in that day, or {@code last} if that is more
   */
  private record Day(double last, double highest) {}

  /**
   * Nothing yet.
   *
   * @param judgedFrom windows and days that begin before are not judged
   */
  HonestLife(Formula formula, Instant judgedFrom) {
    this.formula = formula;
    this.judgedFromMillis = judgedFrom.toEpochMilli();
    this.windows = new BenignWindows(judgedFrom);
  }

  /** Takes the time; at the end of a day it looks at every user. */
  void at(long nowMillis, PlainPipeline pipeline) {
    long today = Math.floorDiv(nowMillis, DAY_MILLIS);
    if (today == day) {
      return;
    }
    if (day * DAY_MILLIS >= judgedFromMillis) {
      days.forEach((user, itsDays) -> itsDays.add(dayOf(user, today * DAY_MILLIS, pipeline)));
    }
    highestToday.clear();
    day = today;
  }

  private Day dayOf(Subject user, long endMillis, PlainPipeline pipeline) {
    var families = pipeline.record(user).assess(formula, null, endMillis).familyMicros();
    double last = families.values().stream().mapToLong(Long::longValue).sum() / 1e6;
    return new Day(last, Math.max(last, highestToday.getOrDefault(user, 0.0)));
  }

  /** Takes that a subject was observed. */
  void observed(Subject subject, long timeMillis) {
    windows.add(subject, timeMillis);
    if (subject.type() == SubjectType.USER) {
      days.computeIfAbsent(subject, user -> new ArrayList<>());
    }
  }

  /** Takes a version of a signal. */
  void signalled(Signal signal) {
    highest.merge(
        Window.of(signal),
        signal,
        (known, now) -> now.evidenceMicros() > known.evidenceMicros() ? now : known);
  }

  /** Takes what was told of a user's risk. */
  void updated(RiskUpdate update) {
    if (update.subject().type() == SubjectType.USER) {
      long micros = 0;
      for (RiskUpdate.Contribution term : update.contributions()) {
        boolean isFamily = !term.name().equals("prior") && !term.name().equals("criticality");
        micros += isFamily ? term.micros() : 0;
      }
      highestToday.merge(update.subject(), micros / 1e6, Math::max);
    }
  }

  /**
   * Adds to a detector's tally.
   *
   * @param last its final signals
   * @param attacked who is attacked
   * @param isTrue whether a signal names an attack
   */
  void tally(
      Detector<?, ?> detector,
      List<Signal> last,
      Set<Subject> attacked,
      Predicate<Signal> isTrue,
      CalibrationTally into) {
    Predicate<Signal> isBenign =
        signal -> !attacked.contains(signal.subject().decider()) && !isTrue.test(signal);
    var excess = new HashMap<Subject, Double>();
    last.stream()
        .filter(isBenign)
        .forEach(signal -> {
          into.last(nats(signal));
          excess.merge(signal.subject().decider(), StrictMath.expm1(nats(signal)), Double::sum);
        });
    highest.values().stream()
        .filter(signal -> signal.detector().equals(detector.id()))
        .filter(isBenign)
        .forEach(signal -> into.highest(nats(signal)));
    Map<Subject, Long> judged = windows.of(detector, attacked);
    var all = new HashSet<>(judged.keySet());
    all.addAll(excess.keySet());
    for (Subject subject : all) {
      into.subject(judged.getOrDefault(subject, 0L), excess.getOrDefault(subject, 0.0));
    }
  }

  /** What all detectors together said of users, decayed, at the ends of days. */
  CalibrationTally sums(Set<Subject> attacked) {
    var tally = new CalibrationTally();
    days.forEach((user, itsDays) -> {
      if (!attacked.contains(user) && !itsDays.isEmpty()) {
        double excess = 0;
        for (Day one : itsDays) {
          tally.last(one.last());
          tally.highest(one.highest());
          excess += StrictMath.expm1(one.last());
        }
        tally.subject(itsDays.size(), excess);
      }
    });
    return tally;
  }

  private static double nats(Signal signal) {
    return signal.evidenceMicros() / 1e6;
  }
}
