package dev.vedette.trail;

import dev.vedette.events.Signal;
import dev.vedette.ocsf.AttackTactics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one technique.
 *
 * @param name its file's
 * @param tactic what it is for, by its name
 * @param events how many records it has
 * @param signals those that name one of its events, the strongest first
 * @param alerts how many alerts name one of its events
 * @param minutes from its first event to the first such alert; null if there was none
 */
record TechniqueResult(
    String name,
    String tactic,
    int events,
    List<Signal> signals,
    int alerts,
    @Nullable Double minutes) {
  /** Sorts the signals. */
  TechniqueResult {
    signals =
        signals.stream()
            .sorted(
                Comparator.comparingInt(Signal::evidenceMicros)
                    .reversed()
                    .thenComparing(Signal::detector)
                    .thenComparing(s -> s.subject().id())
                    .thenComparingLong(Signal::windowStartMillis))
            .toList();
  }

  /** The strongest signal of the right family. */
  Optional<Signal> right() {
    return signals.stream()
        .filter(s -> AttackTactics.isOfFamily(s.technique(), tactic))
        .findFirst();
  }

  /** Such as {@code logging-off T1562 4.25}. */
  static String text(Signal signal) {
    return String.format(
        Locale.ROOT,
        "%s %s %.2f",
        signal.detector(),
        signal.technique(),
        signal.evidenceMicros() / 1e6);
  }
}
