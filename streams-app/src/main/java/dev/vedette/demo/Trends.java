package dev.vedette.demo;

import dev.vedette.events.Subject;
import dev.vedette.risk.RiskNow;
import dev.vedette.risk.RiskUpdate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scores of the last while, a sample every few seconds, decayed as time goes on. */
final class Trends {
  private static final int SAMPLES = 12;
  private static final long EVERY_MILLIS = 2_500;

  private final Map<Subject, Deque<Double>> samples = new HashMap<>();
  private long nextMillis = Long.MIN_VALUE;

  void sample(Collection<RiskUpdate> latest, long nowMillis) {
    if (nowMillis < nextMillis) {
      return;
    }
    nextMillis = nowMillis + EVERY_MILLIS;
    for (RiskUpdate update : latest) {
      Deque<Double> of = samples.computeIfAbsent(update.subject(), subject -> new ArrayDeque<>());
      if (of.isEmpty()) {
        // It was at rest before its first update.
        of.addAll(Collections.nCopies(SAMPLES - 1, 0.0));
      }
      if (of.size() == SAMPLES) {
        of.removeFirst();
      }
      of.addLast(RiskNow.of(update, nowMillis).score());
    }
  }

  List<Double> of(Subject subject) {
    return List.copyOf(samples.getOrDefault(subject, new ArrayDeque<>()));
  }
}
