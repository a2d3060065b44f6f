package dev.vedette.evaluate;

import dev.vedette.backtest.PlainPipeline;
import dev.vedette.detectors.Detector;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.topology.PipelineSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges one scenario by the plain fold and notes, event by event, what was known when. Labels are
 * kept beside: the pipeline does not see them.
 */
final class Judging implements PlainPipeline.Listener {
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final long MINUTE_MILLIS = 60_000L;

  private final EvaluationSettings settings;
  private final Scenario scenario;
  private final PlainPipeline pipeline;
  private final RiskWatch risk;
  private final SplittableRandom random;
  private final Map<Key, Unit> units = new HashMap<>();
  private final Map<Subject, Said> said = new HashMap<>();
  private final Map<Subject, Map<String, Long>> actions = new HashMap<>();
  private final Map<Subject, NavigableMap<Long, TreeSet<String>>> labels = new HashMap<>();
  private @Nullable Label label;
  private long nowMillis;
  private long refused;

  private record Key(Subject subject, long index) {}

  Judging(
      Scenario scenario,
      List<? extends Detector<?, ?>> detectors,
      PipelineSettings pipelineSettings,
      EvaluationSettings settings) {
    this.scenario = scenario;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    Formula formula = Formula.of(pipelineSettings.policy());
    pipeline = new PlainPipeline(pipelineSettings, detectors, this);
    risk = new RiskWatch(formula, settings.by(), subject -> List.of());
  }

  Judged run() {
    long startedNanos = System.nanoTime();
    for (Sample sample : scenario.samples()) {
      label = sample.label();
      nowMillis = sample.event().timeMillis();
      risk.advance(nowMillis);
      pipeline.accept(sample.event(), nowMillis);
    }
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    risk.settle(nowMillis);
    long from = scenario.startMillis() + settings.warmUp().toMillis();
    List<Unit> scored =
        units.values().stream()
            .filter(unit -> unit.startMillis() >= from)
            .sorted(
                Comparator.comparingLong(Unit::startMillis)
                    .thenComparing(unit -> unit.subject().id()))
            .toList();
    for (Unit unit : scored) {
      unit.set(Baseline.RANDOM, random.nextDouble());
    }
    var account = pipeline.account();
    return new Judged(
        scenario,
        scored,
        rises(from),
        risk.timelines(),
        account.scored(),
        account.duplicates(),
        refused + pipeline.ingested().tooLate(),
        pipeline.signals().size(),
        seconds);
  }

  @Override
  public void scored(AccessEvent event, List<Observation> observations) {
    for (Observation observation : observations) {
      if (observation.subject().type() == settings.by()) {
        Unit unit = happened(observation);
        Said recent = said.get(observation.subject());
        if (recent != null) {
          said(unit, recent, event.timeMillis());
        }
      }
    }
  }

  @Override
  public void repeated(AccessEvent event, List<Observation> observations) {
    for (Observation observation : observations) {
      if (observation.subject().type() == settings.by()) {
        happened(observation);
      }
    }
  }

  @Override
  public void signalled(Signal signal) {
    risk.take(signal, nowMillis);
    Subject whose = signal.subject();
    if (whose.type() != settings.by()) {
      whose = whose.decider();
    }
    if (whose.type() == settings.by()) {
      Said recent = said.computeIfAbsent(whose, s -> new Said());
      recent.take(signal);
      Unit unit = units.get(new Key(whose, index(nowMillis)));
      if (unit != null) {
        said(unit, recent, nowMillis);
      }
    }
  }

  private static void said(Unit unit, Said recent, long atMillis) {
    Map<String, Integer> evidence = recent.at(atMillis);
    if (evidence.isEmpty()) {
      return;
    }
    unit.said(atMillis, evidence);
    double[] scores = new double[evidence.size()];
    int i = 0;
    for (int micros : evidence.values()) {
      scores[i++] = RiskFormulas.score(micros / 1e6);
    }
    raise(unit, Baseline.ELASTIC, RiskFormulas.elastic(scores));
    raise(unit, Baseline.SECOPS, RiskFormulas.secops(scores));
    raise(unit, Baseline.SPLUNK, recent.daySum());
  }

  private static void raise(Unit unit, Baseline baseline, double value) {
    unit.set(baseline, Math.max(unit.baseline(baseline), value));
  }

  private Unit happened(Observation observation) {
    Subject subject = observation.subject();
    long at = observation.timeMillis();
    long index = index(at);
    Unit unit =
        units.computeIfAbsent(
            new Key(subject, index), k -> new Unit(subject, index * settings.window().toMillis()));
    unit.happened(at);
    long seen =
        Objects.requireNonNullElse(
            actions
                .computeIfAbsent(subject, s -> new HashMap<>())
                .merge(observation.action(), 1L, Long::sum),
            1L);
    unit.add(Baseline.VOLUME, 1);
    unit.add(Baseline.NOVELTY, seen == 1 ? 1 : 0);
    unit.add(Baseline.RARITY, 1.0 / seen);
    if (label != null) {
      unit.labelled(label, at);
      labels
          .computeIfAbsent(subject, s -> new TreeMap<>())
          .computeIfAbsent(Math.floorDiv(at, MINUTE_MILLIS), m -> new TreeSet<>())
          .add(label.name());
    }
    return unit;
  }

  private long index(long millis) {
    return Math.floorDiv(millis, settings.window().toMillis());
  }

  private List<Rise> rises(long fromMillis) {
    var rises = new ArrayList<Rise>();
    for (RiskUpdate update : risk.rises()) {
      if (update.atMillis() >= fromMillis) {
        var near = new HashSet<String>();
        labels
            .getOrDefault(update.subject(), new TreeMap<>())
            .subMap(
                Math.floorDiv(update.atMillis() - HOUR_MILLIS, MINUTE_MILLIS),
                true,
                Math.floorDiv(update.atMillis(), MINUTE_MILLIS),
                true)
            .values()
            .forEach(near::addAll);
        rises.add(
            new Rise(update.subject(), update.atMillis(), update.level(), near, update.reason()));
      }
    }
    return rises;
  }

  @Override
  public void refused(AccessEvent event, String reason, String detail, long receivedMillis) {
    refused++;
  }

  @Override
  public void updated(RiskUpdate update) {}

  @Override
  public void risen(dev.vedette.risk.Rise rise) {}
}
