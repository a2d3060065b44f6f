package dev.vedette.risk;

import static java.util.Objects.requireNonNull;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The smallest set of signals without which a level would have been lower; of several sets of that
 * size the one that leaves the least.
 *
 * <p>Exact, whatever the number of signals, by dynamic programming, as long as families add up.
 * Only evidence that counts against a subject is taken away: taking away reassurance never lowers
 * anything. Families add up, so what k removals leave of each family is found for itself. Inside a
 * family cells are read in the order of hours, and each step of that fold is monotone in the energy
 * before it and in the cell: of one cell the k strongest signals go, and of all ways to have
 * removed k so far only the one with the least energy can be the best. Then families are combined
 * in the same way.
 *
 * @param level the level that is asked about
 * @param logOddsMicros the log-odds with everything, in micro-nats
 * @param boundMicros the level is lost below these log-odds
 * @param signals the smallest set, strongest first; empty if the level needs none, or if it cannot
 *     be lost
 * @param withoutMicros the log-odds without them
 * @param atLeast no set with fewer signals does it: the size of the set if that is the smallest
 * @param isPossible whether there is such a set: evidence that the ledger no longer names cannot be
 *     taken away
 */
public record Counterfactual(
    Level level,
    long logOddsMicros,
    long boundMicros,
    List<Signal> signals,
    long withoutMicros,
    int atLeast,
    boolean isPossible) {
  /** Copies the list. */
  public Counterfactual {
    signals = List.copyOf(signals);
  }

  /** Whether the set is known to be the smallest. */
  public boolean isSmallest() {
    return signals.size() == atLeast;
  }

  /** The level without the set, if it were entered from nowhere. */
  public Level without(LevelPolicy levels) {
    return levels.entered(withoutMicros);
  }

  /**
   * The smallest set for the level that a subject has at an instant.
   *
   * @param cells what decides for the subject
   * @param signals the final signals behind the cells, in any order; a session's with its owner's
   * @param level a level above LOW
   */
  public static Counterfactual of(
      Formula formula,
      Subject subject,
      Cells cells,
      Collection<Signal> signals,
      Level level,
      long atMillis) {
    long logOdds = formula.logOddsMicros(subject, cells, atMillis);
    LevelPolicy levels = formula.policy().levels();
    // A level that hysteresis keeps is lost where it would be left, not where it began.
    long bound =
        logOdds >= levels.beginsMicros(level)
            ? levels.beginsMicros(level)
            : levels.keptMicros(level);
    if (logOdds < bound) {
      return new Counterfactual(level, logOdds, bound, List.of(), logOdds, 0, true);
    }
    Map<Family, List<Choice>> families = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      List<Choice> choices = ofFamily(formula, subject, family, cells, signals, atMillis);
      if (!choices.isEmpty()) {
        families.put(family, choices);
      }
    }
    List<Choice> all = combine(families.values());
    long base = formula.baseMicros(subject);
    int atLeast = 0;
    for (Choice choice : all) {
      if (base + choice.micros() < bound) {
        atLeast = atLeast == 0 ? choice.removed().size() : atLeast;
        var removed = new ArrayList<>(choice.removed());
        removed.sort(Comparator.comparingInt(Signal::evidenceMicros).reversed());
        Cells left = cells;
        for (Signal signal : removed) {
          left = left.add(signal.family(), signal.hour(), -signal.evidenceMicros());
        }
        long without = formula.logOddsMicros(subject, left, atMillis);
        if (without < bound) {
          return new Counterfactual(level, logOdds, bound, removed, without, atLeast, true);
        }
      }
    }
    return new Counterfactual(level, logOdds, bound, List.of(), logOdds, 0, false);
  }

  /** What is left of families when so many signals as its place in the list are taken away. */
  private record Choice(long micros, List<Signal> removed) {}

  /** What was read of a family so far: its energy, the instant of its last cell, and its cells. */
  private record State(double nats, long lastMillis, Cells cells, List<Signal> removed) {}

  private static List<Choice> ofFamily(
      Formula formula,
      Subject subject,
      Family family,
      Cells all,
      Collection<Signal> signals,
      long atMillis) {
    FamilyPolicy policy = formula.policy().family(family);
    List<State> states = List.of(new State(0, Long.MIN_VALUE, Cells.EMPTY, List.of()));
    for (int i = 0; i < all.size(); i++) {
      if (all.family(i) == family && formula.counts(family, all.endMillis(i), atMillis)) {
        int hour = all.hour(i);
        List<Signal> strongest =
            signals.stream()
                .filter(signal -> signal.family() == family && signal.hour() == hour)
                .filter(signal -> signal.evidenceMicros() > 0)
                .sorted(Comparator.comparingInt(Signal::evidenceMicros).reversed())
                .toList();
        states = read(policy, family, states, all, i, strongest, atMillis);
      }
    }
    long base = formula.baseMicros(subject);
    return states.stream()
        .map(state ->
            new Choice(
                formula.logOddsMicros(subject, state.cells(), atMillis) - base, state.removed()))
        .toList();
  }

  /** Reads one more cell, in every way in which it can be left. */
  private static List<State> read(
      FamilyPolicy policy,
      Family family,
      List<State> states,
      Cells all,
      int cell,
      List<Signal> strongest,
      long atMillis) {
    long instant = Math.min(all.endMillis(cell), atMillis);
    var next = new ArrayList<State>();
    for (int k = 0; k < states.size() + strongest.size(); k++) {
      State best = null;
      for (int here = Math.max(0, k - states.size() + 1);
          here <= Math.min(k, strongest.size());
          here++) {
        State before = states.get(k - here);
        List<Signal> gone = strongest.subList(0, here);
        long left = all.micros(cell) - gone.stream().mapToLong(Signal::evidenceMicros).sum();
        double nats =
            policy.weight()
                * Math.clamp(left / 1e6, -policy.reassuranceCapNats(), policy.hourCapNats());
        double decayed =
            before.nats() == 0
                ? 0
                : before.nats()
                    * Formula.decay(instant - before.lastMillis(), policy.halfLife().toMillis());
        double energy = Formula.step(decayed, nats, policy.capNats());
        if (best == null || energy < best.nats()) {
          best =
              new State(
                  energy,
                  instant,
                  before.cells().add(family, all.hour(cell), left),
                  with(before.removed(), gone));
        }
      }
      next.add(requireNonNull(best));
    }
    return next;
  }

  private static List<Choice> combine(Collection<List<Choice>> families) {
    List<Choice> all = List.of(new Choice(0, List.of()));
    for (List<Choice> family : families) {
      var next = new ArrayList<Choice>();
      for (int k = 0; k < all.size() + family.size() - 1; k++) {
        Choice best = null;
        for (int here = Math.max(0, k - all.size() + 1);
            here <= Math.min(k, family.size() - 1);
            here++) {
          Choice before = all.get(k - here);
          Choice its = family.get(here);
          long micros = before.micros() + its.micros();
          if (best == null || micros < best.micros()) {
            best = new Choice(micros, with(before.removed(), its.removed()));
          }
        }
        next.add(requireNonNull(best));
      }
      all = next;
    }
    return all;
  }

  private static <T> List<T> with(List<T> some, List<T> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
