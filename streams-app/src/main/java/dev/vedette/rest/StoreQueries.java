package dev.vedette.rest;

import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.explain.Explained;
import dev.vedette.flows.DetectorDays;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.behaviour.Said;
import dev.vedette.flows.risk.Precision;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.rest.Engine.Learned;
import dev.vedette.rest.StoreAccess.Found;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.LevelTrack;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import dev.vedette.runtime.Backlog;
import dev.vedette.runtime.Pipeline;
import dev.vedette.topology.KnownPeers;
import dev.vedette.topology.PipelineSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the stores of a running pipeline: point look-ups and short ranges, but for the
 * ranking, which is one scan of the tenant's risk records and is kept for {@link #RANKING_KEPT}.
 */
public final class StoreQueries implements Queries {
  /** How long a ranking is kept after its scan has ended. */
  public static final Duration RANKING_KEPT = Duration.ofSeconds(1);

  private static final int RANKED_TENANTS = 16;

  private final StoreAccess stores;
  private final Behaviour behaviour;
  private final SubjectPages pages;
  private final SubjectHistory history;
  private final Assessments assessments;
  private final IncidentPages incidents;
  private final Set<String> shadow;
  private final ReentrantLock scanning = new ReentrantLock();
  private final Map<String, KeptRanking> rankings;

  private record KeptRanking(Ranking ranking, long untilNanos) {}

  /**
   * Queries over a pipeline.
   *
   * @param settings those that the pipeline was started with
   * @param clock says what the present is
   */
  public StoreQueries(Pipeline pipeline, PipelineSettings settings, InstantSource clock) {
    this(Engine.of(pipeline), settings, clock, System::nanoTime);
  }

