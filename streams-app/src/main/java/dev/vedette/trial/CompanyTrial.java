package dev.vedette.trial;

import dev.vedette.backtest.PlainPipeline;
import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.Now;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Incident;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.simulator.Company;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.Label;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.trial.CompanyResult.Found;
import dev.vedette.trial.CompanyResult.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One company lives, is attacked, and is judged by the plain fold.
 *
 * <p>An alert is true if an event of its evidence is part of an attack; it then finds that
 * campaign. All else that alerts is false, also about an attacked subject. A signal is true if one
 * of the events that it names is part of an attack.
 */
final class CompanyTrial implements PlainPipeline.Listener {
  private static final int MAX_ID_CHARS = 64;

  private final CompanySettings company;
  private final int learnDays;
  private final Map<String, Label> labelOf = new HashMap<>();
  private final Map<String, Found> campaigns = new TreeMap<>();
  private final List<Told> alerts = new ArrayList<>();
  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private final Map<Subject, Integer> levelChanges = new HashMap<>();
  private final Set<Subject> attacked = new HashSet<>();
  private final HonestLife honest;

  private CompanyTrial(CompanySettings company, int learnDays, HonestLife honest) {
    this.company = company;
    this.learnDays = learnDays;
    this.honest = honest;
  }

  /** Runs it to its end. */
  static CompanyResult run(CompanySettings company, int learnDays, PipelineSettings settings) {
    var honest = new HonestLife(Formula.of(settings.policy()), settings.behaviour().learnUntil());
    return new CompanyTrial(company, learnDays, honest).run(settings.at(Now.RECEPTION));
  }

  private CompanyResult run(PipelineSettings settings) {
    long startedNanos = System.nanoTime();
    var pipeline = new PlainPipeline(settings, Registry.all(), this);
    long events = 0;
    for (var life = Company.of(company).iterator(); life.hasNext(); events++) {
      var next = life.next();
      Label label = next.label();
      if (label != null) {
        labelOf.put(next.event().id(), label);
        campaigns.merge(
            label.campaign(),
            new Found(label.attack().wireName(), next.event().timeMillis(), null, null),
            (known, other) -> known);
        attacked.add(Subject.of(next.event().tenant(), SubjectType.USER, label.principal()));
      }
      honest.at(next.arrivedMillis(), pipeline);
      pipeline.accept(next.event(), next.arrivedMillis());
    }
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    return new CompanyResult(
        company,
        events,
        seconds,
        campaigns,
        alerts,
        detectors(pipeline.signals()),
        honest.sums(attacked),
        grouped(pipeline));
  }

  private Map<String, DetectorTally> detectors(List<Signal> signals) {
    Map<String, List<Signal>> said =
        signals.stream().collect(Collectors.groupingBy(Signal::detector));
    var detectors = new TreeMap<String, DetectorTally>();
    for (Detector<?, ?> detector : Registry.all()) {
      List<Signal> its = said.getOrDefault(detector.id(), List.of());
      var tally = new DetectorTally();
      its.forEach(signal -> tally.add(signal.evidenceMicros() / 1e6, isTrue(signal)));
      honest.tally(detector, its, attacked, this::isTrue, tally.calibration());
      detectors.put(detector.id(), tally);
    }
    return detectors;
  }

  private boolean isTrue(Signal signal) {
    return signal.events().stream().anyMatch(ref -> labelled(ref) != null);
  }

  private IncidentTally grouped(PlainPipeline pipeline) {
    long quietChanges =
        levelChanges.entrySet().stream()
            .filter(one -> !attacked.contains(one.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    double days = company.days() - learnDays;
    return IncidentTally.of(
            incidents.values(),
            event -> {
              Label label = labelOf.get(event);
              return label == null ? null : label.campaign();
            },
            pipeline.signals().size())
        .withQuietLife(quietChanges, (company.users() - attacked.size()) * days);
  }

  private @Nullable Label labelled(EventRef ref) {
    return labelOf.get(ref.id());
  }

  @Override
  public void signalled(Signal signal) {
    honest.signalled(signal);
  }

  @Override
  public void updated(RiskUpdate update) {
    honest.updated(update);
    if (update.subject().type() == SubjectType.USER && update.level() != update.previousLevel()) {
      levelChanges.merge(update.subject(), 1, Integer::sum);
    }
  }

  @Override
  public void alerted(Alert alert) {
    incidents.put(alert.incident().id(), alert.incident());
  }

  @Override
  public void risen(Rise alert) {
    var votes = new TreeMap<String, Integer>();
    for (RiskUpdate.Contribution contribution : alert.update().contributions()) {
      for (RiskUpdate.Part part : contribution.signals()) {
        for (EventRef ref : part.events()) {
          Label label = labelled(ref);
          if (label != null) {
            votes.merge(label.campaign(), 1, Integer::sum);
          }
        }
      }
    }
    String campaign =
        votes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(null);
    long at = alert.update().atMillis();
    alerts.add(
        new Told(
            at,
            alert.update().subject().type().wireName(),
            alert.update().subject().id(),
            campaign,
            alert.update().reason()));
    if (campaign != null) {
      campaigns.computeIfPresent(campaign, (id, found) -> found.at(at));
    }
  }

  @Override
  public void refused(AccessEvent event, String reason, String detail, long receivedMillis) {
    throw new IllegalStateException(
        "a simulated event was refused: %s, %s".formatted(reason, detail));
  }

  @Override
  public void scored(AccessEvent event, List<Observation> observations) {
    if (event.id().length() > MAX_ID_CHARS) {
      throw new IllegalStateException("simulated ids are short: " + event.id());
    }
    for (Observation observation : observations) {
      honest.observed(observation.subject(), observation.timeMillis());
    }
  }
}
