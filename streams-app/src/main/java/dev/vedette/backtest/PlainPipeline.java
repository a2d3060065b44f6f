package dev.vedette.backtest;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.detectors.behaviour.Finding;
import dev.vedette.detectors.behaviour.Findings;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Things;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.behaviour.Presence;
import dev.vedette.flows.behaviour.VerdictFindings;
import dev.vedette.flows.ingest.IngestAccount;
import dev.vedette.flows.ingest.Intake;
import dev.vedette.flows.prevalence.Prevalence;
import dev.vedette.models.LearnedPeers;
import dev.vedette.models.LearnedWorth;
import dev.vedette.models.Models;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Incident;
import dev.vedette.risk.IncidentBook;
import dev.vedette.risk.Level;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskOutcome;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import dev.vedette.sources.facts.Enrichment;
import dev.vedette.topology.PipelineSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Intake, behaviour, prevalence and risk as one fold over events in the order of their reception.
 * Holds all of its state in memory.
 */
public final class PlainPipeline {
  private static final long DAY_MILLIS = 86_400_000L;

  private final Intake intake;
  private final Behaviour behaviour;
  private final Formula formula;
  private final Listener listener;

  private final Map<Subject, Memory> memories = new HashMap<>();
  private final Map<String, Long> sightings = new HashMap<>();
  private final Map<Subject, Map<SignalKey, Signal>> shadow = new HashMap<>();
  private final Map<Subject, RiskRecord> records = new HashMap<>();
  private final Map<Subject, TreeMap<SignalKey, Signal>> ledger = new HashMap<>();

  private final Map<Subject, Verdicts> verdicts = new HashMap<>();
  private final Map<Subject, Findings> findings = new HashMap<>();
  private final Map<String, IncidentBook> books = new HashMap<>();

  private IngestAccount ingested = IngestAccount.EMPTY;
  private Account account = Account.EMPTY;
  private long nowMillis = Long.MIN_VALUE;

  /** What a signal is, whatever its version; the order is the ledger's. */
  record SignalKey(long windowStartMillis, String detector, String via)
      implements Comparable<SignalKey> {
    static SignalKey of(Signal signal) {
      Subject via = signal.via();
      return new SignalKey(
          signal.windowStartMillis(), signal.detector(), via == null ? "" : SubjectKey.encode(via));
    }

    @Override
    public int compareTo(SignalKey other) {
      int order = Long.compare(windowStartMillis, other.windowStartMillis);
      order = order != 0 ? order : detector.compareTo(other.detector);
      return order != 0 ? order : via.compareTo(other.via);
    }
  }

  private static final class Memory {
    final BehaviourState state;
    final Set<EventHash> seen = new HashSet<>();
    final Set<String> sighted = new HashSet<>();
    final Presence presence = new Presence();

    Memory(BehaviourState state) {
      this.state = state;
    }
  }

  /** Told of what happens, as it happens. */
  public interface Listener {
    /** Risk changed enough to be told. */
    void updated(RiskUpdate update);

    /** A subject rose to HIGH or CRITICAL. */
    void risen(Rise rise);

    /** An incident has a new version. */
    default void alerted(Alert alert) {}

    /** An event was refused. */
    void refused(AccessEvent event, String reason, String detail, long receivedMillis);

    /** An event was judged; {@code observations} names the subjects that it touched. */
    void scored(AccessEvent event, List<Observation> observations);

    /**
     * An event was left out as a duplicate; {@code observations} names whom it would have touched.
     */
    default void repeated(AccessEvent event, List<Observation> observations) {}

    /** A signal, old and new value, before risk changes by it. */
    default void signalled(Signal signal) {}

    /**
     * A session goes on or ends, before its record changes by it.
     *
     * @param told its principal, or the device that it is on
     */
    default void active(Subject told, SessionActivity activity, long receivedMillis) {}
  }

