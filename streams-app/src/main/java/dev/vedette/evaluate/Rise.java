package dev.vedette.evaluate;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import java.util.Set;

/**
 * That a subject's risk came to HIGH or above.
 *
 * @param level what it came to
 * @param labels the labels of the subject's events in the hour up to it; a rise without any is
 *     false
 * @param why the reason that the update gave
 */
public record Rise(Subject subject, long atMillis, Level level, Set<String> labels, String why) {
  /** Copies the set. */
  public Rise {
    labels = Set.copyOf(labels);
  }

  /** Whether nothing of an attack was there. */
  public boolean isFalse() {
    return labels.isEmpty();
  }
}
