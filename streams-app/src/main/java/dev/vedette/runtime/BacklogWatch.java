package dev.vedette.runtime;

import dev.vedette.runtime.kafka.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds at what the pipeline's group has committed and where the partitions that
 * it reads end. So each instance knows what waits in all of them, also in those whose instance is
 * gone: of these nobody else tells until the group has given them to others. Nobody who asks waits
 * for the broker; while that does not answer, what is known grows old and says so.
 */
final class BacklogWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
  private static final Duration EACH = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What stands for longer is looked into: there may be ends of transactions only. */
  private static final Duration STILL = Duration.ofSeconds(4);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final ClientProperties clients;
  private final String group;
  private final Set<String> topics;
  private final LongSupplier nanos;
  private final Map<TopicPartition, Reader> readers = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Seen seen;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  private record Seen(Map<TopicPartition, Backlog.Waiting> partitions, long atNanos) {}

  /** How far a partition's reader was, whoever that is. */
  private static final class Reader {
    private long committed = -1;
    private long movedAtNanos;
    private long recordAt = -1;
    private long emptyUntil = -1;

    /** Notes where it is; what is known to be no record does not wait. */
    long waiting(long at, long end, long now) {
      boolean none = end <= Math.max(at, emptyUntil);
      if (none || at != committed) {
        movedAtNanos = now;
      }
      committed = at;
      return none ? 0 : end - at;
    }

    /** Whether it has stood for so long that what it stands before should be looked at. */
    boolean isDoubtful(long now) {
      return recordAt != committed && still(now).compareTo(STILL) >= 0;
    }

    Duration still(long now) {
      return Duration.ofNanos(now - movedAtNanos);
    }
  }

  /**
   * Looks at nothing yet.
   *
   * @param group that reads
   * @param topics what it reads, as the broker knows them
   * @param nanos a clock that only goes forward
   */
  BacklogWatch(ClientProperties clients, String group, Set<String> topics, LongSupplier nanos) {
    this.clients = clients;
    this.group = group;
    this.topics = Set.copyOf(topics);
    this.nanos = nanos;
  }

  /** What was seen last; null if nothing was yet. Who asks first lets it begin to look. */
  @Nullable Backlog last() {
    if (!begun.get() && begun.compareAndSet(false, true)) {
      thread = Thread.ofPlatform().daemon().name("backlog").start(this::run);
    }
    Seen last = seen;
    return last == null
        ? null
        : new Backlog(
            last.partitions(), Duration.ofNanos(Math.max(0, nanos.getAsLong() - last.atNanos())));
  }

  private void run() {
    try (var admin = Admin.create(clients.toProperties())) {
      do {
        try {
          look(admin);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
          LOG.debug("what waits cannot be seen", e);
        }
      } while (!closed.await(EACH.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
    List<TopicPartition> partitions =
        get(admin.describeTopics(topics).allTopicNames()).entrySet().stream()
            .flatMap(topic ->
                topic.getValue().partitions().stream()
                    .map(one -> new TopicPartition(topic.getKey(), one.partition())))
            .toList();
    long now = nanos.getAsLong();
    Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> committed = committed(admin, partitions);
    var waiting = new HashMap<TopicPartition, Backlog.Waiting>();
    for (TopicPartition one : partitions) {
      Reader reader = readers.computeIfAbsent(one, partition -> new Reader());
      long end = ends.getOrDefault(one, 0L);
      long records = reader.waiting(committed.getOrDefault(one, 0L), end, now);
      if (records > 0
          && reader.isDoubtful(now)
          && nanos.getAsLong() - now < PATIENCE.toNanos()
          && isEmpty(one, reader, end)) {
        records = 0;
      }
      waiting.put(
          one,
          records == 0 ? Backlog.Waiting.NOTHING : new Backlog.Waiting(records, reader.still(now)));
    }
    readers.keySet().retainAll(waiting.keySet());
    seen = new Seen(Map.copyOf(waiting), now);
  }

  /** Where the group goes on: of what it has not begun, at the beginning. */
  private Map<TopicPartition, Long> committed(Admin admin, List<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> told =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    var committed = new HashMap<TopicPartition, Long>();
    var unbegun = new ArrayList<TopicPartition>();
    for (TopicPartition one : partitions) {
      OffsetAndMetadata offset = told.get(one);
      if (offset == null) {
        unbegun.add(one);
      } else {
        committed.put(one, offset.offset());
      }
    }
    if (!unbegun.isEmpty()) {
      committed.putAll(offsets(admin, unbegun, OffsetSpec.earliest()));
    }
    return committed;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    return get(
            admin
                .listOffsets(
                    partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which)),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().offset()));
  }

  private static <T> T get(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether only ends of transactions lie between a reader and the end, as after a crash. */
  private boolean isEmpty(TopicPartition partition, Reader reader, long end) {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, reader.committed);
      long until = nanos.getAsLong() + LOOK.toNanos();
      while (consumer.position(partition) < end && nanos.getAsLong() - until < 0) {
        if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
          reader.recordAt = reader.committed;
          return false;
        }
      }
      if (consumer.position(partition) < end) {
        return false;
      }
    }
    reader.emptyUntil = end;
    return true;
  }

  @Override
  public void close() {
    closed.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
