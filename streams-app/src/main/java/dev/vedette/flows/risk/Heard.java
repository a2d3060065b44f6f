package dev.vedette.flows.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.risk.Verdict;

/** What risk is told, keyed by the subject whose record it changes. */
sealed interface Heard {
  /** A signal goes to the subject that decides. */
  record OfSignal(Signal signal) implements Heard {}

  /** A verdict goes to the subject that decides. */
  record OfVerdict(Verdict verdict) implements Heard {}

  /** Activity of a session goes to its principal, and to the device that it is on. */
  record OfActivity(SessionActivity activity) implements Heard {}
}
