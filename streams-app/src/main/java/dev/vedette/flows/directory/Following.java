package dev.vedette.flows.directory;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory in step with a store, and the store with a topic. A record that is no fact
 * counts as none: whatever it replaces is withdrawn, so that a restart comes to the same.
 *
 * @param <T> the kind of fact
 */
final class Following<T> implements Processor<Bytes, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private final String storeName;
  private final Told<T> told;

  private ProcessorContext<Void, Void> context;
  private KeyValueStore<Bytes, byte[]> facts;
  private Sensor refused;

  /**
   * How facts are read and whom they are told.
   *
   * @param read a fact from where it was found and its bytes
   * @param put tells of a fact
   * @param remove withdraws a fact
   */
  record Told<T>(BiFunction<String, byte[], T> read, Consumer<T> put, Consumer<T> remove) {}

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  Following(String storeName, Told<T> told) {
    this.storeName = storeName;
    this.told = told;
  }

  @Override
  public void init(ProcessorContext<Void, Void> processorContext) {
    context = processorContext;
    facts = processorContext.getStateStore(storeName);
    refused =
        processorContext
            .metrics()
            .addRateTotalSensor(
                "directory", storeName, "refused-records", Sensor.RecordingLevel.INFO);
    try (var known = facts.all()) {
      while (known.hasNext()) {
        told.put.accept(told.read.apply(storeName, known.next().value));
      }
    }
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    if (record.key() == null) {
      refuse("has no key");
      return;
    }
    byte[] old = facts.get(record.key());
    if (old != null) {
      told.remove.accept(told.read.apply(storeName, old));
    }
    T fact = record.value() == null ? null : read(record.value());
    if (fact == null) {
      facts.delete(record.key());
    } else {
      facts.put(record.key(), record.value());
      told.put.accept(fact);
    }
  }

  private @Nullable T read(byte[] value) {
    try {
      return told.read.apply(storeName, value);
    } catch (IllegalArgumentException notFact) {
      // Its message quotes the record, which names people: the place is enough to find it.
      refuse("is not a fact");
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
