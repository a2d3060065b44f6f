package dev.vedette.flows.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.Now;
import dev.vedette.policy.Policies;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals and the activity of sessions in; risk updates out. */
public final class RiskFlow {
  private static final Logger LOG = LoggerFactory.getLogger(RiskFlow.class);

  private RiskFlow() {}

  /** What risk says. */
  public record Streams(KStream<String, RiskUpdate> updates, KStream<String, Signal> implicated) {}

  /**
   * Fuses signals into risk.
   *
   * @param signals keyed by the subject that decides
   * @param sessions keyed by the principal, or by the device that it is told
   * @param verdicts as their writers keyed and wrote them; those that are none are passed over
   * @param readVerdict reads one; fails with IllegalArgumentException if it is none
   * @param serde how the ledger stores signals
   * @param policies those in force, which may change while it runs
   * @param now whose time it is
   */
  public static Streams fuse(
      KStream<String, Signal> signals,
      KStream<String, SessionActivity> sessions,
      KStream<String, byte[]> verdicts,
      Function<byte[], Verdict> readVerdict,
      Serde<Signal> serde,
      Policies policies,
      Now now) {
    KStream<String, Heard> heard =
        signals
            .<Heard>mapValues(Heard.OfSignal::new, Named.as("risk-hear-signals"))
            .merge(
                sessions.mapValues(Heard.OfActivity::new, Named.as("risk-hear-sessions")),
                Named.as("risk-hear-both"))
            .merge(
                verdicts.flatMapValues(
                    (key, value) -> heard(key, value, readVerdict), Named.as("risk-hear-verdicts")),
                Named.as("risk-hear-all"));
    KStream<String, Told> told =
        heard.process(
            new ProcessorSupplier<String, Heard, String, Told>() {
              @Override
              public Processor<String, Heard, String, Told> get() {
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
        told.filter(
                (key, said) -> said instanceof Told.OfImplicated,
                Named.as("risk-select-implicated"))
            .mapValues(
                said -> ((Told.OfImplicated) said).signal(), Named.as("risk-unwrap-implicated")));
  }

  /** Anybody may write verdicts: one that cannot be used is no reason to stop. */
  private static List<Heard> heard(
      @Nullable String key, byte @Nullable [] value, Function<byte[], Verdict> read) {
    if (key == null || value == null) {
      LOG.warn("a record of verdicts without key or value was passed over");
      return List.of();
    }
    try {
      Verdict verdict = read.apply(value);
      if (SubjectKey.encode(verdict.subject().decider()).equals(key)) {
        return List.of(new Heard.OfVerdict(verdict));
      }
      LOG.warn("a verdict was passed over: its key is not that of the subject that decides");
    } catch (IllegalArgumentException unreadable) {
      // Its message may name people.
      LOG.warn("a record that is no verdict was passed over");
    }
    return List.of();
  }
}
