package dev.vedette.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** One transaction after the other, each with a record for every partition of a topic. */
final class Transactions implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<String, Object> settings;
  private final String topic;
  private final int partitions;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong commits = new AtomicLong();
  private final Thread thread;

  Transactions(String servers, String id, String topic, int partitions) {
    this.settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            id,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            10_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            10_000);
    this.topic = topic;
    this.partitions = partitions;
    this.thread = Thread.ofPlatform().name("transactions-" + id).start(this::run);
  }

  /** Waits until so many more were committed. */
  void awaitCommits(int more) throws InterruptedException {
    long until = commits.get() + more;
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (commits.get() < until) {
      assertTrue(thread.isAlive() && System.nanoTime() < deadlineNanos, "nothing is committed");
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    ended.set(true);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One producer until it fails, and then another of the same name, as an application would. */
  private void run() {
    while (!ended.get()) {
      var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
      try {
        producer.initTransactions();
        while (!ended.get()) {
          commitOne(producer);
        }
      } catch (KafkaException _) {
        // As long as the broker is away; that nothing is committed is seen by who waits.
      } finally {
        producer.close(Duration.ZERO);
      }
    }
  }

  private void commitOne(KafkaProducer<String, String> producer) {
    producer.beginTransaction();
    for (int partition = 0; partition < partitions; partition++) {
      var _ = producer.send(new ProducerRecord<>(topic, partition, "key", "value"));
    }
    producer.commitTransaction();
    commits.incrementAndGet();
  }

  /** That readers of what is committed come to the end of every partition. */
  static void assertNoneOpen(String servers, String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
      long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!ends(admin, topic, partitions, IsolationLevel.READ_COMMITTED)
              .equals(ends(admin, topic, partitions, IsolationLevel.READ_UNCOMMITTED))
          && System.nanoTime() < deadlineNanos) {
        Thread.sleep(100);
      }
      assertEquals(
          ends(admin, topic, partitions, IsolationLevel.READ_UNCOMMITTED),
          ends(admin, topic, partitions, IsolationLevel.READ_COMMITTED));
    }
  }

  private static Map<Integer, Long> ends(
      Admin admin, String topic, int partitions, IsolationLevel isolation) throws Exception {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    for (int partition = 0; partition < partitions; partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    var ends = new HashMap<Integer, Long>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }
}