  /** A pipeline that has seen nothing, with these detectors. */
  public PlainPipeline(
      PipelineSettings settings, List<? extends Detector<?, ?>> detectors, Listener listener) {
    var models = new Models(settings.models());
    this.behaviour = new Behaviour(detectors, settings.behaviour(), new LearnedWorth(models));
    this.formula = Formula.of(settings.policy());
    this.listener = listener;
    var prevalence =
        new Prevalence(
            (tenant, thing, day) -> sightings.getOrDefault(Sighting.key(tenant, thing, day), 0L));
    this.intake =
        new Intake(
            settings.intake(),
            new Enrichment(settings.facts(), settings.facts().directory()),
            prevalence::of,
            new LearnedPeers(models)::groupOf);
  }

  /** Takes the next event. */
  public void accept(AccessEvent event, long receivedMillis) {
    nowMillis = Math.max(nowMillis, receivedMillis);
    switch (intake.take(event, receivedMillis)) {
      case Intake.Taken.Accepted(var observations) -> {
        ingested = ingested.plusAccepted();
        boolean fresh = false;
        for (Observation observation : observations) {
          fresh |= observe(observation);
        }
        if (fresh) {
          listener.scored(event, observations);
        } else {
          listener.repeated(event, observations);
        }
      }
      case Intake.Taken.TooLate late -> ingested = ingested.plusTooLate();
      case Intake.Taken.Refused(var reason, var detail) -> {
        ingested = ingested.plusDeadLettered();
        listener.refused(event, reason, detail, receivedMillis);
      }
    }
  }

  /** Takes what somebody found out, when it was said. */
  public void accept(Verdict verdict) {
    nowMillis = Math.max(nowMillis, verdict.atMillis());
    rule(verdict);
    hear(verdict);
  }

  private void rule(Verdict verdict) {
    Subject decider = verdict.subject().decider();
    Verdicts before = verdicts(decider);
    Verdicts after = before.with(verdict).withoutOver(nowMillis);
    if (after.equals(before)) {
      return;
    }
    verdicts.put(decider, after);
    RiskRecord record = records.get(decider);
    if (record == null) {
      return;
    }
    RiskRecord corrected =
        settled(record.corrected(formula, nowMillis, this::effective, verdict.id()));
    records.put(decider, corrected);
    if (decider.type() == SubjectType.DEVICE) {
      Rulings rulings = rulings(decider);
      for (Signal signal : signals(decider)) {
        record.implicated(rulings.effective(signal)).forEach(this::fuse);
      }
    }
  }

  private Memory unknown(Subject subject) {
    var memory = new Memory(behaviour.unknown(subject));
    memory.state.knows(findings.getOrDefault(subject, Findings.NONE));
    return memory;
  }

  private void hear(Verdict verdict) {
    Subject subject = verdict.subject();
    Finding said = VerdictFindings.of(verdict);
    Findings before = findings.getOrDefault(subject, Findings.NONE);
    Findings after = before.with(said);
    findings.put(subject, after);
    Memory memory = memories.get(subject);
    if (memory != null && !after.equals(before)) {
      behaviour.hear(memory.state, after, said, this::take);
      memory.state.forgetChanges();
    }
  }

  private boolean observe(Observation observation) {
    Memory memory = memories.computeIfAbsent(observation.subject(), this::unknown);
    if (!memory.seen.add(observation.hash())) {
      if (observation.primary()) {
        account = account.plusDuplicate();
      }
      return false;
    }
    if (observation.primary()) {
      account = account.plusScored(observation.hash(), observation.timeMillis());
    }
    for (String thing : Things.shownBy(observation)) {
      sight(memory, observation, thing);
    }
    SessionActivity activity = memory.presence.of(observation);
    if (activity != null) {
      see(
          observation.subject().type() == SubjectType.DEVICE
              ? observation.subject()
              : activity.owner(),
          activity);
    }
    if (behaviour.observe(memory.state, observation, this::take)) {
      account = account.plusSkewed();
    }
    memory.state.forgetChanges();
    return true;
  }

  private void sight(Memory memory, Observation observation, String thing) {
    int day = (int) Math.floorDiv(observation.timeMillis(), DAY_MILLIS);
    String key = Sighting.key(observation.subject().tenant(), thing, day);
    if (memory.sighted.add(key)) {
      sightings.merge(key, 1L, Long::sum);
    }
  }

