package dev.vedette.flows.ingest;

import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Records of the inbox and of raw topics in; observations and dead letters out. */
public final class IngestFlow {
  /** What was counted. */
  public static final String ACCOUNT = "ingest-account-v1";

  private IngestFlow() {}

  /** What ingest says. */
  public record Streams(
      KStream<String, Observation> observations, KStream<String, DeadLetter> deadLetters) {}

  /**
   * Reads, checks and splits.
   *
   * @param inbox values as they came; keys do not matter
   * @param readers makes the reader of a task
   * @param intake decides about an event, given how rare actions are
   */
  public static Streams observe(
      KStream<byte[], byte[]> inbox, Supplier<RecordReader> readers, IntakeOf intake) {
    KStream<String, Taken> taken =
        inbox.process(
            new ProcessorSupplier<byte[], byte[], String, Taken>() {
              @Override
              public Processor<byte[], byte[], String, Taken> get() {
                return new IngestProcessor(readers.get(), intake);
              }

              @Override
              public Set<StoreBuilder<?>> stores() {
                return Set.of(
                    Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(ACCOUNT),
                            Serdes.String(),
                            Serdes.ByteArray())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()));
              }
            },
            Named.as("ingest-take-events"));
    return new Streams(
        taken
            .filter(
                (key, what) -> what instanceof Taken.Seen, Named.as("ingest-select-observations"))
            .mapValues(
                what -> ((Taken.Seen) what).observation(), Named.as("ingest-unwrap-observations")),
        taken
            .filter(
                (key, what) -> what instanceof Taken.Dead, Named.as("ingest-select-dead-letters"))
            .mapValues(
                what -> ((Taken.Dead) what).letter(), Named.as("ingest-unwrap-dead-letters")));
  }

  /** Makes the intake of a task from how it can look up rarities. */
  @FunctionalInterface
  public interface IntakeOf {
    /** An intake for one task. */
    Intake with(Intake.RarityLookup rarities);
  }

  /** What ingest makes of a record. */
  sealed interface Taken {
    /** Something to judge. */
    record Seen(Observation observation) implements Taken {}

    /** Something to mend. */
    record Dead(DeadLetter letter) implements Taken {}
  }
}
