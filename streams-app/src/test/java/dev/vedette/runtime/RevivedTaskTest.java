package dev.vedette.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.flows.WholeStores;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reader sees of a store whose task Kafka Streams gives up, wipes and restores anew. */
@Timeout(120)
class RevivedTaskTest {
  private static final String STORE = "seen-v1";
  private static final int KEYS = 20_000;
  private static final String BREAK = "break";
  private static final String LAST = "last";

  @TempDir private Path directory;
  private final AtomicBoolean isToBreak = new AtomicBoolean(true);

  /** Keeps what it reads, and fails once as if the store were corrupted. */
  private final class Keeper implements Processor<String, String, Void, Void> {
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<String, String> store;
    private WholeStores.Shown shown = WholeStores.Shown.NOTHING;

    @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
    Keeper() {}

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
      context = processorContext;
      store = processorContext.getStateStore(STORE);
      shown = WholeStores.show(processorContext, STORE);
    }

    @Override
    public void process(Record<String, String> record) {
      if (record.key().equals(BREAK) && isToBreak.compareAndSet(true, false)) {
        throw new TaskCorruptedException(Set.of(context.taskId()));
      }
      store.put(record.key(), record.value());
    }

    @Override
    public void close() {
      shown.hide();
    }
  }

  @Test
  void shouldNeverMissWhatIsNotRestoredYet() throws Exception {
    String name = Brokers.unique("revived");
    var clients = ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
    var config =
        new Deployment(
                name, clients, directory, 1, Duration.ofMillis(100), 1 << 20, 1, true, 0, "1")
            .config();
    config.put("commit.interval.ms", 100L);
    var stores = new WholeStores();
    config.put(WholeStores.CONFIG, stores);
    ReadOnlyKeyValueStore<String, String> part = stores.part(STORE, 0);
    try (var admin = Admin.create(clients.toProperties())) {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()))).all().get();
    }
    try (var producer =
            new KafkaProducer<>(
                clients.toProperties(), new StringSerializer(), new StringSerializer());
        var streams = new KafkaStreams(topology(name), config)) {
      for (int i = 0; i < KEYS; i++) {
        var _ = producer.send(new ProducerRecord<>(name, key(i), "seen"));
      }
      streams.start();
      var random = new SplittableRandom(20261123);
      while (get(part, key(KEYS - 1)).isEmpty()) {
        Thread.sleep(20);
      }
      var _ = producer.send(new ProducerRecord<>(name, BREAK, "")).get();
      var _ = producer.send(new ProducerRecord<>(name, LAST, "seen")).get();
      int refused = 0;
      int told = 0;
      while (get(part, LAST).isEmpty()) {
        String key = key(random.nextInt(KEYS));
        try {
          assertNotNull(part.get(key), "%s was seen".formatted(key));
          told++;
        } catch (InvalidStateStoreException e) {
          refused++;
        }
      }
      assertEquals(false, isToBreak.get());
      assertTrue(refused > 0, "nothing was restored");
      assertTrue(told > 0, "nothing was told");
    }
  }

  private Topology topology(String topic) {
    var topology = new Topology();
    topology.addSource(
        "read", Serdes.String().deserializer(), Serdes.String().deserializer(), topic);
    topology.addProcessor("keep", Keeper::new, "read");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.String())
            .withLoggingEnabled(Map.of()),
        "keep");
    return topology;
  }

  private static Optional<String> get(ReadOnlyKeyValueStore<String, String> part, String key) {
    try {
      return Optional.ofNullable(part.get(key));
    } catch (InvalidStateStoreException e) {
      return Optional.empty();
    }
  }

  private static String key(int number) {
    return "subject-" + number;
  }
}