  private void take(Signal signal) {
    if (behaviour.isShadow(signal)) {
      shadow
          .computeIfAbsent(signal.subject(), s -> new HashMap<>())
          .put(SignalKey.of(signal), signal);
    } else {
      fuse(signal);
    }
  }

  private void see(Subject subject, SessionActivity activity) {
    listener.active(subject, activity, nowMillis);
    RiskRecord before = record(subject);
    records.put(subject, settled(before.seen(activity, formula, nowMillis, this::effective)));
  }

  private void fuse(Signal upsert) {
    var signals = ledger.computeIfAbsent(upsert.subject(), subject -> new TreeMap<>());
    Signal known =
        upsert.evidenceMicros() == 0
            ? signals.remove(SignalKey.of(upsert))
            : signals.put(SignalKey.of(upsert), upsert);
    Signal signal = upsert.after(known == null ? 0 : known.evidenceMicros());
    listener.signalled(signal);
    Subject decider = signal.subject().decider();
    RiskRecord before = records.get(decider);
    if (before == null) {
      before = RiskRecord.of(decider, formula, nowMillis);
    } else if (before.highest() != Level.LOW && before.nextDueMillis(formula) <= nowMillis) {
      // What fell by itself since may rise, and alert, again.
      before = settled(before.due(formula, nowMillis, this::effective));
    }
    Signal effective = rulings(decider).effective(signal);
    records.put(decider, settled(before.apply(effective, formula, nowMillis, this::effective)));
  }

  private RiskRecord settled(RiskOutcome outcome) {
    for (RiskUpdate update : outcome.updates()) {
      listener.updated(update);
      if (IncidentBook.concerns(update)) {
        group(update);
      }
    }
    outcome.rises().forEach(listener::risen);
    outcome.implicated().forEach(this::fuse);
    return outcome.record();
  }

  private void group(RiskUpdate update) {
    IncidentBook book =
        books.computeIfAbsent(update.subject().tenant(), t -> new IncidentBook(List.of()));
    book.due(update.atMillis()).told().forEach(one -> listener.alerted(Alert.of(one, null)));
    for (Incident one : book.take(update).told()) {
      boolean isOfUpdate = one.status() == Incident.Status.OPEN;
      listener.alerted(Alert.of(one, isOfUpdate ? update : null));
    }
  }

  private Rulings rulings(Subject decider) {
    return Rulings.of(formula.policy(), decider, verdicts(decider));
  }

  /** What people found out about a subject that decides and about its sessions. */
  public Verdicts verdicts(Subject decider) {
    return verdicts.getOrDefault(decider, Verdicts.NONE);
  }

  private List<Signal> effective(Subject subject) {
    return rulings(subject.decider()).effective(this::signals).signals(subject);
  }

  /** The final signals of a subject, in the order of their windows. */
  public List<Signal> signals(Subject subject) {
    var signals = ledger.get(subject);
    return signals == null ? List.of() : new ArrayList<>(signals.values());
  }

  /** The risk record of a subject that decides; one that knows nothing if it had no signal. */
  public RiskRecord record(Subject decider) {
    RiskRecord known = records.get(decider);
    return known == null ? RiskRecord.of(decider, formula, nowMillis) : known;
  }

  /** All subjects that were seen, in no order. */
  public Set<Subject> subjects() {
    var all = new HashSet<>(memories.keySet());
    all.addAll(ledger.keySet());
    return all;
  }

  /** All final signals, in no order of subjects. */
  public List<Signal> signals() {
    var all = new ArrayList<Signal>();
    ledger.values().forEach(signals -> all.addAll(signals.values()));
    return all;
  }

  /** The final signals of detectors in shadow, in no order. */
  public List<Signal> shadowSignals() {
    return shadow.values().stream().flatMap(one -> one.values().stream()).toList();
  }

  /** What ingest counted. */
  public IngestAccount ingested() {
    return ingested;
  }

  /** What behaviour counted. */
  public Account account() {
    return account;
  }
}
