package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.policy.Policies;
import dev.vedette.runtime.Backlog;
import dev.vedette.runtime.Pipeline;
import dev.vedette.schemas.Topic;
import dev.vedette.topology.KnownPeers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What {@link StoreQueries} needs of whatever runs the topology. */
interface Engine {
  /**
   * A store, all of its partitions together.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException if it cannot be read now
   */
  <K, V> ReadOnlyKeyValueStore<K, V> store(String name);

  /**
   * The part of a store in which what belongs to a key of the topic that feeds it is.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException here or when it is read, if
   *     it cannot be read on this instance now
   */
  <K, V> ReadOnlyKeyValueStore<K, V> store(String name, Topic fedBy, String key);

  /**
   * A part of a store, by its number.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException here or when it is read, if
   *     it cannot be read on this instance now
   */
  <K, V> ReadOnlyKeyValueStore<K, V> part(String name, Topic fedBy, int partition);

  /** How many parts the stores have that follow a topic. */
  int partitions(Topic fedBy);

  /** The part in which what belongs to a key of the topic that feeds it is. */
  int partitionOf(Topic fedBy, String key);

  /** Where a part is read now, and how fresh it is there. */
  default Origin origin(Topic fedBy, int partition) {
    return Origin.active(null, partition);
  }

  /** Where what belongs to a key is read now, and how fresh it is there. */
  default Origin origin(Topic fedBy, String key) {
    return origin(fedBy, partitionOf(fedBy, key));
  }

  /**
   * Of whom something was learned, of those that were asked about.
   *
   * @param from where they were looked for
   */
  record Learned(Set<Subject> subjects, List<Origin> from) {
    /** Copies the collections. */
    public Learned {
      subjects = Set.copyOf(subjects);
      from = List.copyOf(from);
    }
  }

  /**
   * Those of which something was learned, of subjects whose part is not here.
   *
   * @throws StoresUnavailableException if nobody can say
   */
  default Learned learnedElsewhere(Collection<Subject> subjects) {
    throw new StoresUnavailableException("what was learned is not here", null);
  }

  /** Whether all threads work. */
  boolean isRunning();

  /** Kafka Streams' word for how it is. */
  String state();

  /** What Kafka Streams and its clients measure. */
  Map<MetricName, ? extends Metric> metrics();

  /** What waits in all partitions that are read, on any instance; null if that is not known. */
  default @Nullable Backlog backlog() {
    return null;
  }

  /** The policies that are in force. */
  Policies policies();

  /** Among whom principals are. */
  KnownPeers peers();

  /** A pipeline as an engine. */
  static Engine of(Pipeline pipeline) {
    return new Engine() {
      @Override
      public <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        return pipeline.store(name);
      }

      @Override
      public <K, V> ReadOnlyKeyValueStore<K, V> store(String name, Topic fedBy, String key) {
        return pipeline.store(name, fedBy, key);
      }

      @Override
      public <K, V> ReadOnlyKeyValueStore<K, V> part(String name, Topic fedBy, int partition) {
        return pipeline.part(name, partition);
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
        return Origin.active(null, partition).behind(pipeline.backlog(), pipeline.inputs(fedBy));
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
    };
  }
}
