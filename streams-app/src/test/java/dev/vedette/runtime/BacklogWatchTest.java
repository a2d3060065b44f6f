package dev.vedette.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Against a real broker, with a group whose offsets are committed by hand. */
class BacklogWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final String topic = Brokers.unique("backlog");
  private final String group = Brokers.unique("backlog");

  @Test
  void shouldTellWhatWaitsAndWhatNobodyReads() throws Exception {
    try (Admin admin = Brokers.admin();
        var watch = new BacklogWatch(clients, group, Set.of(topic), System::nanoTime)) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
      send(0, 10, true);
      send(1, 5, true);
      send(2, 4, true);
      // Of the first all is read but for what was never committed, of the third nothing is.
      commit(admin, Map.of(0, 11L, 1, 2L));
      send(0, 3, false);
      assertNull(watch.last(), "it was never looked");
      Backlog first = await(watch, seen -> true);
      assertEquals(3, first.partitions().size());
      assertEquals(4, first.records(List.of(topic), 1), "three records and the end");
      assertEquals(5, first.records(List.of(topic), 2), "from the beginning");
      assertTrue(first.unread().isEmpty(), "that takes a while to be seen");
      assertNull(first.records(List.of(topic), 3), "there is no such partition");
      assertNull(first.records(List.of(topic, "other"), 1));

      Backlog later = await(watch, seen -> seen.unread().size() == 2);
      assertEquals(Set.of(partition(1), partition(2)), later.unread().keySet());
      assertEquals(0, later.records(List.of(topic), 0), "no record is before the end");
      assertTrue(later.age().compareTo(Duration.ofSeconds(10)) < 0, later::toString);

      commit(admin, Map.of(1, 6L));
      Backlog read = await(watch, seen -> seen.unread().size() == 1);
      assertEquals(Set.of(partition(2)), read.unread().keySet());
      commit(admin, Map.of(2, 1L));
      Backlog moving = await(watch, seen -> seen.unread().isEmpty());
      assertEquals(4, moving.records(List.of(topic), 2), "it is read again, and behind");
    }
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  /** Sends in a transaction that is committed or aborted: both end with a record of their own. */
  private void send(int partition, int records, boolean commit) {
    Properties config = clients.toProperties();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + partition);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < records; i++) {
        var _ = producer.send(new ProducerRecord<>(topic, partition, null, new byte[1]));
      }
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private void commit(Admin admin, Map<Integer, Long> offsets) throws Exception {
    var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
    offsets.forEach((number, at) -> committed.put(partition(number), new OffsetAndMetadata(at)));
    admin.alterConsumerGroupOffsets(group, committed).all().get();
  }

  private static Backlog await(BacklogWatch watch, Predicate<Backlog> wanted) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Backlog seen = watch.last();
      if (seen != null && wanted.test(seen)) {
        return seen;
      }
      assertTrue(System.nanoTime() < deadline, () -> String.valueOf(seen));
      Thread.sleep(50);
    }
  }
}
