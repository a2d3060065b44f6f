package dev.vedette.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a compacted topic by which running instances are told. A record is there when
 * all replicas in sync have it.
 */
public final class Publisher implements AutoCloseable {
  private static final Duration DELIVERY = Duration.ofSeconds(60);
  private static final Duration REQUEST = Duration.ofSeconds(20);

  /** Room for key, headers and the envelope of a request beside the greatest record. */
  private static final int ENVELOPE_BYTES = 64 * 1024;

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Writes records of at most so many bytes to this topic of a cluster. */
  public Publisher(ClientProperties clients, String topic, int maxBytes) {
    this.topic = topic;
    Properties config = clients.toProperties();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes + ENVELOPE_BYTES);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Publishes a value under a key. */
  public void publish(String key, byte[] utf8) throws IOException, InterruptedException {
    send(key, utf8);
  }

  /** Withdraws what has this key. */
  public void withdraw(String key) throws IOException, InterruptedException {
    send(key, null);
  }

  private void send(String key, byte @Nullable [] value) throws IOException, InterruptedException {
    try {
      var _ = producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    } catch (ExecutionException e) {
      throw new IOException("%s: %s".formatted(topic, e.getCause()), e);
    }
  }

  @Override
  public void close() {
    producer.close(DELIVERY);
  }
}
