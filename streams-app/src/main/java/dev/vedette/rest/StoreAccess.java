package dev.vedette.rest;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.flows.risk.Position;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.rest.Engine.Learned;
import dev.vedette.rest.Queries.Accounts;
import dev.vedette.rest.Queries.Reflects;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.Rulings;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stores of an engine, as all who answer from them read them. */
final class StoreAccess {
  /** How old what an answer says of all that was counted may be. */
  private static final Duration COUNTS_KEPT = Duration.ofMillis(100);

  /** Kafka's clients measure their lag seldom; finding it among all they measure takes long. */
  private static final Duration LAG_KEPT = Duration.ofSeconds(1);

  private static final String REBALANCING = "REBALANCING";

  private final Engine engine;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Kept<Optional<Instant>> dataTime;
  private final Kept<Long> lagRecords;

  /**
   * Access to an engine's stores.
   *
   * @param clock says what the present is
   * @param nanos a clock that only goes forward
   */
  StoreAccess(Engine engine, InstantSource clock, LongSupplier nanos) {
    this.engine = engine;
    this.clock = clock;
    this.nanos = nanos;
    this.dataTime = new Kept<>(COUNTS_KEPT, nanos, this::counted);
    this.lagRecords =
        new Kept<>(
            LAG_KEPT,
            nanos,
            () -> Vitals.of(engine).lagByTopic().values().stream().mapToLong(lag -> lag).sum());
  }

  Engine engine() {
    return engine;
  }

