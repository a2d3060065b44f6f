package dev.vedette.demo;

import dev.vedette.events.AccessEvent;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes access events as any enforcement point would: Avro, no key, its own timestamp. */
final class Inbox implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final WireSerdes serdes;
  private final String topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Inbox(ClientProperties clients, Names names, WireSerdes serdes) {
    this.serdes = serdes;
    topic = names.inbox();
    Properties config = clients.toProperties();
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends an event that is received at an instant. */
  void send(AccessEvent event, long receivedMillis) {
    byte[] value = serdes.accessEvents().encode(event);
    var _ =
        producer.send(
            new ProducerRecord<>(topic, null, receivedMillis, null, value),
            (metadata, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
  }

  /**
   * Waits until the broker has everything.
   *
   * @throws IllegalStateException if it does not take it
   */
  void flush() {
    producer.flush();
    check();
  }

  void check() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("an event could not be sent: " + problem, problem);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
