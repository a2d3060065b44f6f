package dev.vedette.rest.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.DeadLetter;
import dev.vedette.flows.SourceHeader;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The letters of {@code dead.letters.v1}, read by one consumer for one asker at a time. A few more
 * may wait, and whoever else asks is told so at once: a page may take seconds.
 */
public final class DeadLetterTopic implements DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int CHUNK = 500;
  private static final String REPLAYED = "vedette-replayed";

  private final String topic;
  private final Set<String> inboxes;
  private final WireSerdes serdes;
  private final Semaphore askers = new Semaphore(ASKERS);
  private final ReentrantLock asking = new ReentrantLock();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Reads the letters of a cluster.
   *
   * @param raw the raw topics that ingest reads, and letters may go back to
   */
  public DeadLetterTopic(ClientProperties clients, Names names, RawSources raw, WireSerdes serdes) {
    this.serdes = serdes;
    topic = names.of(Topics.DEAD_LETTERS);
    inboxes = Set.copyOf(names.inboxes(raw));
    Properties reading = clients.toProperties();
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, CHUNK);
    reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Properties writing = clients.toProperties();
    writing.put(ProducerConfig.ACKS_CONFIG, "all");
    writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
    writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException;
  }

  private <T> T admitted(Question<T> question) throws IOException {
    if (!askers.tryAcquire()) {
      throw new BusyException(ASKERS);
    }
    try {
      return question.ask();
    } finally {
      askers.release();
    }
  }

  private <T> T asking(Question<T> question) throws IOException {
    asking.lock();
    try {
      return question.ask();
    } catch (KafkaException e) {
      throw new IOException(topic + ": " + e.getClass().getSimpleName(), e);
    } finally {
      asking.unlock();
    }
  }

  @Override
  public Page newest(Predicate<DeadLetter> wanted, int limit, @Nullable List<Long> before)
      throws IOException {
    return admitted(() -> asking(() -> page(wanted, limit, before)));
  }

  private Page page(Predicate<DeadLetter> wanted, int limit, @Nullable List<Long> before)
      throws IOException {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    if (before != null && before.size() != partitions.size()) {
      throw new IllegalArgumentException("the topic has other partitions now");
    }
    return new Backwards(partitions, before).page(wanted, limit);
  }

  /** Reads all partitions from their ends on backwards, the newest record of any first. */
  private final class Backwards {
    private final List<Tail> tails = new ArrayList<>();
    private int read;

    Backwards(List<TopicPartition> partitions, @Nullable List<Long> before) {
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      for (int i = 0; i < partitions.size(); i++) {
        TopicPartition one = partitions.get(i);
        long last = end.getOrDefault(one, 0L);
        long from = before == null ? last : Math.min(last, before.get(i));
        tails.add(new Tail(one, first.getOrDefault(one, 0L), from));
      }
    }

    Page page(Predicate<DeadLetter> wanted, int limit) throws IOException {
      var letters = new ArrayList<Letter>();
      while (letters.size() < limit && read < MAX_READ) {
        Tail newest = newest();
        if (newest == null) {
          return new Page(letters, null);
        }
        Letter letter = newest.take();
        read++;
        if (letter != null && wanted.test(letter.letter())) {
          letters.add(letter);
        }
      }
      return new Page(
          letters, newest() == null ? null : tails.stream().map(tail -> tail.before).toList());
    }

    private @Nullable Tail newest() throws IOException {
      Tail newest = null;
      for (Tail tail : tails) {
        if (tail.hasMore() && (newest == null || tail.newestMillis() > newest.newestMillis())) {
          newest = tail;
        }
      }
      return newest;
    }
  }

  /** The rest of a partition, before an offset. */
  private final class Tail {
    private final TopicPartition partition;
    private final long first;
    private final List<ConsumerRecord<byte[], byte[]>> loaded = new ArrayList<>();
    private long loadedFrom;
    private long before;

    Tail(TopicPartition partition, long first, long before) {
      this.partition = partition;
      this.first = first;
      this.before = before;
      this.loadedFrom = before;
    }

    boolean hasMore() throws IOException {
      while (loaded.isEmpty() && loadedFrom > first) {
        long from = Math.max(first, loadedFrom - CHUNK);
        loaded.addAll(records(partition, from, loadedFrom));
        loadedFrom = from;
      }
      return !loaded.isEmpty();
    }

    long newestMillis() {
      return loaded.getLast().timestamp();
    }

    @Nullable Letter take() {
      var record = loaded.removeLast();
      before = record.offset();
      return letter(record);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> records(
      TopicPartition partition, long from, long before) throws IOException {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < before) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(topic + ": not read in time");
      }
      for (var record : consumer.poll(POLL)) {
        if (record.offset() < before) {
          records.add(record);
        }
      }
    }
    return records;
  }

  private @Nullable Letter letter(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return null;
    }
    DeadLetter letter =
        serdes.deadLetters().deserializer().deserialize(record.topic(), record.value());
    return new Letter(record.partition(), record.offset(), letter);
  }

  @Override
  public @Nullable Letter at(int partition, long offset) throws IOException {
    // A supplier may not give null.
    List<Letter> found =
        admitted(() ->
            asking(() -> {
              var record = record(new TopicPartition(topic, partition), offset);
              Letter letter = record == null ? null : letter(record);
              return letter == null ? List.of() : List.of(letter);
            }));
    return found.isEmpty() ? null : found.getFirst();
  }

  private @Nullable ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset)
      throws IOException {
    boolean exists =
        consumer.partitionsFor(partition.topic()).stream()
            .anyMatch(info -> info.partition() == partition.partition());
    if (!exists) {
      return null;
    }
    var one = List.of(partition);
    long first = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
    if (offset < first || offset >= end) {
      return null;
    }
    return records(partition, offset, offset + 1).stream().findFirst().orElse(null);
  }

  @Override
  public String replay(Letter letter) throws IOException {
    Origin origin = Origin.parse(letter.letter().origin());
    if (origin == null) {
      throw new NotReplayableException("It came from a file, not from a topic.");
    }
    if (!inboxes.contains(origin.partition().topic())) {
      throw new NotReplayableException("The topic that it came from is not read here any more.");
    }
    return admitted(() -> {
      ProducerRecord<byte[], byte[]> record =
          asking(() -> again(letter.letter(), origin, record(origin.partition(), origin.offset())));
      String source = "%d@%d".formatted(letter.partition(), letter.offset());
      record.headers().add(new RecordHeader(REPLAYED, source.getBytes(UTF_8)));
      put(record);
      return record.topic();
    });
  }

  private static ProducerRecord<byte[], byte[]> again(
      DeadLetter letter, Origin origin, @Nullable ConsumerRecord<byte[], byte[]> record) {
    boolean isWhole = letter.rawLength() == letter.raw().length;
    if (record != null && !origin.isPart()) {
      return new ProducerRecord<>(
          record.topic(), null, null, record.key(), record.value(), format(record));
    }
    if (!isWhole) {
      throw new NotReplayableException(
          "The letter holds %d of %d bytes, and the record that it came from is gone or has more in it."
              .formatted(letter.raw().length, letter.rawLength()));
    }
    List<Header> headers =
        record != null
            ? format(record)
            : letter.source().equals(SourceHeader.OWN)
                ? List.of()
                : List.of(
                    new RecordHeader(RawSources.FORMAT_HEADER, letter.source().getBytes(UTF_8)));
    return new ProducerRecord<>(
        origin.partition().topic(), null, null, null, letter.raw(), headers);
  }

  private static List<Header> format(ConsumerRecord<byte[], byte[]> record) {
    Header format = record.headers().lastHeader(RawSources.FORMAT_HEADER);
    return format == null ? List.of() : List.of(format);
  }

  private void put(ProducerRecord<byte[], byte[]> record) throws IOException {
    try {
      var _ = producer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IOException("the broker did not take it: " + e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    asking.lock();
    try {
      consumer.close();
      producer.close(PATIENCE);
    } finally {
      asking.unlock();
    }
  }
}
