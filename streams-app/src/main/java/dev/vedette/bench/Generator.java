package dev.vedette.bench;

import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.wire.WireSerdes;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes traffic to an inbox: a backlog as fast as it goes, or each event at its time. */
final class Generator implements AutoCloseable {
  private static final String TIMED = "timed-";

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Traffic traffic;
  private final WireSerdes serdes;
  private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
  private long sent;

  Generator(ClientProperties clients, String topic, Traffic traffic, WireSerdes serdes) {
    this.topic = topic;
    this.traffic = traffic;
    this.serdes = serdes;
    Properties config = clients.toProperties();
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes events whose times are a function of their place, and waits until they are there. */
  void backlog(long events, LongUnaryOperator timeMillis) {
    for (long i = 0; i < events; i++) {
      send("backlog-" + sent++, timeMillis.applyAsLong(i));
    }
    flush();
  }

  /** Writes events of now. */
  void backlog(long events) {
    backlog(events, i -> System.currentTimeMillis());
  }

  /**
   * Sends events at a steady rate, each at its time or as soon after it as can be: who is late does
   * not slow down, so that waiting counts. An event's id tells when it was due ({@link #dueNanos}).
   */
  void timed(double perSecond, Duration length) {
    long startNanos = System.nanoTime();
    double periodNanos = 1e9 / perSecond;
    long events = (long) (perSecond * length.toNanos() / 1e9);
    for (long i = 0; i < events; i++) {
      long dueNanos = startNanos + (long) (i * periodNanos);
      for (long wait = dueNanos - System.nanoTime();
          wait > 0;
          wait = dueNanos - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      send(TIMED + dueNanos, System.currentTimeMillis());
    }
    flush();
  }

  /** When a timed event was due, by {@link System#nanoTime}; empty for an event of a backlog. */
  static OptionalLong dueNanos(String eventId) {
    return eventId.startsWith(TIMED)
        ? OptionalLong.of(Long.parseLong(eventId, TIMED.length(), eventId.length(), 10))
        : OptionalLong.empty();
  }

  private void send(String id, long timeMillis) {
    byte[] value = serdes.accessEvents().encode(traffic.next(id, timeMillis));
    var _ =
        producer.send(
            new ProducerRecord<>(topic, null, timeMillis, null, value),
            (written, failure) -> {
              if (failure != null) {
                failed.compareAndSet(null, failure);
              }
            });
  }

  private void flush() {
    producer.flush();
    Exception failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("an event could not be written: " + failure, failure);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
