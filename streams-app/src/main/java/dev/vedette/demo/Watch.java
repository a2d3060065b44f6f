package dev.vedette.demo;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskNow;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code risk.updates.v1} as an enforcement point does, what was committed and nothing else,
 * and remembers the latest update of each subject that is no session.
 */
final class Watch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int LATENCIES = 256;

  private final KafkaConsumer<byte[], RiskUpdate> consumer;
  private final Sent sent;
  private final double untouched;
  private final Map<Subject, RiskUpdate> latest = new ConcurrentHashMap<>();
  private final Map<Subject, RiskUpdate> highest = new ConcurrentHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final long[] latencies = new long[LATENCIES];
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile long lastSeenMillis;
  private int measured;
  private long updates;

  Watch(ClientProperties clients, Names names, WireSerdes serdes, Sent sent, Policy policy) {
    this.sent = sent;
    untouched = Assessment.score(Math.round(policy.priorNats() * 1e6));
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(
            config, new ByteArrayDeserializer(), serdes.riskUpdates().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(names.of(Topics.RISK_UPDATES)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread = Thread.ofPlatform().name("demo-watch").start(this::read);
  }

  /** The score of a subject of which there was no update. */
  double untouched() {
    return untouched;
  }

  /** The latest update of a subject; null if it never had one. */
  @Nullable RiskUpdate latest(Subject subject) {
    return latest.get(subject);
  }

  /** The update of a subject with its highest score; null if it never had one. */
  @Nullable RiskUpdate highest(Subject subject) {
    return highest.get(subject);
  }

  /** The latest updates of all subjects that had one, sessions left out. */
  List<RiskUpdate> latest() {
    return List.copyOf(latest.values());
  }

  /** The changes of level since the given number of them. */
  List<Change> changesFrom(int seen) {
    synchronized (changes) {
      return List.copyOf(changes.subList(seen, changes.size()));
    }
  }

  /** How many updates of live events came, those of sessions too. */
  long updates() {
    synchronized (latencies) {
      return updates;
    }
  }

  /** From sending an event to receiving the update that it caused, the median of late. */
  @Nullable Duration medianLatency() {
    synchronized (latencies) {
      if (measured == 0) {
        return null;
      }
      long[] sorted = Arrays.copyOf(latencies, Math.min(measured, LATENCIES));
      Arrays.sort(sorted);
      return Duration.ofMillis(sorted[sorted.length / 2]);
    }
  }

  /** Waits until no update came for so long. */
  void awaitQuiet(Duration quiet) throws InterruptedException {
    long from = System.currentTimeMillis();
    while (System.currentTimeMillis() - Math.max(from, lastSeenMillis) < quiet.toMillis()) {
      check();
      Thread.sleep(POLL);
    }
  }

  /**
   * Fails if reading has failed.
   *
   * @throws IllegalStateException with what stopped it
   */
  void check() {
    RuntimeException problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("risk updates cannot be read: " + problem, problem);
    }
  }

  private void read() {
    try (consumer) {
      while (!closed) {
        for (var record : consumer.poll(POLL)) {
          take(record.value(), System.currentTimeMillis());
        }
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void take(RiskUpdate update, long nowMillis) {
    lastSeenMillis = nowMillis;
    Long sentMillis = sent.atMillis(update.causedBy());
    if (sentMillis != null) {
      synchronized (latencies) {
        updates++;
        latencies[measured % LATENCIES] = nowMillis - sentMillis;
        measured = measured == Integer.MAX_VALUE ? LATENCIES : measured + 1;
      }
    }
    if (update.subject().type() == SubjectType.SESSION) {
      return;
    }
    RiskUpdate before = latest.put(update.subject(), update);
    highest.merge(update.subject(), update, (a, b) -> b.score() >= a.score() ? b : a);
    if (update.level() != update.previousLevel()) {
      double score = before == null ? untouched : RiskNow.of(before, update.atMillis()).score();
      synchronized (changes) {
        changes.add(new Change(nowMillis, score, update));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
