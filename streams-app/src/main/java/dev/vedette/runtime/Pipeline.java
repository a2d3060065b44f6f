package dev.vedette.runtime;

import static java.util.Objects.requireNonNull;

import dev.vedette.flows.CommitBeat;
import dev.vedette.flows.WholeStores;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.incidents.IncidentFlow;
import dev.vedette.flows.ingest.RawSource;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.models.Models;
import dev.vedette.policy.Policies;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.TopicSpec;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.KnownPeers;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.SecurityTopology;
import dev.vedette.topology.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running topology: exactly once, on a cluster that already exists. */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A commit comes at each beat ({@link CommitBeat}); Kafka Streams' own is a net below it. */
  private static final Duration LATEST_COMMIT = Duration.ofSeconds(5);

  /** How long a thread without input waits, and so how late it may be for the beat. */
  private static final Duration LONGEST_POLL = Duration.ofMillis(5);

  /** Whether a failure in a global table is handled like any other; always so from Kafka 5.0 on. */
  private static final String GLOBAL_TABLES_TOO = "processing.exception.handler.global.enabled";

  /** Topic, without prefix → the stores that follow it and are read while they run. */
  private static final Map<String, List<String>> READ =
      Map.of(
          Topics.OBSERVATIONS.name(),
          List.of(BehaviourStores.BASELINES, BehaviourStores.WINDOWS),
          Topics.SIGNALS.name(),
          List.of(RiskStores.SUBJECTS, RiskStores.LEDGER, RiskStores.RULINGS, RiskStores.PRECISION),
          Topics.RISES.name(),
          List.of(IncidentFlow.OPEN, IncidentFlow.CLOSED));

  /** Topic, without prefix → the topics that are read together with it, and make its stores. */
  private static final Map<String, List<Topic>> FED_BY =
      Map.of(
          Topics.OBSERVATIONS.name(),
          List.of(Topics.OBSERVATIONS),
          Topics.SIGNALS.name(),
          List.of(Topics.SIGNALS, Topics.SESSIONS, Topics.VERDICTS),
          Topics.RISES.name(),
          List.of(Topics.RISES));

  private final KafkaStreams streams;
  private final Models models;
  private final KnownPeers peers;
  private final Policies policies;
  private final Map<String, Integer> partitions;
  private final String topicPrefix;
  private final @Nullable String advertised;
  private final @Nullable Copies copies;
  private final BacklogWatch backlog;
  private final Map<String, List<String>> inputs;
  private final WholeStores stores;
  private final ConcurrentMap<StorePart, ReadOnlyKeyValueStore<Object, Object>> standbys =
      new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Where and how a pipeline runs.
   *
   * @param applicationId names its consumer group, transactions and changelogs
   * @param clients the cluster and how to speak to it
   * @param stateDirectory where its stores are
   * @param threads how many stream threads
   * @param commitInterval how long a transaction lasts, which bounds the latency of each hop
   * @param cacheBytes memory for the stores' record caches
   * @param partitions of topics that are made
   * @param keepHistory whether the topics' retention is suspended and the writer's timestamps are
   *     kept, as a replay of old events needs it
   * @param standbys copies of each store on other instances
   * @param instance a stable name of this instance, so that after a crash it takes its place again
   * @param advertised {@code host:port} where others ask this instance; null if they do not
   */
  public record Deployment(
      String applicationId,
      ClientProperties clients,
      Path stateDirectory,
      int threads,
      Duration commitInterval,
      long cacheBytes,
      int partitions,
      boolean keepHistory,
      int standbys,
      String instance,
      @Nullable String advertised) {
    /** Of an instance that others do not ask. */
    public Deployment(
        String applicationId,
        ClientProperties clients,
        Path stateDirectory,
        int threads,
        Duration commitInterval,
        long cacheBytes,
        int partitions,
        boolean keepHistory,
        int standbys,
        String instance) {
      this(
          applicationId,
          clients,
          stateDirectory,
          threads,
          commitInterval,
          cacheBytes,
          partitions,
          keepHistory,
          standbys,
          instance,
          null);
    }

    /** The same of an instance that others ask. */
    public Deployment advertisedAt(@Nullable String hostAndPort) {
      return new Deployment(
          applicationId,
          clients,
          stateDirectory,
          threads,
          commitInterval,
          cacheBytes,
          partitions,
          keepHistory,
          standbys,
          instance,
          hostAndPort);
    }

    /** Checks the ranges. */
    public Deployment {
      if (threads < 1 || threads > 256) {
        throw new IllegalArgumentException("threads are 1 to 256, not " + threads);
      }
      if (partitions < 1 || partitions > 10_000) {
        throw new IllegalArgumentException("partitions are 1 to 10000, not " + partitions);
      }
    }

    /** What Kafka Streams is told. */
    public Properties config() {
      Properties config = clients.toProperties();
      config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
      config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
      config.put(CommitBeat.INTERVAL_MS, commitInterval.toMillis());
      config.put(
          StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
          Math.max(LATEST_COMMIT.toMillis(), commitInterval.toMillis()));
      config.put(StreamsConfig.POLL_MS_CONFIG, LONGEST_POLL.toMillis());
      config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
      config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
      config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
      config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
      if (advertised != null) {
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
      }
      config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
      config.put(GLOBAL_TABLES_TOO, true);
      config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
      config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
      config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
      config.put(
          StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG), instance);
      config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
      config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
      config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
      return config;
    }
  }

  private Pipeline(
      KafkaStreams streams,
      Models models,
      Policies policies,
      KnownPeers peers,
      WholeStores stores,
      Set<String> sources,
      PipelineSettings settings,
      Deployment deployment) {
    this.streams = streams;
    this.peers = peers;
    this.stores = stores;
    this.models = models;
    this.policies = policies;
    this.partitions = Map.copyOf(partitions(settings, deployment));
    this.topicPrefix = settings.topicPrefix();
    this.advertised = deployment.advertised();
    this.backlog =
        new BacklogWatch(
            deployment.clients(), deployment.applicationId(), sources, System::nanoTime);
    var names = new Names(settings.topicPrefix());
    this.inputs =
        FED_BY.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, fed -> fed.getValue().stream().map(names::of).toList()));
    this.copies =
        advertised == null
            ? null
            : new Copies(
                streams,
                deployment.clients(),
                deployment.applicationId(),
                READ.values().stream().flatMap(List::stream).collect(Collectors.toSet()),
                this::isMine,
                System::nanoTime);
  }

  /** Makes the topics of the catalogue that do not exist, and checks those that do. */
  public static void provision(PipelineSettings settings, Deployment deployment) {
    try (var admin = Admin.create(deployment.clients().toProperties())) {
      new Provision(admin, PATIENCE).ensure(topics(settings, deployment));
    }
  }

  private static List<TopicSpec> topics(PipelineSettings settings, Deployment deployment) {
    var names = new Names(settings.topicPrefix());
    return Stream.concat(
            Topics.all().stream(), settings.raw().sources().stream().map(RawSource::topic))
        .map(topic -> spec(names.of(topic), topic, deployment))
        .toList();
  }

  private static TopicSpec spec(String name, Topic topic, Deployment deployment) {
    Map<String, String> configs = new HashMap<>(topic.config());
    if (deployment.keepHistory()) {
      configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
      configs.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    }
    if (topic.name().startsWith("raw.")) {
      return TopicSpec.foreign(name, deployment.partitions(), configs);
    }
    boolean single = topic.partitions() == 1;
    return new TopicSpec(name, single ? 1 : deployment.partitions(), configs);
  }

  /** Topic, without prefix → partitions, of those that stores follow; they do not grow. */
  private static Map<String, Integer> partitions(PipelineSettings settings, Deployment deployment) {
    var names = new Names(settings.topicPrefix());
    var partitions = new HashMap<String, Integer>();
    try (var admin = Admin.create(deployment.clients().toProperties())) {
      for (Topic topic : List.of(Topics.OBSERVATIONS, Topics.SIGNALS, Topics.RISES)) {
        String name = names.of(topic);
        var description =
            requireNonNull(admin.describeTopics(List.of(name)).topicNameValues().get(name)).get();
        partitions.put(topic.name(), description.partitions().size());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be seen: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return partitions;
  }

  /**
   * Starts and waits until it runs.
   *
   * @throws IllegalStateException if it does not run in two minutes
   */
  public static Pipeline start(PipelineSettings settings, Wire wire, Deployment deployment)
      throws InterruptedException {
    takePlace(deployment);
    Properties config = deployment.config();
    var stores = new WholeStores();
    config.put(WholeStores.CONFIG, stores);
    var directory = settings.facts().directory();
    var models = new Models(settings.models());
    var policies = new Policies(settings.policy());
    Topology topology = SecurityTopology.of(settings, wire, directory, models, policies, config);
    KafkaStreams streams = Background.make(() -> new KafkaStreams(topology, config));
    var peers = new KnownPeers(directory, models);
    var pipeline =
        new Pipeline(
            streams, models, policies, peers, stores, sources(topology), settings, deployment);
    var running = new CountDownLatch(1);
    streams.setStateListener((now, before) -> {
      LOG.info("pipeline is {}", now);
      if (now == KafkaStreams.State.RUNNING) {
        running.countDown();
      }
      if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
        running.countDown();
        pipeline.stopped.countDown();
      }
    });
    streams.setUncaughtExceptionHandler(defect -> {
      pipeline.failure.compareAndSet(null, defect);
      LOG.error("a defect stops the pipeline", defect);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    if (pipeline.copies != null) {
      streams.setStandbyUpdateListener(pipeline.copies);
      pipeline.copies.start();
    }
    streams.start();
    boolean inTime = running.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    pipeline.check();
    if (!inTime) {
      pipeline.close();
      throw new IllegalStateException("the pipeline did not run within " + PATIENCE);
    }
    return pipeline;
  }

  private static void takePlace(Deployment deployment) throws InterruptedException {
    if (deployment.advertised() != null) {
      try (var admin = Admin.create(deployment.clients().toProperties())) {
        new Membership(
                admin,
                deployment.applicationId(),
                deployment.instance(),
                deployment.stateDirectory(),
                PATIENCE)
            .comeAs(deployment.advertised());
      }
    }
  }

  /** What the group reads: tables that every instance has whole are not among it. */
  private static Set<String> sources(Topology topology) {
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Source.class::isInstance)
        .flatMap(source -> ((TopologyDescription.Source) source).topicSet().stream())
        .collect(Collectors.toSet());
  }

  /**
   * Fails if the pipeline has failed.
   *
   * @throws IllegalStateException with what stopped it
   */
  public void check() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("the pipeline stopped: " + cause.getMessage(), cause);
    }
  }

  /** Waits until the pipeline stops, by {@link #close} or by a defect. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Whether all of its threads run. */
  public boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** The state of Kafka Streams, such as {@code RUNNING} or {@code REBALANCING}. */
  public String state() {
    return streams.state().name();
  }

  /** What Kafka Streams and its clients measure of themselves. */
  public Map<MetricName, ? extends Metric> metrics() {
    return streams.metrics();
  }

  /** The learned models that this instance knows; they change while it runs. */
  public Models models() {
    return models;
  }

  /** Among whom principals are, as this instance knows it; that changes while it runs. */
  public KnownPeers peers() {
    return peers;
  }

  /** The policies that are in force on this instance; they change while it runs. */
  public Policies policies() {
    return policies;
  }

  /** Kafka Streams itself, for metrics and metadata. */
  public KafkaStreams streams() {
    return streams;
  }

  /** A key-value store of this instance, all of its partitions together. */
  public <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, V>keyValueStore()));
  }

  /**
   * The part of a key-value store of this instance in which what belongs to a key is.
   *
   * @param fedBy the topic whose partitions the store follows
   * @param key of that topic
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException where it is used, if the
   *     part is not here now
   */
  public <K, V> ReadOnlyKeyValueStore<K, V> store(String name, Topic fedBy, String key) {
    return part(name, partitionOf(fedBy, key));
  }

  /**
   * A part of a key-value store that this instance works on.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException where it is used, if the
   *     part is not here now
   */
  public <K, V> ReadOnlyKeyValueStore<K, V> part(String name, int partition) {
    return stores.part(name, partition);
  }

  /**
   * A part of a key-value store, be it a copy of what another instance works on; {@link #freshness}
   * says how old.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException where it is used, if there
   *     is none
   */
  @SuppressWarnings("unchecked") // a store has the types of whoever made it
  public <K, V> ReadOnlyKeyValueStore<K, V> copy(String name, int partition) {
    return (ReadOnlyKeyValueStore<K, V>)
        standbys.computeIfAbsent(new StorePart(name, partition), this::open);
  }

  /** How many parts the stores have that follow a topic. */
  public int partitions(Topic fedBy) {
    return requireNonNull(partitions.get(fedBy.name()));
  }

  /** The part in which what belongs to a key of the topic that feeds it is. */
  public int partitionOf(Topic fedBy, String key) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)))
        % partitions(fedBy);
  }

  /** Where others ask this instance; null if they do not. */
  public @Nullable String advertised() {
    return advertised;
  }

  /**
   * Which instance holds what.
   *
   * @throws IllegalStateException if this instance is not part of the group
   */
  public Placement placement() {
    return Placement.of(
        requireNonNull(advertised),
        streams.metadataForAllStreamsClients(),
        partitions,
        topicPrefix);
  }

  private boolean isMine(Copies.Part part) {
    return READ.entrySet().stream()
        .filter(stores -> stores.getValue().contains(part.store()))
        .anyMatch(stores -> placement().isMine(stores.getKey(), part.partition()));
  }

  /**
   * How fresh the copy is that this instance has of the stores that follow a partition: as its
   * oldest one.
   *
   * @return null if there is no copy, or it was never seen whole
   */
  public @Nullable Freshness freshness(Topic fedBy, int partition) {
    long lag = 0;
    Duration age = Duration.ZERO;
    for (String store : READ.getOrDefault(fedBy.name(), List.of())) {
      Freshness one = copies == null ? null : copies.of(store, partition);
      if (one == null) {
        return null;
      }
      lag += one.lagRecords();
      age = one.age().compareTo(age) > 0 ? one.age() : age;
    }
    return new Freshness(lag, age);
  }

  /**
   * What waits in the partitions that the pipeline reads, on any instance, as it was seen last.
   *
   * @return null if it was not seen yet: it is looked at from the first time on that it is asked
   *     for
   */
  public @Nullable Backlog backlog() {
    return backlog.last();
  }

  /** The topics whose records make the stores that follow a topic, as the broker knows them. */
  public List<String> inputs(Topic fedBy) {
    return requireNonNull(inputs.get(fedBy.name()));
  }

  /** It finds the store anew each time that it is asked, wherever the partition moves. */
  private ReadOnlyKeyValueStore<Object, Object> open(StorePart part) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(
                part.store(), QueryableStoreTypes.<Object, Object>keyValueStore())
            .withPartition(part.partition())
            .enableStaleStores());
  }

  private record StorePart(String store, int partition) {}

  @Override
  public void close() {
    if (copies != null) {
      copies.close();
    }
    backlog.close();
    streams.close(Duration.ofSeconds(30));
    stopped.countDown();
  }
}