  StoreQueries(Engine engine, PipelineSettings settings, InstantSource clock, LongSupplier nanos) {
    this.stores = new StoreAccess(engine, clock, nanos);
    this.behaviour = new Behaviour(Registry.all(), settings.behaviour());
    this.pages = new SubjectPages(stores);
    this.history = new SubjectHistory(stores);
    this.assessments = new Assessments(stores);
    this.incidents = new IncidentPages(stores);
    this.shadow = settings.behaviour().shadow();
    this.rankings =
        new LinkedHashMap<>(RANKED_TENANTS, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, KeptRanking> eldest) {
            return size() > RANKED_TENANTS;
          }
        };
  }

  @Override
  public Instant now() {
    return stores.now();
  }

  @Override
  public Namesakes sessions(String tenant, String id) {
    return stores.reading(() ->
        new Namesakes(
            BehaviourStores.sessions(stores.baselines(), tenant, id, MAX_SESSIONS),
            stores.ofAllLearned()));
  }

  @Override
  public @Nullable Risk risk(Subject subject, @Nullable Instant at, boolean counterfactual) {
    return stores.readingOrNull(() -> {
      Found found = stores.find(subject.decider());
      RiskRecord record = found.record();
      if (!stores.isKnown(record, subject)) {
        return null;
      }
      Instant asOf = at == null ? now() : at;
      Explained explained = explained(record, subject, asOf, at != null, counterfactual);
      return new Risk(found.reflects(), asOf, stores.dataTime(), explained, stores.ofRisk(subject));
    });
  }

  private Explained explained(
      @Nullable RiskRecord record,
      Subject subject,
      Instant asOf,
      boolean chosen,
      boolean counterfactual) {
    long atMillis = asOf.toEpochMilli();
    Formula formula = stores.formula(subject.tenant());
    Ledger ledger = stores.effective(atMillis);
    Subject decider = subject.decider();
    LevelPolicy levels = formula.policy().levels();
    if (chosen && record != null && atMillis < record.clockMillis()) {
      var hindsight = new Hindsight(formula, ledger, atMillis);
      Explained then = Explained.of(hindsight.read(subject), Sense.AS_CORRECTED, null, levels);
      return counterfactual
          ? then.with(hangsOn(then, hindsight.cellsOf(subject), hindsight.begun()))
          : then;
    }
    RiskRecord known = record == null ? RiskRecord.of(decider, formula, atMillis) : record;
    String session = decider.equals(subject) ? null : subject.id();
    RiskUpdate risk =
        known.read(formula, session, atMillis, stores.behind(known.cells(session), atMillis));
    var its = session == null ? null : known.session(session);
    LevelTrack told = (its == null ? known.published() : its.published()).track();
    long since = told.next(levels, risk.logOddsMicros(), atMillis).sinceMillis();
    Explained now = Explained.of(risk, Sense.AS_KNOWN, since, levels);
    return counterfactual ? now.with(hangsOn(now, known.cells(session), ledger)) : now;
  }

  private @Nullable Counterfactual hangsOn(Explained explained, Cells cells, Ledger ledger) {
    RiskUpdate risk = explained.risk();
    if (risk.level() == Level.LOW) {
      return null;
    }
    var signals = new ArrayList<>(ledger.signals(risk.subject()));
    Subject owner = risk.subject().owner();
    if (owner != null) {
      signals.addAll(ledger.signals(owner));
    }
    Formula formula = stores.formula(risk.subject().tenant());
    return Counterfactual.of(
        formula, risk.subject(), cells, signals, risk.level(), risk.atMillis());
  }

  @Override
  public @Nullable Session session(Subject session) {
    return stores.readingOrNull(() -> {
      Subject owner = session.decider();
      Found found = stores.find(owner);
      RiskRecord record = found.record();
      SessionRisk life = record == null ? null : record.session(session.id());
      if (life == null && !stores.isLearned(session)) {
        return null;
      }
      Instant asOf = now();
      boolean none = record == null || record.cells(session.id()).isEmpty();
      Ledger ledger = none ? subject -> List.of() : stores.ledger(asOf.toEpochMilli());
      long evidence =
          Stream.of(session, owner)
              .flatMap(one -> ledger.signals(one).stream())
              .mapToLong(Signal::timeMillis)
              .max()
              .orElse(Long.MIN_VALUE);
      return new Session(
          found.reflects(),
          asOf,
          stores.dataTime(),
          life,
          explained(record, session, asOf, false, false).risk(),
          evidence == Long.MIN_VALUE ? null : Instant.ofEpochMilli(evidence),
          stores.lagRecords(),
          stores.ofRisk(session));
    });
  }

  @Override
  public @Nullable Unknown unknown(Subject subject) {
    return stores.readingOrNull(() -> {
      Found found = stores.find(subject.decider());
      if (StoreAccess.hasRisk(found.record(), subject)) {
        return null;
      }
      List<Origin> unseen = stores.unseen(subject);
      return unseen == null ? null : new Unknown(found.reflects(), stores.ofRisk(subject), unseen);
    });
  }

  @Override
  public @Nullable Unknown unseen(Subject subject) {
    return stores.readingOrNull(() -> {
      List<Origin> unseen = stores.unseen(subject);
      return unseen == null ? null : Unknown.in(unseen);
    });
  }

  @Override
  public @Nullable Profile profile(Subject subject) {
    return stores.readingOrNull(() -> {
      BehaviourState state = learned(subject);
      return state == null ? null : profile(subject, state, now());
    });
  }

  @Override
  public @Nullable Habits habits(Subject subject) {
    return stores.readingOrNull(() -> {
      BehaviourState state = learned(subject);
      if (state == null) {
        return null;
      }
      Instant asOf = now();
      return new Habits(profile(subject, state, asOf), behaviour.rates(state, asOf.toEpochMilli()));
    });
  }

  private @Nullable BehaviourState learned(Subject subject) {
    return BehaviourStores.read(
        behaviour,
        subject,
        stores.learned(BehaviourStores.BASELINES, subject),
        stores.learned(BehaviourStores.WINDOWS, subject));
  }

  private Profile profile(Subject subject, BehaviourState state, Instant asOf) {
    return new Profile(
        asOf,
        stores.dataTime(),
        subject,
        behaviour.profile(state, asOf.toEpochMilli()),
        stores.ofLearned(subject));
  }

  @Override
  public KnownPeers.@Nullable Group peers(Subject subject) {
    return stores.engine().peers().of(subject, now().toEpochMilli());
  }

  @Override
  public Top top(String tenant, @Nullable SubjectType type, int limit) {
    if (limit < 1 || limit > MAX_TOP) {
      throw new IllegalArgumentException("limit is 1 to %d, not %d".formatted(MAX_TOP, limit));
    }
    return stores.reading(() -> {
      stores.checkOpen();
      Ranking ranking = ranking(tenant);
      return new Top(
          Instant.ofEpochMilli(ranking.atMillis()),
          stores.dataTime(),
          ranking.top(type, limit, stores.effective(ranking.atMillis())),
          List.of());
    });
  }

  /** The kept ranking or a new one; one scan at a time, others wait for it and share it. */
  private Ranking ranking(String tenant) {
    scanning.lock();
    try {
      KeptRanking kept = rankings.get(tenant);
      if (kept != null && stores.nanos().getAsLong() - kept.untilNanos() < 0) {
        return kept.ranking();
      }
      Ranking ranking = scan(tenant);
      rankings.put(
          tenant, new KeptRanking(ranking, stores.nanos().getAsLong() + RANKING_KEPT.toNanos()));
      return ranking;
    } finally {
      scanning.unlock();
    }
  }

  private Ranking scan(String tenant) {
    var ranking = new Ranking(stores.formula(tenant), now().toEpochMilli());
    String prefix = SubjectKey.encodePart(tenant) + "/";
    try (var entries = stores.subjects().prefixScan(prefix, new StringSerializer())) {
      entries.forEachRemaining(entry ->
          ranking.add(entry.key, RiskStores.record(SubjectKey.decode(entry.key), entry.value)));
    }
    return ranking;
  }

  @Override
  public Verdicts precision(String tenant) {
    return verdicts(ruled(tenant), said(tenant), List.of());
  }

  /** What was found out about signals. */
  List<DetectorDays.Day> ruled(String tenant) {
    return stores.reading(() -> DetectorDays.read(stores.precision(), tenant));
  }

  /** What detectors said. */
  List<DetectorDays.Day> said(String tenant) {
    return stores.reading(() -> DetectorDays.read(stores.said(), tenant));
  }

  /** What was said and found out, as counted in one place or in several. */
  Verdicts verdicts(
      List<DetectorDays.Day> ruled, List<DetectorDays.Day> said, List<String> missing) {
    return new Verdicts(
        now(), stores.dataTime(), Precision.of(ruled), Said.of(said), shadow, missing);
  }

  @Override
  public Accounts accounts() {
    return stores.reading(stores::accounts);
  }

  @Override
  public Health health() {
    return Vitals.of(stores.engine());
  }

  @Override
  public @Nullable Backlog backlog() {
    return stores.engine().backlog();
  }

  @Override
  public Listing list(String tenant, Filter filter, int limit, @Nullable After after) {
    return stores.reading(() -> pages.list(tenant, filter, limit, after));
  }

  @Override
  public Lookup lookUp(List<Subject> subjects) {
    return lookUp(subjects, now());
  }

  /** The same as of an instant. */
  Lookup lookUp(List<Subject> subjects, Instant at) {
    return stores.reading(() -> assessments.lookUp(subjects, at));
  }

  /** Of some parts, what their records tell: see {@link SubjectPages#ofRecords}. */
  Listing ofRecords(String tenant, Filter filter, int limit, @Nullable After after, Instant at) {
    return stores.reading(() -> pages.ofRecords(tenant, filter, limit, after, at.toEpochMilli()));
  }

  /** Of some parts, of whom something was learned: see {@link SubjectPages#learned}. */
  List<Subject> learned(String tenant, Filter filter, int atMost) {
    return stores.reading(() -> pages.learned(tenant, filter, atMost));
  }

  /** See {@link SubjectPages#withoutRecord}. */
  List<Listed> withoutRecord(
      Collection<Subject> subjects, Filter filter, int limit, @Nullable After after, Instant at) {
    return stores.reading(
        () -> pages.withoutRecord(subjects, filter, limit, after, at.toEpochMilli()));
  }

  /** Those of which something was learned; all of them are looked for here. */
  Learned seen(Collection<Subject> subjects) {
    return stores.reading(() -> new Learned(stores.learnedHere(subjects), stores.ofAllLearned()));
  }

  @Override
  public @Nullable Series series(Subject subject, Instant from, Instant to, int points) {
    return stores.readingOrNull(() -> history.series(subject, from, to, points));
  }

  @Override
  public @Nullable Signals signals(
      Subject subject, Instant from, Instant to, int limit, @Nullable String after) {
    return stores.readingOrNull(() -> history.signals(subject, from, to, limit, after));
  }

  @Override
  public @Nullable Sessions sessionsOf(Subject principal) {
    return stores.readingOrNull(() -> assessments.sessionsOf(principal));
  }

  @Override
  public Incidents incidents(
      String tenant, Which which, @Nullable Subject of, int limit, @Nullable Last after) {
    return stores.reading(() -> incidents.list(tenant, which, of, limit, after));
  }

  @Override
  public @Nullable OneIncident incident(String tenant, String id) {
    return stores.readingOrNull(() -> incidents.one(tenant, id));
  }

  @Override
  public List<String> tenants(Predicate<String> seen, int atMost) {
    return stores.reading(() -> new Tenants(stores.subjects()).first(seen, atMost));
  }

  @Override
  public Policy policy(String tenant) {
    return stores.formula(tenant).policy();
  }
}
