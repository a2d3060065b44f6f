package dev.vedette.flows.behaviour;

import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.risk.Verdict;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Observations and verdicts in; signals, first sightings and the activity of sessions out. */
public final class BehaviourFlow {
  private BehaviourFlow() {}

  /**
   * What behaviour says: what counts, what is only tried, what the tenant remembers, who is there.
   */
  public record Streams(
      KStream<String, Signal> signals,
      KStream<String, Signal> shadow,
      KStream<String, Sighting> sightings,
      KStream<String, SessionActivity> sessions) {}

  /**
   * Judges observations.
   *
   * @param observations keyed by their subject
   * @param verdicts keyed by the subject that they are about
   * @param behaviour the detectors and their engine
   * @param rememberedSubjects how many subjects each task keeps at hand as objects
   */
  public static Streams judge(
      KStream<String, Observation> observations,
      KStream<String, Verdict> verdicts,
      Behaviour behaviour,
      int rememberedSubjects) {
    KStream<String, Noticed> noticed =
        observations
            .<Noticed>mapValues(
                Noticed.OfObservation::new, Named.as("behaviour-notice-observations"))
            .merge(
                verdicts.mapValues(Noticed.OfVerdict::new, Named.as("behaviour-notice-verdicts")),
                Named.as("behaviour-notice-both"));
    KStream<String, Judged> judged =
        noticed.process(
            new ProcessorSupplier<String, Noticed, String, Judged>() {
              @Override
              public Processor<String, Noticed, String, Judged> get() {
                return new BehaviourProcessor(behaviour, rememberedSubjects);
              }

              @Override
              public Set<StoreBuilder<?>> stores() {
                return BehaviourStores.builders();
              }
            },
            Named.as("behaviour-judge-observations"));
    return new Streams(
        judged
            .filter(
                (key, said) -> said instanceof Judged.OfSignal,
                Named.as("behaviour-select-signals"))
            .mapValues(
                said -> ((Judged.OfSignal) said).signal(), Named.as("behaviour-unwrap-signals")),
        judged
            .filter(
                (key, said) -> said instanceof Judged.OfShadow,
                Named.as("behaviour-select-shadow-signals"))
            .mapValues(
                said -> ((Judged.OfShadow) said).signal(),
                Named.as("behaviour-unwrap-shadow-signals")),
        judged
            .filter(
                (key, said) -> said instanceof Judged.OfSighting,
                Named.as("behaviour-select-sightings"))
            .mapValues(
                said -> ((Judged.OfSighting) said).sighting(),
                Named.as("behaviour-unwrap-sightings")),
        judged
            .filter(
                (key, said) -> said instanceof Judged.OfActivity,
                Named.as("behaviour-select-sessions"))
            .mapValues(
                said -> ((Judged.OfActivity) said).activity(),
                Named.as("behaviour-unwrap-sessions")));
  }
}
