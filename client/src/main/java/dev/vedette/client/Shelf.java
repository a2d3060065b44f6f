package dev.vedette.client;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last update of each subject, bounded: who is LOW makes room first, the one that became so
 * first. If nobody is LOW, who comes is turned away and {@link #isCrowded} says so. One thread
 * puts, any number look.
 */
final class Shelf {
  private final int most;
  private final Map<Subject, RiskUpdate> updates = new ConcurrentHashMap<>();

  /** Who may make room, oldest first; some have risen, or were told of again, since. */
  private final ArrayDeque<RiskUpdate> low = new ArrayDeque<>();

  private volatile boolean crowded;

  Shelf(int most) {
    this.most = most;
  }

  @Nullable RiskUpdate get(Subject subject) {
    return updates.get(subject);
  }

  int size() {
    return updates.size();
  }

  /** How many wait to make room. */
  int waiting() {
    return low.size();
  }

  /** Whether somebody who is not LOW was turned away, and that may still be so. */
  boolean isCrowded() {
    return crowded;
  }

  void put(RiskUpdate update) {
    boolean isLow = update.level() == Level.LOW;
    RiskUpdate known = updates.get(update.subject());
    if (known != null && known.atMillis() > update.atMillis()) {
      return; // read again from the beginning
    }
    if (known == null && updates.size() >= most && !makeRoom()) {
      crowded |= !isLow;
      return;
    }
    updates.put(update.subject(), update);
    if (isLow) {
      low.add(update);
      if (low.size() > 2 * most) {
        low.removeIf(one -> !one.equals(updates.get(one.subject())));
      }
    }
  }

  private boolean makeRoom() {
    for (RiskUpdate one = low.poll(); one != null; one = low.poll()) {
      if (updates.remove(one.subject(), one)) {
        return true;
      }
    }
    return false;
  }
}
