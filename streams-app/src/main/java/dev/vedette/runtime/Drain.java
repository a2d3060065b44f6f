package dev.vedette.runtime;

import static java.util.Objects.requireNonNull;

import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Knows how far a pipeline has come with what was committed, stage by stage. As every stage commits
 * what it wrote together with what it read, a stage is done when the one before it is done and it
 * has no lag.
 */
public final class Drain implements AutoCloseable {
  private static final List<Topic> STAGES =
      List.of(
          Topics.VERDICTS,
          Topics.FINDINGS,
          Topics.ACCESS_EVENTS,
          Topics.OBSERVATIONS,
          Topics.SIGHTINGS,
          Topics.SESSIONS,
          Topics.SIGNALS,
          Topics.RISES);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration STANDSTILL = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final ClientProperties clients;
  private final Admin admin;
  private final String applicationId;
  private final Names names;
  private final Map<Topic, List<TopicPartition>> partitions = new HashMap<>();

  /** Looks at the pipeline of this application id. */
  public Drain(ClientProperties clients, String applicationId, Names names) {
    this.clients = clients;
    this.admin = Admin.create(clients.toProperties());
    this.applicationId = applicationId;
    this.names = names;
  }

  /** Waits until everything that was committed to the inbox has gone through all stages. */
  public void await(Pipeline pipeline) throws InterruptedException {
    for (Topic stage : STAGES) {
      await(stage, pipeline);
    }
  }

  private void await(Topic stage, Pipeline pipeline) throws InterruptedException {
    long before = Long.MAX_VALUE;
    long sinceNanos = System.nanoTime();
    for (long lag = lag(stage); lag > 0; lag = lag(stage)) {
      pipeline.check();
      if (lag != before) {
        before = lag;
        sinceNanos = System.nanoTime();
      } else if (System.nanoTime() - sinceNanos > STANDSTILL.toNanos()) {
        if (nothingIsLeft(stage)) {
          return;
        }
        sinceNanos = System.nanoTime();
      }
      Thread.sleep(POLL);
    }
  }

  /**
   * Whether nothing can be read from where the stage came to. A writer that was killed may leave an
   * aborted transaction at a partition's end; who never gets a record of a partition never commits
   * that it is past those.
   */
  private boolean nothingIsLeft(Topic topic) throws InterruptedException {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> of = partitions(topic);
      Map<TopicPartition, Long> ends = ends(of);
      Map<TopicPartition, Long> committed = committed(of);
      consumer.assign(of);
      of.forEach(partition -> consumer.seek(partition, requireNonNull(committed.get(partition))));
      long deadlineNanos = System.nanoTime() + 10 * LOOK.toNanos();
      while (System.nanoTime() - deadlineNanos < 0) {
        if (!consumer.poll(LOOK).isEmpty()) {
          return false;
        }
        if (of.stream().allMatch(p -> consumer.position(p) >= requireNonNull(ends.get(p)))) {
          return true;
        }
      }
      return false; // an open transaction, most likely
    } catch (ExecutionException e) {
      throw cannotAsk(topic, e);
    }
  }

  /** How many records of the inbox wait. */
  public long inboxLag() throws InterruptedException {
    return lag(Topics.ACCESS_EVENTS);
  }

  /**
   * How many offsets of a topic were written and are not yet committed by its reader. What is still
   * in an open transaction counts: a writer's own offsets may be committed a moment before what it
   * wrote with them can be read.
   */
  public long lag(Topic topic) throws InterruptedException {
    try {
      List<TopicPartition> of = partitions(topic);
      Map<TopicPartition, Long> ends = ends(of);
      Map<TopicPartition, Long> committed = committed(of);
      long lag = 0;
      for (TopicPartition partition : of) {
        lag += requireNonNull(ends.get(partition)) - requireNonNull(committed.get(partition));
      }
      return lag;
    } catch (ExecutionException e) {
      throw cannotAsk(topic, e);
    }
  }

  private static IllegalStateException cannotAsk(Topic topic, ExecutionException e) {
    return new IllegalStateException(
        "cannot ask how far %s has come: %s".formatted(topic.name(), e.getCause()), e);
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> of)
      throws InterruptedException, ExecutionException {
    return admin
        .listOffsets(
            of.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private Map<TopicPartition, Long> committed(List<TopicPartition> of)
      throws InterruptedException, ExecutionException {
    var read =
        admin
            .listConsumerGroupOffsets(applicationId, new ListConsumerGroupOffsetsOptions())
            .partitionsToOffsetAndMetadata()
            .get();
    var committed = new HashMap<TopicPartition, Long>();
    for (TopicPartition partition : of) {
      var offset = read.get(partition);
      committed.put(partition, offset == null ? 0 : offset.offset());
    }
    return committed;
  }

  private List<TopicPartition> partitions(Topic topic)
      throws InterruptedException, ExecutionException {
    List<TopicPartition> known = partitions.get(topic);
    if (known == null) {
      String name = names.of(topic);
      known =
          requireNonNull(admin.describeTopics(List.of(name)).allTopicNames().get().get(name))
              .partitions()
              .stream()
              .map(p -> new TopicPartition(name, p.partition()))
              .toList();
      partitions.put(topic, known);
    }
    return known;
  }

  @Override
  public void close() {
    admin.close();
  }
}
