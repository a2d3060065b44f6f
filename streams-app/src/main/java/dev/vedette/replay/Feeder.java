package dev.vedette.replay;

import static java.util.Objects.requireNonNull;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.SubjectKey;
import dev.vedette.replay.input.Item;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.Normalized;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes items to the inbox, dead lines to the dead letters, verdicts to theirs, and the progress
 * beside them, in one transaction at a time: after a crash the next feeder of the same name goes on
 * where the last committed one ended.
 */
final class Feeder implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final Names names;
  private final WireSerdes serdes;
  private final byte[] key;
  private final String source;
  private final int inboxPartitions;

  private Progress committed;
  private Progress pending;
  private boolean open;

  Feeder(ClientProperties clients, Names names, WireSerdes serdes, String name, String source) {
    this.names = names;
    this.serdes = serdes;
    this.key = name.getBytes(StandardCharsets.UTF_8);
    this.source = source;
    Properties config = clients.toProperties();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "vedette-feeder-" + name);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    // Ends what a feeder of the same name may have left open, so that what is read next is final.
    producer.initTransactions();
    inboxPartitions = producer.partitionsFor(names.inbox()).size();
    committed = lastCommitted(clients);
    pending = committed;
  }

  /** How far the input is done for good. */
  Progress committed() {
    return committed;
  }

  /** How far it will be with the next commit. */
  Progress pending() {
    return pending;
  }

  /** Adds an item to the open transaction. */
  void feed(Item item) {
    begin();
    long received = item.receivedMillis();
    switch (item.normalized()) {
      case Normalized.Event(AccessEvent event) -> {
        send(
            Topics.ACCESS_EVENTS.name(),
            inboxPartition(),
            received,
            serdes.accessEvents().encode(event));
        pending = pending.sentAt(received);
      }
      case Normalized.Ignored ignored -> pending = pending.ignoredAt(received);
      case Normalized.Dead(var reason, var detail) -> {
        var letter =
            new DeadLetter(
                reason,
                detail,
                item.origin(),
                source,
                item.raw(),
                item.rawLength(),
                received,
                null);
        send(Topics.DEAD_LETTERS.name(), null, received, serdes.deadLetters().encode(letter));
        pending = pending.deadAt(received);
      }
    }
  }

  /** Adds a verdict to the open transaction, as it was said then. */
  void tell(Verdict verdict) {
    begin();
    String decider = SubjectKey.encode(verdict.subject().decider());
    var _ =
        producer.send(
            new ProducerRecord<>(
                names.of(Topics.VERDICTS),
                null,
                verdict.atMillis(),
                decider.getBytes(StandardCharsets.UTF_8),
                serdes.verdicts().encode(verdict)));
    pending = pending.told();
  }

  /** Says that the input is at its end. */
  void end() {
    begin();
    pending = pending.end();
  }

  /** Commits what was fed since the last commit, and the progress with it. */
  void commit() {
    if (!open) {
      return;
    }
    // What a send could not do fails the commit.
    var _ =
        producer.send(
            new ProducerRecord<>(names.of(Topics.REPLAY_PROGRESS), key, pending.toBytes()));
    producer.commitTransaction();
    committed = pending;
    open = false;
  }

  private void begin() {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
  }

  /** In turn: whom an event is about does not decide where it goes in. */
  private int inboxPartition() {
    return (int) (pending.sent() % inboxPartitions);
  }

  private void send(String topic, @Nullable Integer partition, long receivedMillis, byte[] value) {
    var _ =
        producer.send(
            new ProducerRecord<>(names.prefix() + topic, partition, receivedMillis, null, value));
  }

  private Progress lastCommitted(ClientProperties clients) {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var partition = new TopicPartition(names.of(Topics.REPLAY_PROGRESS), 0);
    Progress last = Progress.START;
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (Arrays.equals(record.key(), key)) {
            last = Progress.read(record.value());
          }
        }
      }
    }
    return last;
  }

  @Override
  public void close() {
    if (open) {
      producer.abortTransaction();
    }
    producer.close();
  }
}
