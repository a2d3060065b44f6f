package dev.vedette.trail;

import dev.vedette.backtest.PlainPipeline;
import dev.vedette.detectors.Registry;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.flows.Now;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.simulator.cloudtrail.TrailSettings;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.sources.Normalized;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.trail.Injection.Injected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A simulated cloud account lives, recorded techniques of attack are mixed in, and the plain fold
 * judges its records as it reads them from the trail.
 *
 * <p>A signal is a technique's if it names one of its events. An alert that names no event of any
 * technique is false, also about a principal that was attacked.
 */
public final class TrailTrial implements PlainPipeline.Listener {
  private final TrailSettings account;
  private final List<Technique> techniques;
  private final long judgedFromMillis;
  private final Map<String, Injected> injectedOf = new HashMap<>();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final List<String> falseAlerts = new ArrayList<>();

  /** What is counted of a technique. */
  private static final class Tally {
    final Technique technique;
    final List<Signal> signals = new ArrayList<>();
    int events;
    int alerts;
    long firstMillis;
    @Nullable Double minutes;

    Tally(Technique technique) {
      this.technique = technique;
    }

    TechniqueResult result() {
      return new TechniqueResult(
          technique.name(), technique.tactic(), events, signals, alerts, minutes);
    }
  }

  private TrailTrial(TrailSettings account, List<Technique> techniques, long judgedFromMillis) {
    this.account = account;
    this.techniques = techniques;
    this.judgedFromMillis = judgedFromMillis;
    for (Technique technique : techniques) {
      tallies.put(technique.name(), new Tally(technique));
    }
  }

  /**
   * Runs all accounts, one after the other, and tells how far it is.
   *
   * @throws IOException if a technique cannot be read
   */
  public static TrailTrialReport run(
      TrailTrialSettings settings, PipelineSettings pipeline, Consumer<String> progress)
      throws IOException {
    List<Technique> techniques = Technique.of(settings.inject());
    var results = new ArrayList<AccountResult>();
    for (long seed : settings.seeds()) {
      progress.accept("account %d, %d techniques".formatted(seed, techniques.size()));
      TrailSettings account = settings.account(seed);
      Instant judgedFrom =
          Instant.ofEpochMilli(account.startMillis()).plus(Duration.ofDays(settings.learnDays()));
      results.add(
          new TrailTrial(account, techniques, judgedFrom.toEpochMilli())
              .run(pipeline.learningUntil(judgedFrom).at(Now.RECEPTION)));
    }
    return new TrailTrialReport(settings, results);
  }

  private AccountResult run(PipelineSettings settings) {
    var pipeline = new PlainPipeline(settings, Registry.all(), this);
    var normalizer =
        Formats.named("cloudtrail")
            .normalizer(
                new Context(
                    AccessEvent.DEFAULT_TENANT,
                    Instant.ofEpochMilli(account.startMillis()).atZone(ZoneOffset.UTC).getYear()));
    long records = 0;
    for (var trail = new Trail(account, techniques); trail.hasNext(); records++) {
      Trail.Line line = trail.next();
      for (Normalized read : normalizer.normalize(line.json().getBytes(StandardCharsets.UTF_8))) {
        if (!(read instanceof Normalized.Event(AccessEvent event))) {
          throw new IllegalStateException("a record of the trail was not read: " + read);
        }
        Injected injected = line.injected();
        if (injected != null) {
          note(event, injected);
        }
        pipeline.accept(event, event.timeMillis());
      }
    }
    List<Signal> background = split(pipeline.signals());
    return new AccountResult(
        account.seed(),
        account.principals(),
        (account.endMillis() - judgedFromMillis) / (double) Duration.ofDays(1).toMillis(),
        records,
        tallies.values().stream().map(Tally::result).toList(),
        background,
        falseAlerts);
  }

  private void note(AccessEvent event, Injected injected) {
    injectedOf.put(event.id(), injected);
    Tally tally = tally(injected);
    if (tally.events++ == 0) {
      tally.firstMillis = event.timeMillis();
    }
  }

  private Tally tally(Injected injected) {
    Technique technique = injected.technique();
    return tallies.computeIfAbsent(technique.name(), name -> new Tally(technique));
  }

  /** Gives each technique its signals; what is left is of honest life. */
  private List<Signal> split(List<Signal> signals) {
    var background = new ArrayList<Signal>();
    for (Signal signal : signals) {
      if (signal.evidenceMicros() > 0 && signal.windowStartMillis() >= judgedFromMillis) {
        Set<Tally> whose = named(signal.events());
        whose.forEach(tally -> tally.signals.add(signal));
        if (whose.isEmpty()) {
          background.add(signal);
        }
      }
    }
    return background;
  }

  private Set<Tally> named(List<EventRef> events) {
    var whose = new HashSet<Tally>();
    for (EventRef ref : events) {
      Injected injected = injectedOf.get(ref.id());
      if (injected != null) {
        whose.add(tally(injected));
      }
    }
    return whose;
  }

  @Override
  public void risen(Rise alert) {
    RiskUpdate update = alert.update();
    var whose = new HashSet<Tally>();
    for (RiskUpdate.Contribution contribution : update.contributions()) {
      for (RiskUpdate.Part part : contribution.signals()) {
        whose.addAll(named(part.events()));
      }
    }
    if (whose.isEmpty()) {
      falseAlerts.add(
          "%d %s %s %s: %s"
              .formatted(
                  account.seed(),
                  Instant.ofEpochMilli(update.atMillis()),
                  update.subject().type().wireName(),
                  update.subject().id(),
                  update.reason()));
    }
    for (Tally tally : whose) {
      if (tally.alerts++ == 0) {
        tally.minutes = (update.atMillis() - tally.firstMillis) / 60_000.0;
      }
    }
  }

  @Override
  public void updated(RiskUpdate update) {}

  @Override
  public void refused(AccessEvent event, String reason, String detail, long receivedMillis) {
    throw new IllegalStateException("a record was refused: %s, %s".formatted(reason, detail));
  }

  @Override
  public void scored(AccessEvent event, List<Observation> observations) {}
}
