package dev.vedette.flows.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskUpdate;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Signals and the activity of sessions in; risk updates and alerts out. */
public final class RiskFlow {
  private RiskFlow() {}

  /** What risk says. */
  public record Streams(
      KStream<String, RiskUpdate> updates,
      KStream<String, Alert> alerts,
      KStream<String, Signal> implicated) {}

  /**
   * Fuses signals into risk.
   *
   * @param signals keyed by the subject that decides
   * @param sessions keyed by the principal, or by the device that it is told
   * @param serde how the ledger stores signals
   * @param formula the policy in force
   * @param now whose time it is
   */
  public static Streams fuse(
      KStream<String, Signal> signals,
      KStream<String, SessionActivity> sessions,
      Serde<Signal> serde,
      Formula formula,
      Now now) {
    KStream<String, Heard> heard =
        signals
            .<Heard>mapValues(Heard.OfSignal::new, Named.as("risk-hear-signals"))
            .merge(
                sessions.mapValues(Heard.OfActivity::new, Named.as("risk-hear-sessions")),
                Named.as("risk-hear-both"));
    KStream<String, Told> told =
        heard.process(
            new ProcessorSupplier<String, Heard, String, Told>() {
              @Override
              public Processor<String, Heard, String, Told> get() {
                return new RiskProcessor(formula, now);
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
            .mapValues(said -> ((Told.OfAlert) said).alert(), Named.as("risk-unwrap-alerts")),
        told.filter(
                (key, said) -> said instanceof Told.OfImplicated,
                Named.as("risk-select-implicated"))
            .mapValues(
                said -> ((Told.OfImplicated) said).signal(), Named.as("risk-unwrap-implicated")));
  }
}
