package dev.vedette.flows.incidents;

import dev.vedette.flows.Now;
import dev.vedette.risk.Alert;
import dev.vedette.risk.IncidentBook;
import dev.vedette.risk.RiskUpdate;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Updates of those who rise in; incidents, version by version, out. */
public final class IncidentFlow {
  /** Tenant and id → the open incident, as its last alert. */
  public static final String OPEN = "incidents-open-v1";

  /** Tenant and id → an incident that ended lately, as its last alert. */
  public static final String CLOSED = "incidents-closed-v1";

  private IncidentFlow() {}

  /** The updates that concern incidents: of those who are, or were before, HIGH or CRITICAL. */
  public static KStream<String, RiskUpdate> rises(KStream<String, RiskUpdate> updates) {
    return updates
        .filter((key, update) -> IncidentBook.concerns(update), Named.as("incidents-select-rises"))
        .selectKey((key, update) -> update.subject().tenant(), Named.as("incidents-key-by-tenant"));
  }

  /**
   * Groups what is linked.
   *
   * @param rises keyed by tenant
   * @param serde how open incidents are stored
   * @param now whose time it is
   */
  public static KStream<String, Alert> group(
      KStream<String, RiskUpdate> rises, Serde<Alert> serde, Now now) {
    return rises.process(
        new ProcessorSupplier<String, RiskUpdate, String, Alert>() {
          @Override
          public Processor<String, RiskUpdate, String, Alert> get() {
            return new IncidentProcessor(now);
          }

          @Override
          public Set<StoreBuilder<?>> stores() {
            return Set.of(store(OPEN, serde), store(CLOSED, serde));
          }
        },
        Named.as("incidents-group-rises"));
  }

  private static StoreBuilder<?> store(String name, Serde<Alert> serde) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde)
        .withLoggingEnabled(Map.of());
  }
}
