package dev.vedette.flows.behaviour;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;

/**
 * What behaviour says: signals, what is only tried, which sessions live, and for the tenant's
 * memory first sightings.
 */
sealed interface Judged {
  /** A signal is keyed by the subject that decides. */
  record OfSignal(Signal signal) implements Judged {}

  /** What a detector in shadow says is keyed in the same way. */
  record OfShadow(Signal signal) implements Judged {}

  /** A sighting is keyed by what was seen. */
  record OfSighting(Sighting sighting) implements Judged {}

  /** Activity of a session is keyed by whom it is told: its principal, or the device. */
  record OfActivity(SessionActivity activity) implements Judged {}
}
