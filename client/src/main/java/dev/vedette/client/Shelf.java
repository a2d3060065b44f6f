package dev.vedette.client;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskCurve;
import dev.vedette.risk.RiskUpdate;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the last update of each subject says of its risk, bounded: who is LOW makes room first, the
 * one that became so first. If nobody is LOW, who comes is turned away and {@link #isCrowded} says
 * so. One thread puts, any number look.
 */
final class Shelf {
  private final int most;
  private final Map<Subject, Held> all = new ConcurrentHashMap<>();

  /** Who may make room, oldest first; some have risen, or were told of again, since. */
  private final ArrayDeque<Held> low = new ArrayDeque<>();

  private volatile boolean crowded;

  Shelf(int most) {
    this.most = most;
  }

  /** What a look-up needs of an update, without its words. */
  record Held(Subject subject, Level level, RiskCurve curve) {
    long atMillis() {
      return curve.atMillis();
    }
  }

  @Nullable Held get(Subject subject) {
    return all.get(subject);
  }

  int size() {
    return all.size();
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
    Held known = all.get(update.subject());
    if (known != null && known.atMillis() > update.atMillis()) {
      return; // read again from the beginning
    }
    if (known == null && all.size() >= most && !makeRoom()) {
      crowded |= !isLow;
      return;
    }
    Held now = new Held(update.subject(), update.level(), RiskCurve.of(update));
    all.put(now.subject(), now);
    if (isLow) {
      low.add(now);
      if (low.size() > 2 * most) {
        low.removeIf(one -> !one.equals(all.get(one.subject())));
      }
    }
  }

  private boolean makeRoom() {
    for (Held one = low.poll(); one != null; one = low.poll()) {
      if (all.remove(one.subject(), one)) {
        return true;
      }
    }
    return false;
  }
}
