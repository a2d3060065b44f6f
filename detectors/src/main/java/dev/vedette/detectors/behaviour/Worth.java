package dev.vedette.detectors.behaviour;

import dev.vedette.events.Family;

/**
 * What evidence is worth: a detector claims, and what was learned in batch says how much of it may
 * be believed. A function of its arguments and of what was learned for that instant of event time,
 * so that a replay finds what counted then. Evidence that reassures is worth what it claims or
 * less.
 */
@FunctionalInterface
public interface Worth {
  /** Every detector is believed. */
  Worth AS_CLAIMED = (tenant, family, detector, windowStartMillis, micros) -> micros;

  /**
   * The evidence that counts.
   *
   * @param windowStartMillis of the window that was judged
   * @param micros what the detector claims, in micro-nats
   * @return micro-nats, with the sign of the claim or 0
   */
  int micros(String tenant, Family family, String detector, long windowStartMillis, int micros);
}
