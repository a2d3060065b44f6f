package dev.vedette.bench;

import dev.vedette.runtime.kafka.ClientProperties;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads what a topic's readers see once it is committed, and notes how long after the scheduled
 * time of its cause that was.
 */
final class LatencyWatch<T> implements AutoCloseable {
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final KafkaConsumer<byte[], T> consumer;
  private final Function<T, String> cause;
  private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
  private final Thread thread;
  private volatile long countFromNanos = Long.MAX_VALUE;
  private volatile boolean closing;

  /** Begins to read at the end of the topic. */
  LatencyWatch(
      ClientProperties clients, String topic, Deserializer<T> values, Function<T, String> cause) {
    this.cause = cause;
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), values);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().name("bench-watch-" + topic).daemon().start(this::read);
  }

  /** Counts what events cause that are due from now on. */
  void begin() {
    countFromNanos = System.nanoTime();
  }

  private void read() {
    while (!closing) {
      for (var record : consumer.poll(Duration.ofMillis(50))) {
        long nowNanos = System.nanoTime();
        OptionalLong due = Generator.dueNanos(cause.apply(record.value()));
        if (due.isPresent() && due.getAsLong() >= countFromNanos) {
          long late = Math.max(0, TimeUnit.NANOSECONDS.toMicros(nowNanos - due.getAsLong()));
          micros.recordValue(Math.min(late, HIGHEST_MICROS));
        }
      }
    }
    consumer.close();
  }

  /** Stops reading and says what was found. */
  BenchReport.Latency end() throws InterruptedException {
    closing = true;
    thread.join();
    return new BenchReport.Latency(
        micros.getTotalCount(), at(50), at(90), at(99), at(99.9), at(100));
  }

  private double at(double percentile) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1e3;
  }

  @Override
  public void close() {
    closing = true;
  }
}
