package dev.vedette.flows;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this instance knows in step with a store, and the store with a topic. A record that
 * cannot be read counts as none: whatever it replaces is withdrawn, so that a restart comes to the
 * same. The store remembers for a restart.
 *
 * @param <T> what a record says
 */
public final class Following<T> implements Processor<Bytes, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private final String group;
  private final String storeName;
  private final Reading<T> reading;
  private final Change<T> change;

  private ProcessorContext<Void, Void> context;
  private KeyValueStore<Bytes, byte[]> facts;
  private Sensor refused;

  /**
   * Reads what a record says.
   *
   * @param <T> what a record says
   */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * What the value says under this key.
     *
     * @throws IllegalArgumentException if it says nothing that can be understood
     */
    T read(Bytes key, byte[] value);
  }

  /**
   * Is told of changes.
   *
   * @param <T> what a record says
   */
  @FunctionalInterface
  public interface Change<T> {
    /** Under one key one thing is said in place of another; null for nothing. */
    void told(@Nullable T before, @Nullable T after);
  }

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  private Following(String group, String storeName, Reading<T> reading, Change<T> change) {
    this.group = group;
    this.storeName = storeName;
    this.reading = reading;
    this.change = change;
  }

  /**
   * Follows a topic from here on.
   *
   * @param group the metric group in which refused records are counted
   * @param store the global store's name
   * @param source the source operator's name
   */
  public static <T> void follow(
      StreamsBuilder builder,
      String topic,
      String group,
      String store,
      String source,
      Reading<T> reading,
      Change<T> change) {
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled(),
        topic,
        Consumed.with(Serdes.Bytes(), Serdes.ByteArray()).withName(source),
        () -> new Following<>(group, store, reading, change));
  }

  @Override
  public void init(ProcessorContext<Void, Void> processorContext) {
    context = processorContext;
    facts = processorContext.getStateStore(storeName);
    refused =
        processorContext
            .metrics()
            .addRateTotalSensor(group, storeName, "refused-records", Sensor.RecordingLevel.INFO);
    try (var known = facts.all()) {
      while (known.hasNext()) {
        var entry = known.next();
        change.told(null, read(entry.key, entry.value));
      }
    }
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    if (record.key() == null) {
      refuse("has no key");
      return;
    }
    T before = read(record.key(), facts.get(record.key()));
    T after = read(record.key(), record.value());
    if (after == null) {
      facts.delete(record.key());
    } else {
      facts.put(record.key(), record.value());
    }
    change.told(before, after);
  }

  private @Nullable T read(Bytes key, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      return reading.read(key, value);
    } catch (IllegalArgumentException unreadable) {
      // Its message quotes the record, which may name people: the place is enough to find it.
      refuse("cannot be read");
      return null;
    }
  }

  private void refuse(String why) {
    refused.record();
    RecordMetadata at = context.recordMetadata().orElse(null);
    LOG.warn(
        "the record {}-{}@{} {}",
        at == null ? storeName : at.topic(),
        at == null ? 0 : at.partition(),
        at == null ? 0 : at.offset(),
        why);
  }
}
