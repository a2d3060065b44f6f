package dev.vedette.demo;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of it, from what the pipeline said and what the simulation knows.
 *
 * @param interrupted whether it was stopped before the live part began
 * @param victims the accounts that the story lets fall
 * @param others what became of all other users
 */
public record Verdict(boolean interrupted, List<Victim> victims, List<Bystander> others) {
  /** How long a fallen account may take to rise before it counts as missed. */
  public static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Nothing was shown. */
  static final Verdict INTERRUPTED = new Verdict(true, List.of(), List.of());

  /** Copies the lists. */
  public Verdict {
    victims = List.copyOf(victims);
    others = List.copyOf(others);
  }

  /**
   * An account that is attacked.
   *
   * @param user the account
   * @param attackedMillis when the first event against it was sent; null if it ended before
   * @param fallenMillis when the attacker was signed in; null if it ended before
   * @param endMillis when the last event was sent
   * @param risenMillis when each level above LOW was first seen
   * @param highest the update with its highest score; null if there was none
   */
  public record Victim(
      Subject user,
      @Nullable Long attackedMillis,
      @Nullable Long fallenMillis,
      long endMillis,
      Map<Level, Long> risenMillis,
      @Nullable RiskUpdate highest) {
    /** Copies the map. */
    public Victim {
      var copy = new EnumMap<Level, Long>(Level.class);
      copy.putAll(risenMillis);
      risenMillis = Collections.unmodifiableMap(copy);
    }

    /** The highest level that it reached. */
    public Level level() {
      return risenMillis.keySet().stream().max(Level::compareTo).orElse(Level.LOW);
    }

    /** Whether the pipeline called it HIGH or CRITICAL. */
    public boolean found() {
      return level().compareTo(Level.HIGH) >= 0;
    }

    /** Whether the pipeline had the time to find it, and did not. */
    public boolean missed() {
      return fallenMillis != null && endMillis - fallenMillis > PATIENCE.toMillis() && !found();
    }
  }

  /**
   * Somebody whose account did not fall.
   *
   * @param user the account
   * @param level the highest level that it reached
   * @param why the reason of that level; empty if it never left LOW
   */
  public record Bystander(Subject user, Level level, String why) {}

  /** Whether every account that fell, and had time, was found. */
  public boolean passed() {
    return victims.stream().noneMatch(Victim::missed);
  }

  /** How many of the others never left a level. */
  public long othersAt(Level level) {
    return others.stream().filter(other -> other.level() == level).count();
  }
}
