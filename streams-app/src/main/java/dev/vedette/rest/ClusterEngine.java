package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.policy.Policies;
import dev.vedette.rest.Origin.Role;
import dev.vedette.runtime.Backlog;
import dev.vedette.runtime.Freshness;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Placement;
import dev.vedette.schemas.Topic;
import dev.vedette.topology.KnownPeers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline among others: what it works on is read as of a single one; copies are read only where
 * {@link Reading} permits it and while they are fresh enough; the rest is elsewhere.
 */
final class ClusterEngine implements Engine {
  /** Who holds what changes in rebalances only; finding out takes microseconds. */
  private static final Duration PLACEMENT_KEPT = Duration.ofMillis(100);

  private final Pipeline pipeline;
  private final Duration staleness;
  private final Kept<Placement> placement;
  private @Nullable Function<Collection<Subject>, Learned> peers;

  /**
   * A pipeline that is advertised.
   *
   * @param staleness how old a copy may be
   * @param nanos a clock that only goes forward
   */
  ClusterEngine(Pipeline pipeline, Duration staleness, LongSupplier nanos) {
    this.pipeline = pipeline;
    this.staleness = staleness;
    this.placement = new Kept<>(PLACEMENT_KEPT, nanos, pipeline::placement);
  }

  /** Who tells what behaviour knows elsewhere. */
  void asks(Function<Collection<Subject>, Learned> others) {
    peers = others;
  }

  Placement placement() {
    try {
      return placement.get();
    } catch (IllegalStateException | InvalidStateStoreException e) {
      throw new StoresUnavailableException("the pipeline is " + pipeline.state(), e);
    }
  }

  @Override
  public <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    return pipeline.store(name);
  }

  @Override
  public <K, V> ReadOnlyKeyValueStore<K, V> store(String name, Topic fedBy, String key) {
    return part(name, fedBy, pipeline.partitionOf(fedBy, key));
  }

  @Override
  public <K, V> ReadOnlyKeyValueStore<K, V> part(String name, Topic fedBy, int partition) {
    Reading.reads(fedBy, partition);
    if (placement().isMine(fedBy.name(), partition)) {
      return pipeline.part(name, partition);
    }
    if (!Reading.mayReadCopies()) {
      throw new ElsewhereException(new Reading.Part(fedBy.name(), partition));
    }
    var _ = fresh(fedBy, partition);
    return pipeline.copy(name, partition);
  }

  /** Whether this instance has a copy that is fresh enough. */
  boolean hasFreshCopy(Topic fedBy, int partition) {
    Freshness freshness = pipeline.freshness(fedBy, partition);
    return freshness != null && freshness.age().compareTo(staleness) <= 0;
  }

  private Freshness fresh(Topic fedBy, int partition) {
    Freshness freshness = pipeline.freshness(fedBy, partition);
    if (freshness == null) {
      throw new ElsewhereException(new Reading.Part(fedBy.name(), partition));
    }
    if (freshness.age().compareTo(staleness) > 0) {
      throw new StoresUnavailableException(
          "the copy of partition %d is %d ms old".formatted(partition, freshness.age().toMillis()),
          null);
    }
    return freshness;
  }

  @Override
  public int partitions(Topic fedBy) {
    return pipeline.partitions(fedBy);
  }

  @Override
  public int partitionOf(Topic fedBy, String key) {
    return pipeline.partitionOf(fedBy, key);
  }

  @Override
  public Origin origin(Topic fedBy, int partition) {
    return reader(fedBy, partition).behind(pipeline.backlog(), pipeline.inputs(fedBy));
  }

  private Origin reader(Topic fedBy, int partition) {
    Placement now = placement();
    if (now.isMine(fedBy.name(), partition)) {
      return Origin.active(now.me(), partition);
    }
    Freshness freshness = fresh(fedBy, partition);
    return new Origin(
        now.me(), Role.STANDBY, partition, freshness.lagRecords(), freshness.age().toMillis());
  }

  @Override
  public Learned learnedElsewhere(Collection<Subject> subjects) {
    return peers == null ? Engine.super.learnedElsewhere(subjects) : peers.apply(subjects);
  }

  @Override
  public @Nullable Backlog backlog() {
    return pipeline.backlog();
  }

  @Override
  public boolean isRunning() {
    return pipeline.isRunning();
  }

  @Override
  public String state() {
    return pipeline.state();
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return pipeline.metrics();
  }

  @Override
  public Policies policies() {
    return pipeline.policies();
  }

  @Override
  public KnownPeers peers() {
    return pipeline.peers();
  }
}
