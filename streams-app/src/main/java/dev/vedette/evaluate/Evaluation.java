package dev.vedette.evaluate;

import dev.vedette.detectors.Detector;
import dev.vedette.evaluate.Report.Answer;
import dev.vedette.evaluate.Report.DetectorRow;
import dev.vedette.evaluate.Report.Mean;
import dev.vedette.evaluate.Report.Part;
import dev.vedette.evaluate.Report.RiskAnswer;
import dev.vedette.evaluate.Report.Row;
import dev.vedette.evaluate.Scenario.Phase;
import dev.vedette.topology.PipelineSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Judges scenarios and holds what was said against their labels.
 *
 * <p>Two questions. <em>Detection</em>: a unit's score is the highest evidence that its subject's
 * windows had together while the unit went on. <em>Risk</em> remembers, so it is not scored by
 * unit: what counts is when it rises to HIGH, whether rightly, and when it is LOW again.
 */
public final class Evaluation {
  /** Vedette's row. */
  public static final String VEDETTE = "vedette";

  private static final double DAY_MILLIS = 86_400_000.0;
  private static final double MINUTE_MILLIS = 60_000.0;
  private static final double HOUR_MILLIS = 3_600_000.0;

  private final List<? extends Detector<?, ?>> detectors;
  private final PipelineSettings pipeline;
  private final EvaluationSettings settings;

  /** An evaluation of these detectors. */
  public Evaluation(
      List<? extends Detector<?, ?>> detectors,
      PipelineSettings pipeline,
      EvaluationSettings settings) {
    this.detectors = List.copyOf(detectors);
    this.pipeline = pipeline;
    this.settings = settings;
  }

  /** Judges all scenarios, each by itself. */
  public Report of(List<Scenario> scenarios) {
    var parts = new ArrayList<Part>();
    for (Scenario scenario : scenarios) {
      parts.add(part(new Judging(scenario, detectors, pipeline, settings).run()));
    }
    return new Report(settings, parts, means(parts));
  }

  private Part part(Judged judged) {
    var answers = new ArrayList<Answer>();
    for (Target target : settings.targets()) {
      answers.add(answer(judged, target));
    }
    double[] benign =
        judged.units().stream().filter(u -> u.labels().isEmpty()).mapToDouble(Unit::nats).toArray();
    return new Part(judged, days(judged.scenario()), answers, Calibration.of(benign));
  }

  private double days(Scenario scenario) {
    double millis =
        (double) scenario.endMillis() - scenario.startMillis() - settings.warmUp().toMillis();
    return Math.max(millis / DAY_MILLIS, 1e-9);
  }

  private Answer answer(Judged judged, Target target) {
    List<Unit> units =
        judged.units().stream().filter(unit -> target.counts(unit.labels())).toList();
    boolean[] positive = new boolean[units.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = target.isPositive(units.get(i).labels());
    }
    double budget = settings.falseUnitsADay() * days(judged.scenario());
    Ranking own = ranking(units, positive, Unit::nats);
    var rows = new ArrayList<Row>();
    rows.add(row(VEDETTE, "highest evidence of the subject's windows", own, budget));
    for (Baseline baseline : Baseline.values()) {
      rows.add(
          row(
              baseline.title(),
              baseline.meaning(),
              ranking(units, positive, unit -> unit.baseline(baseline)),
              budget));
    }
    Map<String, List<Ranking.Point>> curves = new LinkedHashMap<>();
    curves.put(VEDETTE, own.curve());
    for (Baseline baseline : List.of(Baseline.RARITY, Baseline.NOVELTY, Baseline.VOLUME)) {
      curves.put(
          baseline.title(), ranking(units, positive, unit -> unit.baseline(baseline)).curve());
    }
    double threshold = own.atBudget(budget).threshold();
    return new Answer(
        target,
        units.size(),
        own.positives(),
        own.baseRate(),
        rows,
        curves,
        detectorRows(units, positive, own),
        threshold,
        minutesToDetect(units, target, threshold),
        risk(judged, target));
  }

  private static Ranking ranking(
      List<Unit> units, boolean[] positive, ToDoubleFunction<Unit> score) {
    return Ranking.of(units.stream().mapToDouble(score).toArray(), positive);
  }

  private Row row(String name, String meaning, Ranking ranking, double budget) {
    return new Row(
        name,
        meaning,
        ranking.auc(),
        ranking.averagePrecision(),
        ranking.bootstrap(settings.seed(), settings.resamples()),
        ranking.atBudget(budget));
  }

