package dev.vedette.runtime;

import static java.util.Objects.requireNonNull;

import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows how far a pipeline has come with what was committed, stage by stage. As every stage commits
 * what it wrote together with what it read, a stage is done when the one before it is done and it
 * has no lag.
 */
public final class Drain implements AutoCloseable {
  private static final List<Topic> STAGES =
      List.of(Topics.ACCESS_EVENTS, Topics.OBSERVATIONS, Topics.SIGHTINGS, Topics.SIGNALS);

  private static final Duration POLL = Duration.ofMillis(20);

  private final Admin admin;
  private final String applicationId;
  private final Names names;
  private final Map<Topic, List<TopicPartition>> partitions = new HashMap<>();

  /** Looks at the pipeline of this application id. */
  public Drain(Admin admin, String applicationId, Names names) {
    this.admin = admin;
    this.applicationId = applicationId;
    this.names = names;
  }

  /** Waits until everything that was committed to the inbox has gone through all stages. */
  public void await(Pipeline pipeline) throws InterruptedException {
    for (Topic stage : STAGES) {
      while (lag(stage) > 0) {
        pipeline.check();
        Thread.sleep(POLL);
      }
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
      var ends =
          admin
              .listOffsets(
                  of.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())),
                  new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
              .all()
              .get();
      var read =
          admin
              .listConsumerGroupOffsets(applicationId, new ListConsumerGroupOffsetsOptions())
              .partitionsToOffsetAndMetadata()
              .get();
      long lag = 0;
      for (TopicPartition partition : of) {
        var committed = read.get(partition);
        lag +=
            requireNonNull(ends.get(partition)).offset()
                - (committed == null ? 0 : committed.offset());
      }
      return lag;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "cannot ask how far %s has come: %s".formatted(topic.name(), e.getCause()), e);
    }
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
