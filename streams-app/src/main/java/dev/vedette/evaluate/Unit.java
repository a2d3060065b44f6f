package dev.vedette.evaluate;

import dev.vedette.events.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A subject in a window with at least one event: what happened, and what was said of it. */
public final class Unit {
  private final Subject subject;
  private final long startMillis;
  private final Set<String> labels = new TreeSet<>();
  private final Map<String, Long> labelledAt = new TreeMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> detectors = new TreeMap<>();
  private final Map<String, Long> without = new TreeMap<>();
  private final double[] baselines = new double[Baseline.values().length];
  private long firstMillis = Long.MAX_VALUE;
  private long micros;

  /** From an instant on the unit had so much evidence. */
  record Step(long atMillis, long micros) {}

  Unit(Subject subject, long startMillis) {
    this.subject = subject;
    this.startMillis = startMillis;
  }

  /** Whom it is about. */
  public Subject subject() {
    return subject;
  }

  /** When it starts. */
  public long startMillis() {
    return startMillis;
  }

  /** The labels of its events, duplicates too. */
  public Set<String> labels() {
    return Collections.unmodifiableSet(labels);
  }

  /** The highest evidence that the subject's windows had together, in nats. */
  public double nats() {
    return micros / 1e6;
  }

  /** The highest evidence of one detector, in micro-nats; 0 if it was silent. */
  public int micros(String detector) {
    return detectors.getOrDefault(detector, 0);
  }

  /** The highest evidence that there would have been without one detector, in nats. */
  public double natsWithout(String detector) {
    return without.getOrDefault(detector, micros) / 1e6;
  }

  /** The detectors that spoke. */
  public Set<String> detectors() {
    return Collections.unmodifiableSet(detectors.keySet());
  }

  /** What a simple baseline says. */
  public double baseline(Baseline baseline) {
    return baselines[baseline.ordinal()];
  }

  void happened(long atMillis) {
    firstMillis = Math.min(firstMillis, atMillis);
  }

  long firstMillis() {
    return firstMillis;
  }

  void labelled(Label label, long atMillis) {
    labels.add(label.name());
    labelledAt.merge(label.incident() + '\n' + label.name(), atMillis, Math::min);
  }

  /** The first event of each incident and label, keyed {@code incident\nlabel}. */
  Map<String, Long> labelledAt() {
    return labelledAt;
  }

  void add(Baseline baseline, double more) {
    baselines[baseline.ordinal()] += more;
  }

  void set(Baseline baseline, double value) {
    baselines[baseline.ordinal()] = value;
  }

  /** Takes the evidence of now, by detector. */
  void said(long atMillis, Map<String, Integer> evidence) {
    long sum = 0;
    for (int one : evidence.values()) {
      sum += one;
    }
    evidence.forEach((detector, one) -> {
      detectors.merge(detector, one, Math::max);
      // Before it spoke, the sum without it was the sum.
      without.putIfAbsent(detector, micros);
    });
    for (var entry : without.entrySet()) {
      long rest = sum - evidence.getOrDefault(entry.getKey(), 0);
      entry.setValue(Math.max(entry.getValue(), rest));
    }
    if (sum > micros) {
      micros = sum;
      steps.add(new Step(atMillis, sum));
    }
  }

  /** When the evidence first was so high; Long.MAX_VALUE if never. */
  long reachedMillis(double nats) {
    for (Step step : steps) {
      if (step.micros >= nats * 1e6) {
        return step.atMillis;
      }
    }
    return Long.MAX_VALUE;
  }
}
