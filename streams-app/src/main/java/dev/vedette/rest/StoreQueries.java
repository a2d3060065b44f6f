package dev.vedette.rest;

import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import dev.vedette.runtime.Pipeline;
import dev.vedette.topology.PipelineSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the stores of a running pipeline: point look-ups and short ranges, but for the
 * ranking, which is one scan of the tenant's risk records and is kept for {@link #RANKING_KEPT}.
 */
public final class StoreQueries implements Queries {
  /** How long a ranking is kept after its scan has ended. */
  public static final Duration RANKING_KEPT = Duration.ofSeconds(1);

  private static final int RANKED_TENANTS = 16;
  private static final String REBALANCING = "REBALANCING";

  private final Engine engine;
  private final Behaviour behaviour;
  private final Formula formula;
  private final InstantSource clock;
  private final LongSupplier nanos;
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
    this.engine = engine;
    this.behaviour = new Behaviour(Registry.all(), settings.behaviour());
    this.formula = Formula.of(settings.policy());
    this.clock = clock;
    this.nanos = nanos;
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
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public List<Subject> sessions(String tenant, String id) {
    return reading(() -> BehaviourStores.sessions(baselines(), tenant, id, MAX_SESSIONS));
  }

  @Override
  public @Nullable Risk risk(Subject subject, @Nullable Instant at) {
    return readingOrNull(() -> {
      Subject decider = subject.decider();
      byte[] stored = subjects().get(SubjectKey.encode(decider));
      RiskRecord record = stored == null ? null : RiskStores.record(decider, stored);
      if (!hasRisk(record, subject) && !BehaviourStores.isKnown(baselines(), subject)) {
        return null;
      }
      Instant asOf = at == null ? now() : at;
      return new Risk(asOf, accounts().dataTime(), risk(record, subject, asOf, at != null));
    });
  }

  private RiskUpdate risk(
      @Nullable RiskRecord record, Subject subject, Instant asOf, boolean chosen) {
    long atMillis = asOf.toEpochMilli();
    Ledger ledger = ledger(atMillis);
    Subject decider = subject.decider();
    if (chosen && record != null && atMillis < record.clockMillis()) {
      return new Hindsight(formula, ledger, atMillis).read(subject);
    }
    RiskRecord known = record == null ? RiskRecord.of(decider, formula, atMillis) : record;
    String session = decider.equals(subject) ? null : subject.id();
    return known.read(formula, session, atMillis, ledger);
  }

  private static boolean hasRisk(@Nullable RiskRecord record, Subject subject) {
    return record != null
        && (record.subject().equals(subject) || record.session(subject.id()) != null);
  }

  @Override
  public @Nullable Session session(Subject session) {
    return readingOrNull(() -> {
      Subject owner = session.decider();
      byte[] stored = subjects().get(SubjectKey.encode(owner));
      RiskRecord record = stored == null ? null : RiskStores.record(owner, stored);
      SessionRisk life = record == null ? null : record.session(session.id());
      if (life == null && !BehaviourStores.isKnown(baselines(), session)) {
        return null;
      }
      Instant asOf = now();
      Ledger ledger = ledger(asOf.toEpochMilli());
      long evidence =
          Stream.of(session, owner)
              .flatMap(one -> ledger.signals(one).stream())
              .mapToLong(Signal::timeMillis)
              .max()
              .orElse(Long.MIN_VALUE);
      return new Session(
          asOf,
          accounts().dataTime(),
          life,
          risk(record, session, asOf, false),
          evidence == Long.MIN_VALUE ? null : Instant.ofEpochMilli(evidence),
          health().lagByTopic().values().stream().mapToLong(Long::longValue).sum());
    });
  }

  @Override
  public @Nullable Profile profile(Subject subject) {
    return readingOrNull(() -> {
      BehaviourState state =
          BehaviourStores.read(
              behaviour, subject, baselines(), engine.store(BehaviourStores.WINDOWS));
      if (state == null) {
        return null;
      }
      Instant asOf = now();
      return new Profile(
          asOf, accounts().dataTime(), subject, behaviour.profile(state, asOf.toEpochMilli()));
    });
  }

  @Override
  public Top top(String tenant, @Nullable SubjectType type, int limit) {
    if (limit < 1 || limit > MAX_TOP) {
      throw new IllegalArgumentException("limit is 1 to %d, not %d".formatted(MAX_TOP, limit));
    }
    return reading(() -> {
      Ranking ranking = ranking(tenant);
      return new Top(
          Instant.ofEpochMilli(ranking.atMillis()),
          accounts().dataTime(),
          ranking.top(type, limit, ledger(ranking.atMillis())));
    });
  }

  /** The kept ranking or a new one; one scan at a time, others wait for it and share it. */
  private Ranking ranking(String tenant) {
    scanning.lock();
    try {
      KeptRanking kept = rankings.get(tenant);
      if (kept != null && nanos.getAsLong() - kept.untilNanos() < 0) {
        return kept.ranking();
      }
      Ranking ranking = scan(tenant);
      rankings.put(tenant, new KeptRanking(ranking, nanos.getAsLong() + RANKING_KEPT.toNanos()));
      return ranking;
    } finally {
      scanning.unlock();
    }
  }

  private Ranking scan(String tenant) {
    var ranking = new Ranking(formula, now().toEpochMilli());
    String prefix = SubjectKey.encodePart(tenant) + "/";
    try (var entries = subjects().prefixScan(prefix, new StringSerializer())) {
      entries.forEachRemaining(entry ->
          ranking.add(entry.key, RiskStores.record(SubjectKey.decode(entry.key), entry.value)));
    }
    return ranking;
  }

  @Override
  public Accounts accounts() {
    return reading(() -> {
      try (var ingested = engine.<String, byte[]>store(IngestFlow.ACCOUNT).all();
          var judged = engine.<Bytes, byte[]>store(BehaviourStores.ACCOUNT).all()) {
        return new Accounts(IngestAccounts.read(ingested), BehaviourAccounts.read(judged));
      }
    });
  }

  @Override
  public Health health() {
    return Vitals.of(engine);
  }

  private ReadOnlyKeyValueStore<String, byte[]> subjects() {
    return engine.store(RiskStores.SUBJECTS);
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> baselines() {
    return engine.store(BehaviourStores.BASELINES);
  }

  private Ledger ledger(long atMillis) {
    return subject ->
        RiskStores.signals(
            engine.<Bytes, Signal>store(RiskStores.LEDGER), formula, subject, atMillis);
  }

  private <T> T reading(Supplier<T> answer) {
    checkReadable();
    try {
      return answer.get();
    } catch (InvalidStateStoreException e) {
      throw unavailable(e);
    }
  }

  private <T> @Nullable T readingOrNull(Supplier<@Nullable T> answer) {
    checkReadable();
    try {
      return answer.get();
    } catch (InvalidStateStoreException e) {
      throw unavailable(e);
    }
  }

  private void checkReadable() {
    if (!engine.isRunning() && !engine.state().equals(REBALANCING)) {
      throw new StoresUnavailableException("the pipeline is " + engine.state(), null);
    }
  }

  private StoresUnavailableException unavailable(InvalidStateStoreException e) {
    return new StoresUnavailableException(
        "the state is not readable while the pipeline is " + engine.state(), e);
  }
}
