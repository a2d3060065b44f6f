package dev.vedette.flows.risk;

import dev.vedette.events.Signal;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Signals in; risk updates and alerts out. */
public final class RiskFlow {
  private RiskFlow() {}

  /** What risk says. */
  public record Streams(KStream<String, RiskUpdate> updates, KStream<String, Alert> alerts) {}

  /**
   * Fuses signals into risk.
   *
   * @param signals keyed by the subject that decides
   * @param serde how the ledger stores signals
   * @param policies those in force, which may change while it runs
   * @param now whose time it is
   */
  public static Streams fuse(
      KStream<String, Signal> signals, Serde<Signal> serde, Policies policies, Now now) {
    KStream<String, Told> told =
        signals.process(
            new ProcessorSupplier<String, Signal, String, Told>() {
              @Override
              public Processor<String, Signal, String, Told> get() {
                return new RiskProcessor(policies, now);
              }

              @Override
              public Set<StoreBuilder<?>> stores() {
                return RiskStores.builders(serde);
              }
            },
            Named.as("risk-fuse-signals"));
    return new Streams(
        told.filter((key, said) -> said instanceof Told.OfUpdate, Named.as("risk-select-updates"))
            .mapValues(said -> ((Told.OfUpdate) said).update(), Named.as("risk-unwrap-updates")),
        told.filter((key, said) -> said instanceof Told.OfAlert, Named.as("risk-select-alerts"))
            .mapValues(said -> ((Told.OfAlert) said).alert(), Named.as("risk-unwrap-alerts")));
  }
}
