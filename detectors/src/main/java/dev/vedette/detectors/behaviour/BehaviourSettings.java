package dev.vedette.detectors.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What the engine may be told.
 *
 * @param grace G: an event is accepted until it is this late, so a baseline knows only windows that
 *     ended this long before the judged one started
 * @param skew how far ingest tasks may be apart in the time of reception without changing a result;
 *     windows stay correctable for grace + skew. Beyond it results are still sound but counted as
 *     skewed
 * @param learnUntil windows that start before this instant teach and are not judged
 * @param suspectMicros a window with at least this much evidence, of all detectors together,
 *     teaches no habits
 * @param briefExpiry after how long a subject is forgotten of which little was seen
 * @param expiry after how long any subject is forgotten
 * @param shadow ids of detectors that are only tried: what they say moves nobody's risk and keeps
 *     no window from teaching
 */
public record BehaviourSettings(
    Duration grace,
    Duration skew,
    Instant learnUntil,
    int suspectMicros,
    Duration briefExpiry,
    Duration expiry,
    Set<String> shadow) {

  /** Grace 30 minutes, skew 24 hours, no learning run, suspect from 2 nats, 7 and 180 days. */
  public static final BehaviourSettings DEFAULT =
      new BehaviourSettings(
          Duration.ofMinutes(30),
          Duration.ofHours(24),
          Instant.EPOCH,
          2_000_000,
          Duration.ofDays(7),
          Duration.ofDays(180),
          Set.of());

  /** Checks that spans are not negative, and copies the set. */
  public BehaviourSettings {
    shadow = Set.copyOf(shadow);
    if (grace.isNegative() || skew.isNegative()) {
      throw new IllegalArgumentException(
          "grace and skew are not negative: %s and %s".formatted(grace, skew));
    }
    if (briefExpiry.compareTo(grace.plus(skew)) < 0 || expiry.compareTo(briefExpiry) < 0) {
      throw new IllegalArgumentException(
          "expiry (%s) is at least the brief one (%s), and that at least grace and skew (%s)"
              .formatted(expiry, briefExpiry, grace.plus(skew)));
    }
  }

  /** The same with another learning run. */
  public BehaviourSettings learningUntil(Instant instant) {
    return new BehaviourSettings(grace, skew, instant, suspectMicros, briefExpiry, expiry, shadow);
  }

  /** The same with other detectors in shadow. */
  public BehaviourSettings withShadow(Set<String> ids) {
    return new BehaviourSettings(grace, skew, learnUntil, suspectMicros, briefExpiry, expiry, ids);
  }

  /** The same with another grace. */
  public BehaviourSettings withGrace(Duration other) {
    return new BehaviourSettings(
        other, skew, learnUntil, suspectMicros, briefExpiry, expiry, shadow);
  }
}
