package dev.vedette.flows.behaviour;

import dev.vedette.events.Observation;
import dev.vedette.risk.Verdict;

/** What behaviour is told, keyed by the subject that it is about. */
sealed interface Noticed {
  /** What one event means for the subject. */
  record OfObservation(Observation observation) implements Noticed {}

  /** What a person found out about the subject. */
  record OfVerdict(Verdict verdict) implements Noticed {}
}
