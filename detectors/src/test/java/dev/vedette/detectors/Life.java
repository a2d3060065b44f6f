package dev.vedette.detectors;

import dev.vedette.events.Observation;
import dev.vedette.events.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The plain meaning of the engine's rules, for one detector and one subject: windows, a grace of 30
 * minutes, claims, and suspicion by this detector alone. Slow and obvious.
 */
final class Life<W, B> {
  static final long GRACE_MILLIS = 30 * 60_000L;
  static final int SUSPECT_MICROS = 2_000_000;

  private final Detector<W, B> detector;
  private final Subject subject;
  private final long span;
  private final NavigableMap<Long, W> windows = new TreeMap<>();

  Life(Detector<W, B> detector, Subject subject) {
    this.detector = detector;
    this.subject = subject;
    this.span = detector.window().toMillis();
  }

  /** Adds what was seen, in any order. */
  Life<W, B> add(List<Seen> seen) {
    seen.forEach(this::add);
    return this;
  }

  Life<W, B> add(Seen seen) {
    return add(seen.about(subject));
  }

  /** Adds what was seen, in any order. */
  Life<W, B> see(List<Sight> seen) {
    seen.forEach(one -> add(one.about(subject)));
    return this;
  }

  Life<W, B> add(Sight seen) {
    return add(seen.about(subject));
  }

  private Life<W, B> add(Observation observation) {
    long start = Math.floorDiv(observation.timeMillis(), span) * span;
    W before = windows.getOrDefault(start, detector.nothing());
    W after = detector.gather(before, observation);
    if (!after.equals(before)) {
      windows.put(start, after);
    }
    return this;
  }

  /** A window that was judged. */
  record Judged(long startMillis, int claimedMicros, Judgement judgement) {}

  /** Every window, in order. */
  List<Judged> judge() {
    var judged = new ArrayList<Judged>();
    var closed = new ArrayList<Detector.Closed<W>>();
    windows.forEach((start, seen) -> {
      B baseline = detector.unknown();
      W recent = detector.nothing();
      long claimedBefore = 0;
      for (Detector.Closed<W> window : closed) {
        if (window.startMillis() + span <= start - GRACE_MILLIS) {
          baseline = detector.learn(baseline, window);
        } else {
          recent = detector.merge(recent, window.seen());
          claimedBefore += window.claimedMicros();
        }
      }
      recent = detector.merge(recent, seen);
      Judgement judgement = detector.judge(recent, baseline, start);
      int evidence = judgement instanceof Judgement.Anomalous a ? a.evidenceMicros() : 0;
      int claimed = (int) Math.max(0, evidence - claimedBefore);
      closed.add(new Detector.Closed<>(seen, start, claimed, claimed >= SUSPECT_MICROS));
      judged.add(new Judged(start, claimed, judgement));
    });
    return judged;
  }

  /** The baseline after all windows have closed. */
  B learned() {
    B baseline = detector.unknown();
    for (Judged window : judge()) {
      W seen = windows.getOrDefault(window.startMillis(), detector.nothing());
      int claimed = window.claimedMicros();
      boolean suspect = claimed >= SUSPECT_MICROS;
      baseline =
          detector.learn(
              baseline, new Detector.Closed<>(seen, window.startMillis(), claimed, suspect));
    }
    return baseline;
  }

  /** All evidence together, in nats. */
  double totalNats() {
    return judge().stream().mapToInt(Judged::claimedMicros).sum() / 1e6;
  }

  /** The strongest anomaly's evidence, in nats; 0 if there is none. */
  double strongestNats() {
    Judgement.Anomalous strongest = strongest();
    return strongest == null ? 0 : strongest.evidenceMicros() / 1e6;
  }

  /** The last window's judgement. */
  Judgement last() {
    return judge().getLast().judgement();
  }

  /** The strongest anomaly; null if there is none. */
  Judgement.@Nullable Anomalous strongest() {
    Judgement.Anomalous strongest = null;
    for (Judged window : judge()) {
      if (window.judgement() instanceof Judgement.Anomalous a
          && (strongest == null || a.evidenceMicros() > strongest.evidenceMicros())) {
        strongest = a;
      }
    }
    return strongest;
  }
}
