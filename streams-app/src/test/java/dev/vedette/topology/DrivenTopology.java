package dev.vedette.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.json.Parsed;
import dev.vedette.models.Models;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.wire.WireSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology without a broker: events or signals in at some instant, everything out. */
public final class DrivenTopology implements AutoCloseable {
  private static final WireSerdes SERDES = new WireSerdes(PackagedSchemas.load());

  private final Models models = new Models();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> inbox;

  /** A fresh one, whose wall clock begins at an instant. */
  public DrivenTopology(PipelineSettings settings, Path directory, Instant wallClock) {
    Properties config =
        new Deployment(
                "driven",
                ClientProperties.NONE.withBootstrapServers("127.0.0.1:1"),
                directory,
                1,
                Duration.ofMillis(100),
                0,
                1,
                false,
                0,
                "1")
            .config();
    driver =
        new TopologyTestDriver(
            SecurityTopology.of(
                settings,
                Wire.of(PackagedSchemas.load()),
                settings.facts().directory(),
                models,
                new Policies(settings.policy()),
                config),
            config,
            wallClock);
    inbox =
        driver.createInputTopic(
            Topics.ACCESS_EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** An event of a principal from an address. */
  public static AccessEvent event(String id, Instant time, String who, String action) {
    String json =
        """
        {"id":"%s","time":"%s","tenant":"t","category":"api","action":"%s","outcome":"success",\
        "principal":{"id":"%s"},"source":{"ip":"192.0.2.1"}}\
        """
            .formatted(id, time, action, who);
    try {
      return EventJson.read(json.getBytes(UTF_8));
    } catch (EventFormatException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** Sends an event that is received at an instant. */
  public void send(AccessEvent event, Instant received) {
    inbox.pipeInput(null, SERDES.accessEvents().encode(event), received);
  }

  /** Sends a native record to any topic; without a format no header names one. */
  public void send(String topic, @Nullable String format, byte @Nullable [] value, Instant at) {
    var record = new TestRecord<byte[], byte @Nullable []>(null, value, at);
    if (format != null) {
      record.headers().add(RawSources.FORMAT_HEADER, format.getBytes(UTF_8));
    }
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  /** What ingest counted. */
  public IngestAccounts ingested() {
    try (var stored = this.<String, byte[]>store(IngestFlow.ACCOUNT).all()) {
      return IngestAccounts.read(stored);
    }
  }

  /** What behaviour counted. */
  public BehaviourAccounts judged() {
    try (var stored = this.<Bytes, byte[]>store(BehaviourStores.ACCOUNT).all()) {
      return BehaviourAccounts.read(stored);
    }
  }

  /** Sends a signal to risk. */
  public void send(String key, Signal signal) {
    driver
        .createInputTopic(
            Topics.SIGNALS.name(), new StringSerializer(), SERDES.signals().serializer())
        .pipeInput(key, signal, Instant.ofEpochMilli(signal.receivedMillis()));
  }

  /** Tells risk of a session, by the key of its principal or of its device. */
  public void send(String key, SessionActivity activity) {
    driver
        .createInputTopic(
            Topics.SESSIONS.name(), new StringSerializer(), SERDES.sessions().serializer())
        .pipeInput(key, activity, Instant.ofEpochMilli(activity.atMillis()));
  }

  /** The activity of sessions since the last call. */
  public List<SessionActivity> sessions() {
    return out(Topics.SESSIONS, SERDES.sessions().deserializer());
  }

  /** Says a verdict. */
  public void say(Verdict verdict) {
    driver
        .createInputTopic(
            Topics.VERDICTS.name(), new StringSerializer(), SERDES.verdicts().serializer())
        .pipeInput(
            SubjectKey.encode(verdict.subject().decider()),
            verdict,
            Instant.ofEpochMilli(verdict.atMillis()));
  }

  /** Tells the directory of something; nothing withdraws what the key said. */
  public void tell(Topic directory, String key, @Nullable String json) {
    driver
        .createInputTopic(directory.name(), new StringSerializer(), new StringSerializer())
        .pipeInput(key, json);
  }

  /** The learned models that it knows. */
  public Models models() {
    return models;
  }

  /** Lets time go by. */
  public void advance(Duration wallClock) {
    driver.advanceWallClockTime(wallClock);
  }

  /** The observations since the last call. */
  public List<Observation> observations() {
    return out(Topics.OBSERVATIONS, SERDES.observations().deserializer());
  }

  /** The keys of observations since the last call. */
  public List<String> observedKeys() {
    return keys(Topics.OBSERVATIONS);
  }

  /** The dead letters since the last call. */
  public List<DeadLetter> deadLetters() {
    return out(Topics.DEAD_LETTERS, SERDES.deadLetters().deserializer());
  }

  /** What a candidate policy was found to say otherwise since they were last asked for. */
  public List<JsonNode> differences() {
    return out(Topics.RISK_SHADOW, new ByteArrayDeserializer()).stream()
        .map(bytes -> Parsed.tree(new String(bytes, UTF_8)))
        .toList();
  }

  /** The risk updates since the last call. */
  public List<RiskUpdate> updates() {
    return out(Topics.RISK_UPDATES, SERDES.riskUpdates().deserializer());
  }

  /** The alerts since the last call. */
  public List<Alert> alerts() {
    return out(Topics.ALERTS, SERDES.alerts().deserializer());
  }

  /** The alerts as findings, since the last call. */
  public List<byte[]> findings() {
    return out(Topics.ALERTS_OCSF, new ByteArrayDeserializer());
  }

  /** The signals since the last call. */
  public List<Signal> signals() {
    return out(Topics.SIGNALS, SERDES.signals().deserializer());
  }

  /** The keys of sightings since the last call. */
  public List<String> sightings() {
    return keys(Topics.SIGHTINGS);
  }

  /** The counts of doers since the last call, as {@code key=count}. */
  public List<String> prevalence() {
    return driver
        .createOutputTopic(
            Topics.PREVALENCE.name(), new StringDeserializer(), new LongDeserializer())
        .readKeyValuesToList()
        .stream()
        .map(entry -> entry.key + "=" + entry.value)
        .toList();
  }

  /** A store by its name. */
  public <K, V> KeyValueStore<K, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  /** How many entries a store has, of what it is for: how far it was read is none. */
  public int size(String name) {
    int size = 0;
    try (KeyValueIterator<?, ?> entries =
        name.equals(RiskStores.SUBJECTS)
            ? RiskStores.subjects(store(name))
            : this.<Object, Object>store(name).all()) {
      for (; entries.hasNext(); entries.next()) {
        size++;
      }
    }
    return size;
  }

  private <T> List<T> out(Topic topic, Deserializer<T> values) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), values)
        .readValuesToList();
  }

  private List<String> keys(Topic topic) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
        .readKeyValuesToList()
        .stream()
        .map(entry -> entry.key)
        .toList();
  }

  @Override
  public void close() {
    driver.close();
  }
}
