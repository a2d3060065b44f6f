package dev.vedette.detectors.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * What a person found out about windows of one subject, as far as it decides what they teach.
 *
 * @param id names it; the same id again, said later, takes its place
 * @param kind what was found out
 * @param detector about what this detector claimed; null for all
 * @param windowStartMillis in the window that starts here; null for all
 * @param untilMillis windows that start from here on are not meant
 * @param saidMillis when it was said
 */
public record Finding(
    String id,
    Kind kind,
    @Nullable String detector,
    @Nullable Long windowStartMillis,
    long untilMillis,
    long saidMillis) {
  /** What was found out. The order is part of stored state: append only. */
  public enum Kind {
    /** It was an attack: the window teaches nothing, for ever. */
    CONFIRMED,
    /** It was none: what the detector claimed makes no window suspect. */
    CLEARED
  }

  boolean isAbout(String claimant, long startMillis) {
    return (detector == null || detector.equals(claimant))
        && (windowStartMillis == null || windowStartMillis == startMillis)
        && startMillis < untilMillis;
  }

  /** How narrow its scope is: 2 one window of a detector, 1 a detector, 0 everything. */
  int narrowness() {
    return (detector == null ? 0 : 1) + (windowStartMillis == null ? 0 : 1);
  }
}
