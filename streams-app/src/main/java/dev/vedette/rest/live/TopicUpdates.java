package dev.vedette.rest.live;

import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates from {@code risk.updates.v1} and {@code alerts.v1}, committed ones only. One consumer
 * reads for all who listen to the present; who was away reads what it missed with one of its own,
 * of which there are few at a time, and then listens as the others do.
 */
public final class TopicUpdates implements Updates {
  /** The most streams at a time. */
  public static final int MAX_STREAMS = 64;

  /** The most streams that catch up at a time. */
  public static final int MAX_CATCHING_UP = 4;

  /** Who missed more records than this begins anew. */
  public static final long MAX_MISSED = 100_000;

  /** How long a position is waited for that another instance has reached already. */
  private static final Duration NOT_YET = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(TopicUpdates.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ClientProperties clients;
  private final List<String> topics;
  private final WireSerdes serdes;
  private final Semaphore catchingUp = new Semaphore(MAX_CATCHING_UP);
  private final UpdateHub hub;
  private final Thread reader;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  /**
   * Reads from the topics' present ends on.
   *
   * @throws KafkaException if the cluster cannot be reached, or the topics do not exist
   */
  public TopicUpdates(ClientProperties clients, Names names, WireSerdes serdes) {
    this.serdes = serdes;
    this.clients = clients;
    this.topics = List.of(names.of(Topics.RISK_UPDATES), names.of(Topics.ALERTS));
    this.consumer = open();
    this.hub = new UpdateHub(seekToEnd(consumer), MAX_STREAMS);
    this.reader = Thread.ofPlatform().daemon().name("updates").start(this::read);
  }

  private KafkaConsumer<byte[], byte[]> open() {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(int riskPartitions, int alertPartitions) {
    var all = new ArrayList<TopicPartition>();
    for (int i = 0; i < riskPartitions; i++) {
      all.add(new TopicPartition(topics.get(0), i));
    }
    for (int i = 0; i < alertPartitions; i++) {
      all.add(new TopicPartition(topics.get(1), i));
    }
    return all;
  }

  private Positions seekToEnd(KafkaConsumer<byte[], byte[]> of) {
    Positions ends =
        Positions.zero(
            of.partitionsFor(topics.get(0)).size(), of.partitionsFor(topics.get(1)).size());
    List<TopicPartition> all = partitions(ends.partitions(0), ends.partitions(1));
    of.assign(all);
    of.seekToEnd(all);
    all.forEach(one -> ends.set(topic(one.topic()), one.partition(), of.position(one)));
    return ends;
  }

  private void seek(KafkaConsumer<byte[], byte[]> to, Positions positions) {
    List<TopicPartition> all = partitions(positions.partitions(0), positions.partitions(1));
    to.assign(all);
    all.forEach(one -> to.seek(one, positions.at(topic(one.topic()), one.partition())));
  }

  private int topic(String name) {
    return topics.indexOf(name);
  }

  private void read() {
    while (!closed) {
      try {
        var records = consumer.poll(POLL);
        for (var record : records) {
          Published published = published(record);
          if (published != null) {
            hub.publish(
                topic(record.topic()),
                record.partition(),
                record.offset() + 1,
                published.tenant(),
                published.what());
          }
        }
        records
            .nextOffsets()
            .forEach(
                (one, next) -> hub.reached(topic(one.topic()), one.partition(), next.offset()));
      } catch (WakeupException e) {
        break; // it is closed
      } catch (KafkaException e) {
        LOG.warn("updates cannot be read for now: {}", e.getClass().getName());
        reopen();
      }
    }
    consumer.close();
  }

  /** Goes on where it was with another consumer, after a while, however often that fails. */
  private void reopen() {
    consumer.close();
    for (boolean open = false; !open && !closed; ) {
      try {
        Thread.sleep(PAUSE);
        consumer = open();
        seek(consumer, hub.positions());
        open = true;
      } catch (KafkaException e) {
        LOG.warn("updates: another consumer could not be made: {}", e.getClass().getName());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        closed = true;
      }
    }
  }

  private record Published(String tenant, Update.What what) {}

  private @Nullable Published published(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return null;
    }
    try {
      if (topic(record.topic()) == 0) {
        RiskUpdate update =
            serdes.riskUpdates().deserializer().deserialize(record.topic(), record.value());
        return new Published(update.subject().tenant(), new Update.Risk(update));
      }
      Alert alert = serdes.alerts().deserializer().deserialize(record.topic(), record.value());
      return new Published(alert.incident().tenant(), new Update.Changed(alert.incident()));
    } catch (SerializationException | IllegalArgumentException e) {
      LOG.warn(
          "{}-{}@{} is not what it should be, and passed over",
          record.topic(),
          record.partition(),
          record.offset());
      return null;
    }
  }

  @Override
  public Stream open(String tenant, @Nullable String after) throws InterruptedException {
    Positions from = after == null ? null : Positions.parse(after);
    boolean isReached = from == null || hub.awaitReached(from, NOT_YET);
    UpdateHub.Listener listener = hub.listen(tenant);
    boolean handedOn = false;
    try {
      Stream stream = from == null ? listener : resumed(tenant, from, isReached, listener);
      handedOn = true;
      return stream;
    } finally {
      if (!handedOn) {
        listener.close();
      }
    }
  }

  private Stream resumed(
      String tenant, Positions from, boolean isReached, UpdateHub.Listener listener) {
    if (!isReached) {
      return new Resumed(tenant, from, listener, "the topics do not go as far as this position");
    }
    long missed = from.behind(listener.start());
    if (missed == 0) {
      return listener;
    }
    if (missed > MAX_MISSED) {
      return new Resumed(
          tenant, from, listener, "more than %d records were missed".formatted(MAX_MISSED));
    }
    if (!catchingUp.tryAcquire()) {
      throw new TooManyStreamsException(
          "%d streams are catching up already".formatted(MAX_CATCHING_UP));
    }
    KafkaConsumer<byte[], byte[]> missedOnes = null;
    boolean begun = false;
    try {
      missedOnes = open();
      var resumed = new Resumed(tenant, from, listener, missedOnes);
      begun = true;
      return resumed;
    } finally {
      if (!begun) {
        end(missedOnes);
      }
    }
  }

  /** Ends catching up: another one may. */
  private void end(@Nullable KafkaConsumer<byte[], byte[]> of) {
    catchingUp.release();
    if (of != null) {
      of.close();
    }
  }

  /** What was missed, and then what the listener hears. */
  private final class Resumed implements Stream {
    private final String tenant;
    private final String position;
    private final Positions reached;
    private final UpdateHub.Listener listener;
    private final List<Update> read = new ArrayList<>();
    private @Nullable KafkaConsumer<byte[], byte[]> missed;

    /** Begins with a reset, and goes on with the present. */
    Resumed(String tenant, Positions from, UpdateHub.Listener listener, String reason) {
      this.tenant = tenant;
      this.position = from.toString();
      this.listener = listener;
      this.reached = listener.start().copy();
      read.add(new Update(reached.toString(), new Update.Reset(reason)));
    }

    /** Begins with what was missed. */
    Resumed(
        String tenant,
        Positions from,
        UpdateHub.Listener listener,
        KafkaConsumer<byte[], byte[]> missed) {
      this.tenant = tenant;
      this.position = from.toString();
      this.listener = listener;
      this.reached = from.copy();
      this.missed = missed;
      seek(missed, from);
      skipWhatIsGone(missed);
    }

    private void skipWhatIsGone(KafkaConsumer<byte[], byte[]> of) {
      boolean gone = false;
      for (var first : of.beginningOffsets(of.assignment()).entrySet()) {
        TopicPartition partition = first.getKey();
        if (of.position(partition) < first.getValue()) {
          gone = true;
          of.seek(partition, first.getValue());
          reached.set(topic(partition.topic()), partition.partition(), first.getValue());
        }
      }
      if (gone) {
        read.add(
            new Update(
                reached.toString(), new Update.Reset("what was missed is not kept any more")));
      }
    }

    @Override
    public String position() {
      return position;
    }

    @Override
    public @Nullable Update next(Duration wait) throws InterruptedException {
      if (read.isEmpty() && missed != null) {
        readMore(missed, wait);
      }
      if (!read.isEmpty()) {
        return read.removeFirst();
      }
      return missed == null ? listener.next(wait) : null;
    }

    private void readMore(KafkaConsumer<byte[], byte[]> from, Duration wait) {
      long deadline = System.nanoTime() + wait.toNanos();
      while (read.isEmpty() && System.nanoTime() - deadline < 0) {
        if (isThere(from)) {
          missed = null;
          end(from);
          return;
        }
        for (var record : from.poll(POLL)) {
          take(record);
        }
      }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      int topic = topic(record.topic());
      if (record.offset() >= listener.start().at(topic, record.partition())) {
        return; // the listener hears it
      }
      reached.set(topic, record.partition(), record.offset() + 1);
      Published published = published(record);
      if (published != null && published.tenant().equals(tenant)) {
        read.add(new Update(reached.toString(), published.what()));
      }
    }

    private boolean isThere(KafkaConsumer<byte[], byte[]> from) {
      return from.assignment().stream()
          .allMatch(one ->
              from.position(one) >= listener.start().at(topic(one.topic()), one.partition()));
    }

    @Override
    public void close() {
      listener.close();
      KafkaConsumer<byte[], byte[]> open = missed;
      if (open != null) {
        missed = null;
        end(open);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    hub.close();
    consumer.wakeup();
    try {
      reader.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
