package dev.vedette.detectors;

import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One way of seeing that something is wrong: gather, judge, learn.
 *
 * <p>A subject's time is cut into tumbling windows. Every observation is gathered into its window
 * and the window is judged at once; the baseline learns only from windows that have closed for
 * good. So evidence depends on the set of observations and not on their order. Everything here is
 * pure: no clock, no I/O, no randomness, and the same doubles everywhere ({@link StrictMath}).
 *
 * @param <W> what is gathered in a window: an immutable record of bounded size
 * @param <B> what is known of normal life: an immutable record of bounded size
 */
public interface Detector<W, B> {
  /** The stable name, such as {@code password-spray}; it is part of keys and of stored state. */
  String id();

  /** What its evidence saturates with. */
  Family family();

  /** The ATT&amp;CK technique it speaks of, such as {@code T1110.003}; empty if none. */
  String technique();

  /** The technique it speaks of when it speaks of this subject. */
  default String techniqueOf(Subject subject) {
    return technique();
  }

  /** How long a span it judges. Detectors of the same span share a row of state. */
  Duration window();

  /** Whom it looks at. */
  Set<SubjectType> subjects();

  /** A window in which nothing was seen. */
  W nothing();

  /** A baseline that has learned nothing. */
  B unknown();

  /**
   * Adds an observation. Commutative: any order, the same result.
   *
   * @return {@code seen} itself, the same object, if the observation says nothing to this detector
   */
  W gather(W seen, Observation observation);

  /** What two windows show together, {@code earlier} before {@code later}; associative. */
  W merge(W earlier, W later);

  /**
   * How much more likely what was seen is under attack than under this subject's normal life.
   * Monotone: more of the same never lowers the evidence, unless it reassures ({@link
   * #mostReassuranceMicros}).
   *
   * @param recent the window and those shortly before it, merged
   * @param baseline what was learned from all windows that ended a grace before this one started
   * @param windowStartMillis when the judged window starts
   */
  Judgement judge(W recent, B baseline, long windowStartMillis);

  /** Learns from a window that has closed for good; called once for each, in order of time. */
  B learn(B baseline, Closed<W> closed);

  /**
   * Evidence below this is not said, in micro-nats. What is a little strange happens to somebody
   * all the time, and a sum of many little things is no evidence of one great one: in simulated
   * companies (seeds 1 to 3, docs/evaluation.md) evidence below one nat made half of all false
   * alerts and found no attack.
   */
  default int leastMicros() {
    return 1_000_000;
  }

  /**
   * The most that it takes away from what is held against a subject, in micro-nats: evidence is at
   * least minus this. 0 of all that only ever find something.
   */
  default int mostReassuranceMicros() {
    return 0;
  }

  /** The most bytes that a stored window takes. */
  int maxWindowBytes();

  /** The most bytes that a stored baseline takes. */
  int maxBaselineBytes();

  /** How a window is stored. */
  Codec<W> windowCodec();

  /** How a baseline is stored. */
  Codec<B> baselineCodec();

  /**
   * What has been learned, readable for a person: text, numbers, booleans, and lists and maps of
   * these, in the order in which they should be shown. {@code unscoreable} says why nothing can be
   * judged yet; it is absent if something can.
   *
   * @param atMillis the instant as of which it is shown
   */
  default Map<String, Object> describe(B baseline, long atMillis) {
    return Map.of();
  }

  /**
   * The seasonal rates that were learned, in the order in which they should be shown.
   *
   * @param recent the window of the instant and those shortly before it, merged
   * @param baseline what they are judged by
   * @param atMillis the instant as of which they are shown
   */
  default List<UsualRate> rates(W recent, B baseline, long atMillis) {
    return List.of();
  }

  /**
   * What events must say for it to see anything: without any one of these it never says a thing.
   * For a subject whose events do not say it, it is blind.
   */
  default Set<Need> needs() {
    return Set.of();
  }

  /** What it is, for the page of detections. */
  About about();

  /**
   * A window that will not change any more.
   *
   * @param seen what was gathered in it
   * @param startMillis when it started
   * @param claimedMicros the evidence that this detector drew from it
   * @param suspect whether the evidence of all detectors together forbids it to teach habits
   */
  record Closed<W>(W seen, long startMillis, int claimedMicros, boolean suspect) {}
}
