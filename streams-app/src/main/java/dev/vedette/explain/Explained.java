package dev.vedette.explain;

import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Outlook;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subject's risk with all that is said of it.
 *
 * @param risk how much and why
 * @param sense as it was known then, or as it is known now
 * @param changedSince how many signals got another value since then; -1 if that is not known
 * @param levelSinceMillis since when the level is kept; null if that is not known
 * @param levels where levels begin, by the policy that was in force
 * @param falls how the level will fall if nothing more is seen, the next first
 * @param changes how the level came about, oldest first; empty if that is not known
 * @param spokeMillis when the event was that made each signal speak, by the events of the log; a
 *     signal that is not in it is dated by its own events
 * @param counterfactual the smallest set of signals that the level hangs on; null if not asked for
 */
public record Explained(
    RiskUpdate risk,
    Sense sense,
    int changedSince,
    @Nullable Long levelSinceMillis,
    LevelPolicy levels,
    List<Outlook.Fall> falls,
    List<RiskUpdate> changes,
    Map<Part, Long> spokeMillis,
    @Nullable Counterfactual counterfactual) {
  /** Copies the lists and the map. */
  public Explained {
    falls = List.copyOf(falls);
    changes = List.copyOf(changes);
    spokeMillis = Map.copyOf(spokeMillis);
  }

  /**
   * When what a signal tells of happened: when the event was that made it speak, else the first of
   * its events, else the beginning of its window.
   */
  public long happenedMillis(Part part) {
    Long spoke = spokeMillis.get(part);
    if (spoke != null) {
      return spoke;
    }
    return part.events().isEmpty()
        ? part.windowStartMillis()
        : part.events().getFirst().timeMillis();
  }

  /** The same risk with what follows from it and the levels of a policy; without a history. */
  public static Explained of(
      RiskUpdate risk, Sense sense, @Nullable Long levelSinceMillis, LevelPolicy levels) {
    return new Explained(
        risk,
        sense,
        -1,
        levelSinceMillis,
        levels,
        Outlook.of(risk, levels, levelSinceMillis == null ? risk.atMillis() : levelSinceMillis),
        List.of(),
        Map.of(),
        null);
  }

  /** The same with the smallest set of signals that the level hangs on. */
  public Explained with(@Nullable Counterfactual smallest) {
    return new Explained(
        risk, sense, changedSince, levelSinceMillis, levels, falls, changes, spokeMillis, smallest);
  }
}
