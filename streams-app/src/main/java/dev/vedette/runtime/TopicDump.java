package dev.vedette.runtime;

import static java.util.Objects.requireNonNull;

import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topic;
import dev.vedette.topology.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a whole topic as it is now: what was committed, partition by partition, in order. */
public final class TopicDump {
  private final ClientProperties clients;
  private final Names names;

  /** Reads topics of these names. */
  public TopicDump(ClientProperties clients, Names names) {
    this.clients = clients;
    this.names = names;
  }

  /** Takes a value, and may fail to write it somewhere. */
  @FunctionalInterface
  public interface Sink<T> {
    /** Takes one value. */
    void take(T value) throws IOException;
  }

  /** Passes on every value. */
  public <T> void read(Topic topic, Deserializer<T> values, Consumer<T> sink) {
    try {
      readAll(topic, values, sink::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where the partitions end with what is not yet committed: a transaction that is over in one
   * partition may be a moment late in another, and its end is waited for.
   */
  private Map<TopicPartition, Long> writtenEnds(List<TopicPartition> partitions) {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(partitions);
    }
  }

  /** Passes on every value to where it is written. */
  public <T> void readAll(Topic topic, Deserializer<T> values, Sink<T> sink) throws IOException {
    readRecords(topic, values, record -> sink.take(record.value()));
  }

  /** Passes on every record that has a value, partition by partition. */
  public <T> void readRecords(
      Topic topic, Deserializer<T> values, Sink<ConsumerRecord<byte[], T>> sink)
      throws IOException {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Where the beginning is deleted meanwhile, what follows it is read, not what comes last.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), values)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(names.of(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      var ends = writtenEnds(partitions);
      for (TopicPartition partition : partitions) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < requireNonNull(ends.get(partition))) {
          for (var record : consumer.poll(Duration.ofMillis(200))) {
            if (record.value() != null) {
              sink.take(record);
            }
          }
        }
      }
    }
  }
}
