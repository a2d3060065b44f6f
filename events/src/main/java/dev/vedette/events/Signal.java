package dev.vedette.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of (subject, detector, window, via): an upsert with its old and its new value. Zero
 * withdraws. The sum of {@code evidence − previous} over all upserts of one identity is its final
 * evidence, whatever the order.
 *
 * @param subject whom the evidence is about
 * @param detector the detector's id, such as {@code password-spray}
 * @param family what the evidence saturates with
 * @param windowStartMillis first instant of the window, event time
 * @param windowEndMillis first instant after the window
 * @param via the subject whose window implicates this one; null if it is the subject's own window
 * @param evidenceMicros evidence now, in micro-nats, negative if it reassures
 * @param previousMicros evidence before this upsert, 0 if there was none
 * @param why the explanation, one sentence for a person; empty when withdrawn
 * @param technique ATT&amp;CK technique, such as {@code T1110.003}
 * @param events the earliest events that made it, at most {@value #MAX_EVENTS}
 * @param causedBy id of the event that made this upsert (not the same in another interleaving)
 * @param timeMillis event time of that event
 * @param receivedMillis when the pipeline first had that event
 * @param unscoreable ids of the detectors that could judge nothing of the subject then, as its
 *     profile lists them: what they would have said is not in any evidence. Null if that is not
 *     known, as of a subject that another one's window implicates
 */
public record Signal(
    Subject subject,
    String detector,
    Family family,
    long windowStartMillis,
    long windowEndMillis,
    @Nullable Subject via,
    int evidenceMicros,
    int previousMicros,
    String why,
    String technique,
    List<EventRef> events,
    String causedBy,
    long timeMillis,
    long receivedMillis,
    @Nullable List<String> unscoreable) {

  /** Micro-nats in a nat. */
  public static final int MICROS = 1_000_000;

  /** The greatest number of events that a signal names. */
  public static final int MAX_EVENTS = 5;

  /** Evidence never exceeds this, in either direction: 30 nats. */
  public static final int MAX_EVIDENCE_MICROS = 30 * MICROS;

  /** Checks the bounds, and copies the lists. */
  public Signal {
    if (Math.abs((long) evidenceMicros) > MAX_EVIDENCE_MICROS
        || Math.abs((long) previousMicros) > MAX_EVIDENCE_MICROS) {
      throw new IllegalArgumentException(
          "evidence is at most 30 nats, not %d and %d micro-nats"
              .formatted(evidenceMicros, previousMicros));
    }
    if (windowEndMillis <= windowStartMillis) {
      throw new IllegalArgumentException("a window ends after it starts");
    }
    events = List.copyOf(events);
    if (events.size() > MAX_EVENTS) {
      throw new IllegalArgumentException("a signal names at most " + MAX_EVENTS + " events");
    }
    unscoreable = unscoreable == null ? null : List.copyOf(unscoreable);
  }

  /** A signal of which nobody knows what else could be judged. */
  public Signal(
      Subject subject,
      String detector,
      Family family,
      long windowStartMillis,
      long windowEndMillis,
      @Nullable Subject via,
      int evidenceMicros,
      int previousMicros,
      String why,
      String technique,
      List<EventRef> events,
      String causedBy,
      long timeMillis,
      long receivedMillis) {
    this(
        subject,
        detector,
        family,
        windowStartMillis,
        windowEndMillis,
        via,
        evidenceMicros,
        previousMicros,
        why,
        technique,
        events,
        causedBy,
        timeMillis,
        receivedMillis,
        null);
  }

  /** What this upsert adds to the evidence, in micro-nats. */
  public int deltaMicros() {
    return evidenceMicros - previousMicros;
  }

  /** The same evidence after another one. */
  public Signal after(int otherMicros) {
    return otherMicros == previousMicros ? this : with(evidenceMicros, otherMicros);
  }

  /** The same with other evidence, now and before. */
  public Signal with(int nowMicros, int beforeMicros) {
    return of(subject, via, nowMicros, beforeMicros, unscoreable);
  }

  /** The same, and which detectors could judge nothing of the subject. */
  public Signal beside(@Nullable List<String> blind) {
    return of(subject, via, evidenceMicros, previousMicros, blind);
  }

  /** The same about another subject, with its own way there. */
  public Signal about(Subject other, @Nullable Subject through) {
    return of(other, through, evidenceMicros, previousMicros, null);
  }

  private Signal of(
      Subject whom,
      @Nullable Subject through,
      int nowMicros,
      int beforeMicros,
      @Nullable List<String> blind) {
    return new Signal(
        whom,
        detector,
        family,
        windowStartMillis,
        windowEndMillis,
        through,
        nowMicros,
        beforeMicros,
        why,
        technique,
        events,
        causedBy,
        timeMillis,
        receivedMillis,
        blind);
  }

  /** The hour whose cell of evidence the window belongs to: hours since the epoch. */
  public int hour() {
    return (int) Math.floorDiv(windowEndMillis - 1, 3_600_000L);
  }
}
