package dev.vedette.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found.
 *
 * @param settings how it was asked
 * @param parts each scenario
 * @param means over the scenarios that have positive units, by target and row
 */
public record Report(EvaluationSettings settings, List<Part> parts, List<Mean> means) {
  /** Copies the lists. */
  public Report {
    parts = List.copyOf(parts);
    means = List.copyOf(means);
  }

  /**
   * One scenario.
   *
   * @param days how long it went on after the warm-up
   * @param calibration of units without any label
   */
  public record Part(Judged judged, double days, List<Answer> answers, Calibration calibration) {
    /** Copies the list. */
    public Part {
      answers = List.copyOf(answers);
    }

    /** Nanoseconds that judging an event took, all of its subjects together. */
    public double nanosAnEvent() {
      return judged.seconds() * 1e9 / Math.max(1, judged.scored() + judged.repeated());
    }

    /** How often a subject rose to HIGH or above in a day. */
    public double risesADay() {
      return judged.rises().size() / days;
    }
  }

  /**
   * One target in one scenario.
   *
   * @param curves precision and recall, by row
   * @param threshold the evidence from which on units are told within the budget
   * @param minutesToDetect by incident, NaN if it was not told
   */
  public record Answer(
      Target target,
      int units,
      int positives,
      double baseRate,
      List<Row> rows,
      Map<String, List<Ranking.Point>> curves,
      List<DetectorRow> detectors,
      double threshold,
      Map<String, Double> minutesToDetect,
      RiskAnswer risk) {
    /** Copies lists and maps, in their order. */
    public Answer {
      rows = List.copyOf(rows);
      curves = Collections.unmodifiableMap(new LinkedHashMap<>(curves));
      detectors = List.copyOf(detectors);
      minutesToDetect = Collections.unmodifiableMap(new LinkedHashMap<>(minutesToDetect));
    }
  }

  /** A way to score units, and how good it is. */
  public record Row(
      String name,
      String meaning,
      double auc,
      double averagePrecision,
      Ranking.Interval interval,
      Ranking.AtBudget atBudget) {}

  /**
   * One detector.
   *
   * @param spoke units in which it had evidence
   * @param right how many of them are positive
   * @param averagePrecision of its evidence alone
   * @param contribution the average precision that is lost without it
   */
  public record DetectorRow(
      String id, int spoke, int right, double averagePrecision, double contribution) {
    /** The share of its units that are positive. */
    public double precision() {
      return (double) right / spoke;
    }
  }

  /**
   * What risk did.
   *
   * @param trueRises rises to HIGH or above with a label of the target in the hour up to them
   * @param falseRises rises with no label at all
   * @param falseRisesADay the same a day
   * @param firstMillis the first true rise; null if there is none
   * @param minutesToRise from the first labelled event to it; NaN if there is none
   * @param inTime whether it came before the end of the phase asked for; null if that is not known
   * @param hoursUntilLow from the last labelled unit, of each subject that rose rightly, sorted
   */
  public record RiskAnswer(
      int trueRises,
      int falseRises,
      double falseRisesADay,
      @Nullable Long firstMillis,
      double minutesToRise,
      @Nullable Boolean inTime,
      List<Double> hoursUntilLow) {
    /** Copies the list. */
    public RiskAnswer {
      hoursUntilLow = List.copyOf(hoursUntilLow);
    }
  }

  /** The mean of a row over scenarios. */
  public record Mean(
      String target,
      String row,
      int scenarios,
      double auc,
      double averagePrecision,
      double recallAtBudget) {}
}
