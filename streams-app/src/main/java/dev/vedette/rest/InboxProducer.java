package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.flows.ingest.RawSources;
import dev.vedette.runtime.kafka.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The inbox topic: a line is there when all replicas in sync have it. */
public final class InboxProducer implements Inbox {
  private static final Duration DELIVERY = Duration.ofSeconds(20);
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration BLOCK = Duration.ofSeconds(5);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Writes to this topic of a cluster. */
  public InboxProducer(ClientProperties clients, String topic) {
    this.topic = topic;
    Properties config = clients.toProperties();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void put(List<byte[]> lines, @Nullable String format) {
    List<Header> headers =
        format == null
            ? List.of()
            : List.of(new RecordHeader(RawSources.FORMAT_HEADER, format.getBytes(UTF_8)));
    List<Future<RecordMetadata>> sent = new ArrayList<>(lines.size());
    for (byte[] line : lines) {
      sent.add(producer.send(new ProducerRecord<>(topic, null, null, null, line, headers)));
    }
    try {
      for (Future<RecordMetadata> one : sent) {
        var _ = one.get();
      }
    } catch (ExecutionException e) {
      throw new InboxUnavailableException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InboxUnavailableException("interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.close(DELIVERY);
  }
}
