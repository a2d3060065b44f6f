package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of three answers: normal, anomalous, or unscoreable because too little was seen. */
public sealed interface Judgement {
  /** Nothing unusual. */
  Judgement NORMAL = new Normal();

  /** Nothing unusual. */
  record Normal() implements Judgement {}

  /**
   * Too little is known to say anything.
   *
   * @param reason what is missing, for a person
   */
  record Unscoreable(String reason) implements Judgement {}

  /**
   * Something unusual.
   *
   * @param evidenceMicros micro-nats, not zero, at most {@link Signal#MAX_EVIDENCE_MICROS}
   * @param why one sentence for a person; a function of what was seen
   * @param events the earliest events that show it, in order, at most {@link Signal#MAX_EVENTS}
   * @param implications other subjects that this makes suspicious, at most {@value
   *     #MAX_IMPLICATIONS}, each once
   * @param technique the ATT&amp;CK technique of what was done; null if it is the detector's
   */
  record Anomalous(
      int evidenceMicros,
      String why,
      List<EventRef> events,
      List<Implication> implications,
      @Nullable String technique)
      implements Judgement {
    /** The greatest number of implicated subjects. */
    public static final int MAX_IMPLICATIONS = 16;

    /** Checks the bounds. */
    public Anomalous {
      if (evidenceMicros == 0 || Math.abs((long) evidenceMicros) > Signal.MAX_EVIDENCE_MICROS) {
        throw new IllegalArgumentException(
            "evidence of an anomaly is not 0 and at most 30 nats: " + evidenceMicros);
      }
      events = List.copyOf(events);
      implications = List.copyOf(implications);
      if (events.size() > Signal.MAX_EVENTS || implications.size() > MAX_IMPLICATIONS) {
        throw new IllegalArgumentException(
            "%d events and %d implications".formatted(events.size(), implications.size()));
      }
    }

    /** Of the detector's own technique. */
    public Anomalous(
        int evidenceMicros, String why, List<EventRef> events, List<Implication> implications) {
      this(evidenceMicros, why, events, implications, null);
    }
  }

  /**
   * Evidence about another subject.
   *
   * @param subject whom it implicates
   * @param evidenceMicros micro-nats, not zero
   * @param why one sentence for a person
   * @param events the events that show it
   */
  record Implication(Subject subject, int evidenceMicros, String why, List<EventRef> events) {
    /** Copies the list. */
    public Implication {
      events = List.copyOf(events);
    }
  }
}
