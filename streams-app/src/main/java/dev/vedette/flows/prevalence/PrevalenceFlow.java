package dev.vedette.flows.prevalence;

import dev.vedette.events.Sighting;
import dev.vedette.flows.CommitBeat;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** First sightings in, counts of doers for each action and day out, and back to ingest. */
public final class PrevalenceFlow {
  /** (tenant, action, day) → number of doers. */
  public static final String COUNTS = "prevalence-counts-v1";

  /** The same as read by every ingest task. */
  public static final String KNOWN = "prevalence-known-v1";

  private static final int KEPT_DAYS = Prevalence.DAYS + Prevalence.DELAY_DAYS + 10;

  private PrevalenceFlow() {}

  /** Counts sightings; a null count withdraws a day that no longer matters. */
  public static KStream<String, Long> count(KStream<String, Sighting> sightings) {
    return sightings.process(
        new ProcessorSupplier<String, Sighting, String, Long>() {
          @Override
          public Processor<String, Sighting, String, Long> get() {
            return new Counting();
          }

          @Override
          public Set<StoreBuilder<?>> stores() {
            return Set.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(COUNTS), Serdes.String(), Serdes.Long())
                    .withCachingEnabled()
                    .withLoggingEnabled(Map.of()));
          }
        },
        Named.as("prevalence-count-sightings"));
  }

  /** Makes the counts known to all tasks of this instance. */
  public static void publish(StreamsBuilder builder, String topic) {
    builder.globalTable(
        topic,
        Consumed.with(Serdes.String(), Serdes.Long()).withName("prevalence-know-counts"),
        Materialized.<String, Long>as(Stores.persistentKeyValueStore(KNOWN))
            .withKeySerde(Serdes.String())
            .withValueSerde(Serdes.Long()));
  }

  private static final class Counting implements Processor<String, Sighting, String, Long> {
    private ProcessorContext<String, Long> context;
    private KeyValueStore<String, Long> counts;

    @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
    Counting() {}

    @Override
    public void init(ProcessorContext<String, Long> processorContext) {
      context = processorContext;
      counts = processorContext.getStateStore(COUNTS);
      CommitBeat.keep(processorContext, COUNTS);
    }

    @Override
    public void process(Record<String, Sighting> record) {
      Long before = counts.get(record.key());
      long now = before == null ? 1 : before + 1;
      counts.put(record.key(), now);
      // Dated by its day, so that all counts of a key have one time and none seems out of order.
      long dated = Duration.ofDays(record.value().epochDay()).toMillis();
      context.forward(record.withValue(now).withTimestamp(dated));
      if (now == 1) {
        Sighting sighting = record.value();
        String old =
            Sighting.key(sighting.tenant(), sighting.action(), sighting.epochDay() - KEPT_DAYS);
        if (counts.delete(old) != null) {
          context.forward(record.withKey(old).withValue(null));
        }
      }
    }
  }
}
