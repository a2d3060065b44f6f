package dev.vedette.rest;

import dev.vedette.events.SubjectKey;
import dev.vedette.models.Models;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.Backlog;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.facts.Directory;
import dev.vedette.topology.KnownPeers;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.SecurityTopology;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The whole topology without a broker, at a time of its own, behind the queries. */
final class Town implements Engine, InstantSource, AutoCloseable {
  static final Instant MORNING = Instant.parse("2026-11-20T09:00:00Z");

  private static final WireSerdes SERDES = new WireSerdes(PackagedSchemas.load());

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> inbox;
  private final StoreQueries queries;
  final Directory directory = PipelineSettings.DEFAULT.facts().directory();
  private final Models models = new Models();
  private final Policies policies = new Policies(PipelineSettings.DEFAULT.policy());
  private Instant present = MORNING;
  private long nanos;
  private int events;
  String state = "RUNNING";

  /** What waits; null if that is not known. */
  @Nullable Backlog backlog;

  /** What is measured, instead of what really is; null if that is. */
  @Nullable Map<MetricName, Metric> measured;

  Town() {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "town");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, directory());
    var settings = PipelineSettings.DEFAULT;
    driver =
        new TopologyTestDriver(
            SecurityTopology.of(
                settings, Wire.of(PackagedSchemas.load()), directory, models, policies, config),
            config,
            MORNING);
    inbox =
        driver.createInputTopic(
            Topics.ACCESS_EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    queries = new StoreQueries(this, settings, this, () -> nanos);
  }

  private static String directory() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target", "towns")), "town")
          .toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  StoreQueries queries() {
    return queries;
  }

  /** Lets time pass. */
  void pass(Duration time) {
    present = present.plus(time);
    nanos += time.toNanos();
    driver.advanceWallClockTime(time);
  }

  /** A sign-in now. */
  void signIn(String user, String session, String ip, boolean success) {
    String event =
        """
        {"id":"e%d","time":"%s","tenant":"acme","category":"authentication","action":"sign_in",\
        "outcome":"%s","principal":{"type":"user","id":"%s"},"session":"%s",\
        "source":{"ip":"%s","country":"DE"}}\
        """
            .formatted(++events, present, success ? "success" : "failure", user, session, ip);
    receive(event);
  }

  void receive(String event) {
    inbox.pipeInput(new byte[0], event.getBytes(StandardCharsets.UTF_8), present);
  }

  /** Somebody found out something. */
  void say(Verdict verdict) {
    driver
        .createInputTopic(
            Topics.VERDICTS.name(), new StringSerializer(), SERDES.verdicts().serializer())
        .pipeInput(SubjectKey.encode(verdict.subject().decider()), verdict, present);
  }

  /** Fifteen minutes: somebody guesses alice's password and gets in; bob and carol live on. */
  void attack() {
    signIn("bob", "s-bob", "198.51.100.1", true);
    signIn("carol", "shared", "198.51.100.2", true);
    signIn("dave", "shared", "198.51.100.3", true);
    signIn("team/ops é%2B..", "a/b", "198.51.100.4", true);
    for (int i = 0; i < 30; i++) {
      pass(Duration.ofSeconds(30));
      signIn("alice", "", "203.0.113.9", false);
    }
    signIn("alice", "s-alice", "203.0.113.9", true);
  }

  @Override
  public Instant instant() {
    return present;
  }

  @Override
  public <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    if (!isRunning()) {
      throw new InvalidStateStoreException("moving");
    }
    return driver.getKeyValueStore(name);
  }

  @Override
  public <K, V> ReadOnlyKeyValueStore<K, V> store(String name, Topic fedBy, String key) {
    return store(name);
  }

  @Override
  public <K, V> ReadOnlyKeyValueStore<K, V> part(String name, Topic fedBy, int partition) {
    return store(name);
  }

  @Override
  public int partitions(Topic fedBy) {
    return 1;
  }

  @Override
  public int partitionOf(Topic fedBy, String key) {
    return 0;
  }

  @Override
  public boolean isRunning() {
    return state.equals("RUNNING");
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return measured == null ? driver.metrics() : measured;
  }

  @Override
  public @Nullable Backlog backlog() {
    return backlog;
  }

  @Override
  public Policies policies() {
    return policies;
  }

  @Override
  public KnownPeers peers() {
    return new KnownPeers(directory, models);
  }

  @Override
  public void close() {
    driver.close();
  }
}
