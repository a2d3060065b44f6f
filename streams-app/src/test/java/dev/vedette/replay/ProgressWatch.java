package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows a replay's committed progress. */
final class ProgressWatch implements AutoCloseable {
  private final Duration patience;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Progress latest = Progress.START;

  /** Watches the replay whose topics begin with a prefix. */
  ProgressWatch(String bootstrapServers, String prefix, Duration patience) {
    this.patience = patience;
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(prefix + Topics.REPLAY_PROGRESS.name(), 0)));
  }

  /** How far it is. */
  Progress latest() {
    for (int empty = 0; empty < 3; ) {
      empty = poll(Duration.ofMillis(20)) ? 0 : empty + 1;
    }
    return latest;
  }

  /** Waits until so many lines are done, or all, or the process has ended. */
  void await(long items, Process process) {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (latest.items() < items && !latest.ended() && process.isAlive()) {
      assertTrue(System.nanoTime() - deadlineNanos < 0, () -> "no progress to line " + items);
      poll(Duration.ofMillis(20));
    }
  }

  /** Waits until all lines are done. */
  void awaitEnd() {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (!latest.ended()) {
      assertTrue(System.nanoTime() - deadlineNanos < 0, "the end of the input is not told");
      poll(Duration.ofMillis(100));
    }
  }

  private boolean poll(Duration timeout) {
    var records = consumer.poll(timeout);
    records.forEach(record -> latest = Progress.read(record.value()));
    return !records.isEmpty();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
