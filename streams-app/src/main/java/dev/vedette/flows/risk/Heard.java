package dev.vedette.flows.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;

/** What risk is told, keyed by the subject whose record it changes. */
sealed interface Heard {
  /** A signal goes to the subject that decides. */
  record OfSignal(Signal signal) implements Heard {}

  /** Activity of a session goes to its principal, and to the device that it is on. */
  record OfActivity(SessionActivity activity) implements Heard {}
}
