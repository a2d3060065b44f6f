package dev.vedette.client;

import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.RegistryException;
import dev.vedette.schemas.WireFormatException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic from some time ago to its end and on, all partitions, committed records only, and
 * keeps saying when it was last known to be at the end. A broker that is away is waited for.
 */
final class Follower implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final ClientSettings settings;
  private final Shelf shelf;
  private final UpdateReader reader;
  private final LongSupplier clock;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean wasAtEnd;
  private volatile long endNanos;
  private final AtomicLong unreadable = new AtomicLong();
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  Follower(ClientSettings settings, Shelf shelf, UpdateReader reader, LongSupplier clock) {
    this.settings = settings;
    this.shelf = shelf;
    this.reader = reader;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("vedette-risk-cache").unstarted(this);
  }

  void start() {
    thread.start();
  }

  /**
   * How long ago everything that was in the topic had been read; Long.MAX_VALUE if it never was. A
   * clock that is set does not change it.
   */
  long ageMillis() {
    return wasAtEnd ? (System.nanoTime() - endNanos) / 1_000_000 : Long.MAX_VALUE;
  }

  /** How many records were no risk updates that can be read. */
  long unreadable() {
    return unreadable.get();
  }

  @Override
  public void run() {
    while (!closing) {
      try (Consumer<byte[], byte[]> now = new KafkaConsumer<>(properties())) {
        consumer = now;
        follow(now);
      } catch (WakeupException | InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.warn("risk updates cannot be followed, trying again: {}", e.toString());
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> from) {
    List<TopicPartition> partitions = assign(from);
    long everyNanos = settings.staleness().toNanos() / 10;
    long lastNanos = System.nanoTime() - everyNanos;
    while (!closing) {
      from.poll(AT_ONCE).forEach(this::take);
      long startedNanos = System.nanoTime();
      if (startedNanos - lastNanos >= everyNanos) {
        if (from.partitionsFor(settings.topic()).size() != partitions.size()) {
          partitions = assign(from);
        } else if (isAtEnd(from, partitions)) {
          endNanos = startedNanos;
          wasAtEnd = true;
        }
        lastNanos = startedNanos;
      }
    }
  }

  private List<TopicPartition> assign(Consumer<byte[], byte[]> to) {
    List<PartitionInfo> known = to.partitionsFor(settings.topic());
    if (known.isEmpty()) {
      throw new KafkaException("there is no topic " + settings.topic());
    }
    List<TopicPartition> partitions =
        known.stream().map(one -> new TopicPartition(one.topic(), one.partition())).toList();
    to.assign(partitions);
    long since = clock.getAsLong() - settings.history().toMillis();
    Map<TopicPartition, OffsetAndTimestamp> begin =
        to.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> since)));
    for (TopicPartition one : partitions) {
      OffsetAndTimestamp first = begin.get(one);
      if (first == null) {
        to.seekToEnd(List.of(one));
      } else {
        to.seek(one, first.offset());
      }
    }
    return partitions;
  }

  /**
   * Whether all that is committed has been read. The broker is asked each time, so that one that is
   * away is noticed; what was read is kept meanwhile.
   */
  private static boolean isAtEnd(Consumer<byte[], byte[]> of, List<TopicPartition> partitions) {
    try {
      return of.endOffsets(partitions, AGAIN).entrySet().stream()
          .allMatch(end -> of.position(end.getKey(), AGAIN) >= end.getValue());
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    RiskUpdate update;
    try {
      update = reader.read(record.value());
    } catch (WireFormatException | IllegalArgumentException e) {
      unreadable.incrementAndGet();
      LOG.warn(
          "{}-{}@{} is no risk update: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getClass().getSimpleName());
      return;
    } catch (RegistryException e) {
      throw new KafkaException("the schema registry cannot be asked", e);
    }
    shelf.put(update);
  }

  private Properties properties() {
    var all = new Properties();
    all.putAll(settings.kafka());
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return all;
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  @Override
  public void close() {
    closing = true;
    Consumer<byte[], byte[]> now = consumer;
    if (now != null) {
      now.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
