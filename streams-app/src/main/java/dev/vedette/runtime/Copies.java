package dev.vedette.runtime;

import dev.vedette.runtime.kafka.ClientProperties;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fresh the copies are that this instance keeps of other instances' stores.
 *
 * <p>Each second the committed end of each copy's changelog is noted, with the instant before it
 * was asked for. A copy is as old as the last instant whose end it has reached. Ends of
 * transactions take offsets too and are no records: what lies between a copy that does not move and
 * the end is looked at, and counts as reached if no committed record is there.
 */
final class Copies implements AutoCloseable, StandbyUpdateListener {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final Duration EACH = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int MAX_ENDS = 120;

  private final KafkaStreams streams;
  private final ClientProperties clients;
  private final String changelogPrefix;
  private final Set<String> stores;
  private final Predicate<Part> isMine;
  private final LongSupplier nanos;

  /** How often copies began or ended. */
  private final AtomicLong changes = new AtomicLong();

  private final ConcurrentMap<Part, Followed> followed = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  /** A partition of a store. */
  record Part(String store, int partition) {}

  /**
   * Follows nothing yet.
   *
   * @param stores whose copies are of interest
   * @param isMine whether this instance works on a part, by what the group last told
   * @param nanos a clock that only goes forward
   */
  Copies(
      KafkaStreams streams,
      ClientProperties clients,
      String applicationId,
      Set<String> stores,
      Predicate<Part> isMine,
      LongSupplier nanos) {
    this.streams = streams;
    this.clients = clients;
    this.changelogPrefix = applicationId + "-";
    this.stores = Set.copyOf(stores);
    this.isMine = isMine;
    this.nanos = nanos;
  }

  /** Begins to look. */
  void start() {
    thread = Thread.ofPlatform().daemon().name("copies").start(this::run);
  }

  /** How fresh a copy is; null if there is none, or none that was ever seen whole. */
  @Nullable Freshness of(String store, int partition) {
    Followed one = followed.get(new Part(store, partition));
    return one == null ? null : one.freshness(nanos.getAsLong());
  }

  private void run() {
    try (var admin = Admin.create(clients.toProperties())) {
      while (!closed.await(EACH.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look(admin);
        } catch (KafkaException | IllegalStateException | ExecutionException e) {
          // What is known grows old, and says so.
          LOG.debug("the copies' lag cannot be seen", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Admin admin) throws ExecutionException, InterruptedException {
    long changesBefore = changes.get();
    var positions = new HashMap<Part, Long>();
    streams
        .allLocalStorePartitionLags()
        .forEach((store, lags) -> {
          if (stores.contains(store)) {
            lags.forEach((partition, lag) ->
                positions.put(new Part(store, partition), lag.currentOffsetPosition()));
          }
        });
    positions.keySet().removeIf(isMine);
    followed.keySet().retainAll(positions.keySet());
    if (positions.isEmpty()) {
      return;
    }
    var ask = new HashMap<TopicPartition, OffsetSpec>();
    positions.keySet().forEach(part -> ask.put(changelog(part), OffsetSpec.latest()));
    long before = nanos.getAsLong();
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin.listOffsets(ask, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get();
    if (changes.get() != changesBefore) {
      return; // the positions may be those of other copies
    }
    var behind = new ArrayList<Part>();
    positions.forEach((part, position) -> {
      ListOffsetsResultInfo end = ends.get(changelog(part));
      if (end != null
          && followed
              .computeIfAbsent(part, p -> new Followed())
              .seen(before, position, end.offset())) {
        behind.add(part);
      }
    });
    if (!behind.isEmpty()) {
      lookBetween(behind);
    }
  }

  private TopicPartition changelog(Part part) {
    return new TopicPartition(changelogPrefix + part.store() + "-changelog", part.partition());
  }

  /** Whether there are records between copies that do not move and their ends. */
  private void lookBetween(List<Part> behind) {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (Part part : behind) {
        Followed one = followed.get(part);
        if (one == null) {
          continue;
        }
        TopicPartition changelog = changelog(part);
        long from = one.position();
        long to = one.end();
        consumer.assign(List.of(changelog));
        consumer.seek(changelog, from);
        long until = nanos.getAsLong() + LOOK.toNanos();
        boolean empty = true;
        while (empty && consumer.position(changelog) < to && nanos.getAsLong() - until < 0) {
          empty = consumer.poll(Duration.ofMillis(100)).isEmpty();
        }
        if (empty && consumer.position(changelog) >= to) {
          one.nothingBetween(from, to);
        }
      }
    }
  }

  /** A copy begins to follow, perhaps from its beginning: what was known of it is of another. */
  @Override
  public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {
    forget(store, partition);
  }

  private void forget(String store, TopicPartition partition) {
    changes.incrementAndGet();
    followed.remove(new Part(store, partition.partition()));
  }

  @Override
  public void onBatchLoaded(
      TopicPartition partition,
      String store,
      TaskId task,
      long batchEndOffset,
      long batchSize,
      long currentEndOffset) {
    // The position is looked up together with the end.
  }

  @Override
  public void onUpdateSuspended(
      TopicPartition partition,
      String store,
      long storeOffset,
      long currentEndOffset,
      SuspendReason reason) {
    forget(store, partition);
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

  /** One copy. */
  static final class Followed {
    private final Deque<End> ends = new ArrayDeque<>();
    private long position = -1;
    private long end;
    private long emptyFrom = -1;
    private long emptyTo = -1;
    private @Nullable Long wholeAtNanos;

    private record End(long atNanos, long offset) {}

    /**
     * Notes where copy and changelog are.
     *
     * @return whether the copy is behind and has not moved since the last time
     */
    synchronized boolean seen(long atNanos, long copy, long changelog) {
      boolean moved = copy != position;
      position = copy;
      end = changelog;
      ends.add(new End(atNanos, changelog));
      if (ends.size() > MAX_ENDS) {
        ends.removeFirst();
      }
      reach();
      return !ends.isEmpty() && !moved;
    }

    /** There is no committed record between two offsets. */
    synchronized void nothingBetween(long from, long to) {
      emptyFrom = from;
      emptyTo = to;
      reach();
    }

    private void reach() {
      while (!ends.isEmpty() && isReached(ends.getFirst().offset())) {
        wholeAtNanos = ends.removeFirst().atNanos();
      }
    }

    /** The last offset before a committed end is that of its transaction's end. */
    private boolean isReached(long offset) {
      return offset <= position + 1 || (position >= emptyFrom && offset <= emptyTo);
    }

    synchronized long position() {
      return Math.max(0, position);
    }

    synchronized long end() {
      return end;
    }

    synchronized @Nullable Freshness freshness(long nowNanos) {
      Long whole = wholeAtNanos;
      if (whole == null) {
        return null;
      }
      return new Freshness(
          isReached(end) ? 0 : Math.max(0, end - position),
          Duration.ofNanos(Math.max(0, nowNanos - whole)));
    }
  }
}
