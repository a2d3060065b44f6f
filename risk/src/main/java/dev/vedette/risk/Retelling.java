package dev.vedette.risk;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;

/** Is told again what risk once took, each deciding subject's in the order in which it came. */
public interface Retelling {
  /** Takes the next version of a signal. */
  void version(Signal version);

  /**
   * Takes the activity of a session.
   *
   * @param told the session's principal, or the device that it is on: whose record it changes
   * @param receivedMillis when it came
   */
  void activity(Subject told, SessionActivity activity, long receivedMillis);

  /** Takes what somebody found out. */
  void verdict(Verdict verdict);
}
