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
  private final BenignWindows windows;

  private CompanyTrial(CompanySettings company, int learnDays, BenignWindows windows) {
    this.company = company;
    this.learnDays = learnDays;
    this.windows = windows;
  }

  /** Runs it to its end. */
  static CompanyResult run(CompanySettings company, int learnDays, PipelineSettings settings) {
    var windows = new BenignWindows(settings.behaviour().learnUntil());
    return new CompanyTrial(company, learnDays, windows).run(settings.at(Now.RECEPTION));
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
      pipeline.accept(next.event(), next.arrivedMillis());
    }
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    var detectors = new TreeMap<String, DetectorTally>();
    for (Detector<?, ?> detector : Registry.all()) {
      detectors.put(detector.id(), new DetectorTally(windows.of(detector, attacked)));
    }
    for (Signal signal : pipeline.signals()) {
      DetectorTally tally = detectors.get(signal.detector());
      if (tally != null && signal.evidenceMicros() != 0) {
        boolean isTrue = signal.events().stream().anyMatch(ref -> labelled(ref) != null);
        tally.add(signal.evidenceMicros(), isTrue, !isTrue && isBenign(signal));
      }
    }
    return new CompanyResult(
        company, events, seconds, campaigns, alerts, detectors, grouped(pipeline));
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

  private boolean isBenign(Signal signal) {
    return !attacked.contains(signal.subject().decider());
  }

  private @Nullable Label labelled(EventRef ref) {
    return labelOf.get(ref.id());
  }

  @Override
  public void updated(RiskUpdate update) {
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
      windows.add(observation.subject(), observation.timeMillis());
    }
  }
}
