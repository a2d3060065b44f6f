package dev.vedette.demo;

import dev.vedette.events.Subject;
import dev.vedette.risk.RiskUpdate;

/**
 * A change of level as an enforcement point sees it.
 *
 * @param seenMillis when the update arrived, epoch milliseconds
 * @param scoreBefore the score that was known until then, decayed to that instant
 * @param update the update
 */
public record Change(long seenMillis, double scoreBefore, RiskUpdate update) {
  /** Whose level changed. */
  public Subject subject() {
    return update.subject();
  }

  /** Whether it went up. */
  public boolean rose() {
    return update.level().compareTo(update.previousLevel()) > 0;
  }
}