  LongSupplier nanos() {
    return nanos;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** An instance that counts nothing, because it has no part of that, has seen no time. */
  private Optional<Instant> counted() {
    try {
      return Optional.ofNullable(accounts().dataTime());
    } catch (InvalidStateStoreException e) {
      return Optional.empty();
    }
  }

  /** What was counted until now. */
  Accounts accounts() {
    try (var ingested = engine.<String, byte[]>store(IngestFlow.ACCOUNT).all();
        var judged = engine.<Bytes, byte[]>store(BehaviourStores.ACCOUNT).all()) {
      return new Accounts(IngestAccounts.read(ingested), BehaviourAccounts.read(judged));
    }
  }

  /** The greatest event time seen; null before the first event. */
  @Nullable Instant dataTime() {
    return dataTime.get().orElse(null);
  }

  /** How many records the stages before the stores are behind, as far as they measure it. */
  long lagRecords() {
    return lagRecords.get();
  }

  Formula formula(String tenant) {
    return engine.policies().now().of(tenant);
  }

  ReadOnlyKeyValueStore<String, byte[]> subjects() {
    return joined(RiskStores.SUBJECTS, Topics.SIGNALS);
  }

  ReadOnlyKeyValueStore<Bytes, byte[]> baselines() {
    return joined(BehaviourStores.BASELINES, Topics.OBSERVATIONS);
  }

  ReadOnlyKeyValueStore<Bytes, byte[]> precision() {
    return joined(RiskStores.PRECISION, Topics.SIGNALS);
  }

  ReadOnlyKeyValueStore<Bytes, byte[]> said() {
    return joined(BehaviourStores.SAID, Topics.OBSERVATIONS);
  }

  /** All parts that are meant now; if one cannot be read, none is. */
  private <K, V> ReadOnlyKeyValueStore<K, V> joined(String store, Topic fedBy) {
    List<ReadOnlyKeyValueStore<K, V>> parts =
        Reading.parts(engine.partitions(fedBy)).stream()
            .map(number -> engine.<K, V>part(store, fedBy, number))
            .toList();
    return parts.size() == 1 ? parts.getFirst() : new JoinedParts<>(parts);
  }

  /** Where the risk of a subject is read now. */
  Origin ofRisk(Subject subject) {
    return engine.origin(Topics.SIGNALS, SubjectKey.encode(subject.decider()));
  }

  /** Where what was learned of a subject is read now. */
  Origin ofLearned(Subject subject) {
    return engine.origin(Topics.OBSERVATIONS, SubjectKey.encode(subject));
  }

  /** Where all parts of what was learned are read now, of those that are meant. */
  List<Origin> ofAllLearned() {
    return Reading.parts(engine.partitions(Topics.OBSERVATIONS)).stream()
        .map(number -> engine.origin(Topics.OBSERVATIONS, number))
        .toList();
  }

  /** Where the signals of a subject are. */
  ReadOnlyKeyValueStore<Bytes, Signal> signals(Subject subject) {
    return ofRisk(RiskStores.LEDGER, subject);
  }

  /** Where what was learned of a subject is. */
  ReadOnlyKeyValueStore<Bytes, byte[]> learned(String store, Subject subject) {
    return engine.store(store, Topics.OBSERVATIONS, SubjectKey.encode(subject));
  }

  private <K, V> ReadOnlyKeyValueStore<K, V> ofRisk(String store, Subject subject) {
    return engine.store(store, Topics.SIGNALS, SubjectKey.encode(subject.decider()));
  }

  /**
   * Fails as a look-up would: what is kept is not told while the stores cannot be read.
   *
   * @throws InvalidStateStoreException if they cannot
   */
  void checkOpen() {
    var _ = subjects().get("");
  }

  /** The record of a subject that decides; null if there is none. */
  @Nullable RiskRecord record(Subject decider) {
    String key = SubjectKey.encode(decider);
    byte[] stored = engine.<String, byte[]>store(RiskStores.SUBJECTS, Topics.SIGNALS, key).get(key);
    return stored == null ? null : RiskStores.record(decider, stored);
  }

  /**
   * What is stored of a subject that decides.
   *
   * @param record null if there is none
   * @param reflects which records made it, or say nothing of the subject
   */
  record Found(@Nullable RiskRecord record, Reflects reflects) {}

  /** The record of a subject that decides, and which records made it. */
  Found find(Subject decider) {
    String key = SubjectKey.encode(decider);
    int partition = engine.partitionOf(Topics.SIGNALS, key);
    ReadOnlyKeyValueStore<String, byte[]> store =
        engine.store(RiskStores.SUBJECTS, Topics.SIGNALS, key);
    byte[] stored = store.get(key);
    Position position = stored == null ? null : RiskStores.position(stored);
    if (position == null) {
      // The store has the subject as it was at this position, or later.
      position = RiskStores.progress(store);
      stored = store.get(key);
      Position later = stored == null ? null : RiskStores.position(stored);
      if (!RiskStores.progress(store).isNotBefore(position)) {
        throw new InvalidStateStoreException("the partition has just moved to an older copy");
      }
      position = later == null ? position : later;
    }
    return new Found(
        stored == null ? null : RiskStores.record(decider, stored),
        new Reflects(partition, position));
  }

  /** Whether a subject was seen, or there is evidence of it. */
  boolean isKnown(@Nullable RiskRecord record, Subject subject) {
    return hasRisk(record, subject) || isLearned(subject);
  }

  /** Whether a subject was seen. */
  boolean isLearned(Subject subject) {
    return !learned(List.of(subject)).isEmpty();
  }

  /** Those that were seen. */
  Set<Subject> learned(Collection<Subject> subjects) {
    var known = new HashSet<Subject>();
    var elsewhere = new ArrayList<Subject>();
    for (Subject subject : subjects) {
      try {
        if (BehaviourStores.isKnown(learned(BehaviourStores.BASELINES, subject), subject)) {
          known.add(subject);
        }
      } catch (ElsewhereException e) {
        elsewhere.add(subject);
      }
    }
    if (!elsewhere.isEmpty()) {
      known.addAll(engine.learnedElsewhere(elsewhere).subjects());
    }
    return known;
  }

  /** Where it was read that a subject was not seen; null if it was. */
  @Nullable List<Origin> unseen(Subject subject) {
    try {
      return learnedHere(List.of(subject)).isEmpty() ? List.of(ofLearned(subject)) : null;
    } catch (ElsewhereException e) {
      Learned found = engine.learnedElsewhere(List.of(subject));
      return found.subjects().isEmpty() ? found.from() : null;
    }
  }

  /** Those that were seen, of subjects whose part is here. */
  Set<Subject> learnedHere(Collection<Subject> subjects) {
    return subjects.stream()
        .filter(subject ->
            BehaviourStores.isKnown(learned(BehaviourStores.BASELINES, subject), subject))
        .collect(Collectors.toSet());
  }

  static boolean hasRisk(@Nullable RiskRecord record, Subject subject) {
    return record != null
        && (record.subject().equals(subject) || record.session(subject.id()) != null);
  }

  /** The final signals that can still count at an instant. */
  Ledger ledger(long atMillis) {
    return subject ->
        RiskStores.signals(signals(subject), formula(subject.tenant()), subject, atMillis);
  }

  /**
   * The ledger by which a subject is explained, as far as it is needed: where there are no cells,
   * nothing is behind them, and looking costs as much as all the rest.
   */
  Ledger behind(Cells cells, long atMillis) {
    return cells.isEmpty() ? subject -> List.of() : effective(atMillis);
  }

  /** What is left of them by the rulings on the subject that decides. */
  Ledger effective(long atMillis) {
    Ledger ledger = ledger(atMillis);
    return subject -> rulings(subject).effective(ledger).signals(subject);
  }

  /** What was ruled on the subject that decides for this one. */
  Rulings rulings(Subject subject) {
    Subject decider = subject.decider();
    return RiskStores.rulings(
        ofRisk(RiskStores.RULINGS, subject),
        SubjectKey.encode(decider),
        decider,
        formula(decider.tenant()).policy());
  }

  /**
   * An answer from the stores.
   *
   * @throws StoresUnavailableException while they cannot be read
   */
  <T> T reading(Supplier<T> answer) {
    checkReadable();
    try {
      return answer.get();
    } catch (InvalidStateStoreException e) {
      throw unavailable(e);
    }
  }

  /** The same for an answer that may be missing. */
  <T> @Nullable T readingOrNull(Supplier<@Nullable T> answer) {
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