  private static List<DetectorRow> detectorRows(List<Unit> units, boolean[] positive, Ranking own) {
    var ids = new TreeSet<String>();
    units.forEach(unit -> ids.addAll(unit.detectors()));
    var rows = new ArrayList<DetectorRow>();
    double ap = own.averagePrecision();
    for (String id : ids) {
      int spoke = 0;
      int right = 0;
      double[] alone = new double[units.size()];
      double[] without = new double[units.size()];
      for (int i = 0; i < positive.length; i++) {
        Unit unit = units.get(i);
        alone[i] = unit.micros(id);
        without[i] = unit.natsWithout(id);
        if (alone[i] > 0) {
          spoke++;
          right += positive[i] ? 1 : 0;
        }
      }
      rows.add(
          new DetectorRow(
              id,
              spoke,
              right,
              Ranking.of(alone, positive).averagePrecision(),
              ap - Ranking.of(without, positive).averagePrecision()));
    }
    return rows;
  }

  /** By incident: from its first event after the warm-up to the first unit told; NaN if never. */
  private static Map<String, Double> minutesToDetect(
      List<Unit> units, Target target, double threshold) {
    var began = new TreeMap<String, Long>();
    var told = new TreeMap<String, Long>();
    for (Unit unit : units) {
      for (var entry : unit.labelledAt().entrySet()) {
        String[] incidentAndLabel = entry.getKey().split("\n", 2);
        if (target.positive().matcher(incidentAndLabel[1]).matches()) {
          began.merge(incidentAndLabel[0], entry.getValue(), Math::min);
          long reached = unit.reachedMillis(threshold);
          if (reached != Long.MAX_VALUE) {
            told.merge(incidentAndLabel[0], Math.max(reached, entry.getValue()), Math::min);
          }
        }
      }
    }
    var minutes = new TreeMap<String, Double>();
    began.forEach((incident, from) -> {
      Long at = told.get(incident);
      minutes.put(incident, at == null ? Double.NaN : (at - from) / MINUTE_MILLIS);
    });
    return minutes;
  }

  private RiskAnswer risk(Judged judged, Target target) {
    long began = Long.MAX_VALUE;
    long ended = Long.MIN_VALUE;
    for (Unit unit : judged.units()) {
      if (target.isPositive(unit.labels())) {
        for (var entry : unit.labelledAt().entrySet()) {
          if (target.positive().matcher(entry.getKey().split("\n", 2)[1]).matches()) {
            began = Math.min(began, entry.getValue());
          }
        }
        ended = Math.max(ended, unit.startMillis() + settings.window().toMillis());
      }
    }
    Rise first = null;
    int right = 0;
    int wrong = 0;
    for (Rise rise : judged.rises()) {
      if (target.isPositive(rise.labels())) {
        right++;
        first = first == null ? rise : first;
      }
      wrong += rise.isFalse() ? 1 : 0;
    }
    long deadline = deadline(judged.scenario());
    return new RiskAnswer(
        right,
        wrong,
        wrong / days(judged.scenario()),
        first == null ? null : first.atMillis(),
        first == null ? Double.NaN : (first.atMillis() - began) / MINUTE_MILLIS,
        deadline == 0 ? null : first != null && first.atMillis() <= deadline,
        hoursUntilLow(judged, target, ended));
  }

  private long deadline(Scenario scenario) {
    for (Phase phase : scenario.phases()) {
      if (phase.name().equals(settings.before())) {
        return phase.endMillis();
      }
    }
    return 0;
  }

  /** Of each subject that rose rightly, the hours from the end of the attack until LOW. */
  private static List<Double> hoursUntilLow(Judged judged, Target target, long endedMillis) {
    var subjects =
        judged.rises().stream()
            .filter(rise -> target.isPositive(rise.labels()))
            .map(Rise::subject)
            .collect(Collectors.toSet());
    return judged.timelines().stream()
        .filter(timeline -> subjects.contains(timeline.subject()))
        .map(timeline -> {
          long low = timeline.lowAgainMillis(endedMillis);
          return low == Long.MAX_VALUE
              ? Double.POSITIVE_INFINITY
              : (low - endedMillis) / HOUR_MILLIS;
        })
        .sorted()
        .toList();
  }

  private List<Mean> means(List<Part> parts) {
    var means = new ArrayList<Mean>();
    for (int t = 0; t < settings.targets().size(); t++) {
      var sums = new LinkedHashMap<String, double[]>();
      int counted = 0;
      for (Part part : parts) {
        Answer answer = part.answers().get(t);
        if (answer.positives() == 0) {
          continue;
        }
        counted++;
        for (Row row : answer.rows()) {
          double[] sum = sums.computeIfAbsent(row.name(), n -> new double[3]);
          sum[0] += row.auc();
          sum[1] += row.averagePrecision();
          sum[2] += row.atBudget().recall();
        }
      }
      int scenarios = counted;
      String target = settings.targets().get(t).name();
      sums.forEach((name, sum) ->
          means.add(
              new Mean(
                  target,
                  name,
                  scenarios,
                  sum[0] / scenarios,
                  sum[1] / scenarios,
                  sum[2] / scenarios)));
    }
    return means;
  }
}
