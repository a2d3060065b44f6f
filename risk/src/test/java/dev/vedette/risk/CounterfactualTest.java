package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.evidence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterfactualTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);

  private static Counterfactual of(List<Signal> signals, Level level, long at) {
    return Counterfactual.of(FORMULA, ALICE, Cells.of(signals), signals, level, at);
  }

  @Test
  void shouldNameTheOneSignalThatMattered() {
    Signal strong = evidence(Family.CREDENTIAL, 9, 0, 4);
    List<Signal> all = List.of(evidence(Family.PLACE, 9, 0, 2.5), strong);
    Counterfactual without = of(all, Level.HIGH, strong.windowEndMillis());
    assertEquals(List.of(strong), without.signals());
    assertEquals(-3_500_000, without.withoutMicros());
    assertEquals(Level.LOW, without.without(Policy.DEFAULT.levels()));
  }

  @Test
  void shouldTakeAllOfASaturatedHourTogether() {
    // Three of four nats in an hour that takes six: one less changes nothing, two less do.
    List<Signal> all =
        List.of(
            evidence(Family.CREDENTIAL, 9, 0, 4),
            evidence(Family.CREDENTIAL, 9, 10, 4),
            evidence(Family.CREDENTIAL, 9, 20, 4));
    Counterfactual without = of(all, Level.HIGH, all.getLast().windowEndMillis());
    assertEquals(2, without.signals().size());
    assertEquals(-2_000_000, without.withoutMicros());
  }

  @Test
  void shouldSayThatNothingNamedCanBeTakenAway() {
    Signal strong = evidence(Family.CREDENTIAL, 9, 0, 6.5);
    Counterfactual without =
        Counterfactual.of(
            FORMULA,
            ALICE,
            Cells.of(List.of(strong)),
            List.of(),
            Level.HIGH,
            strong.windowEndMillis());
    assertFalse(without.isPossible());
    assertEquals(List.of(), without.signals());
  }

  /** Every set of signals, the small ones first. */
  private static int smallest(List<Signal> signals, Cells cells, long bound, long at) {
    int least = Integer.MAX_VALUE;
    for (int set = 0; set < 1 << signals.size(); set++) {
      if (Integer.bitCount(set) < least) {
        Cells left = cells;
        for (int i = 0; i < signals.size(); i++) {
          Signal signal = signals.get(i);
          left =
              (set >> i & 1) == 0
                  ? left
                  : left.add(signal.family(), signal.hour(), -signal.evidenceMicros());
        }
        least = FORMULA.logOddsMicros(ALICE, left, at) < bound ? Integer.bitCount(set) : least;
      }
    }
    return least;
  }

  @Test
  void shouldBeTheSmallestOfAllSets() {
    int[] sizes = new int[20];
    for (int seed = 0; seed < 1_500; seed++) {
      History history = History.of(seed);
      List<Signal> signals = history.finals();
      Cells cells = Cells.of(signals);
      if (signals.size() > 11) {
        continue;
      }
      long at = history.lastMillis();
      long logOdds = FORMULA.logOddsMicros(ALICE, cells, at);
      Level level = Policy.DEFAULT.levels().entered(logOdds);
      if (level == Level.LOW) {
        continue;
      }
      Counterfactual found = Counterfactual.of(FORMULA, ALICE, cells, signals, level, at);
      int least = smallest(signals, cells, Policy.DEFAULT.levels().beginsMicros(level), at);
      assertTrue(found.isPossible() && found.isSmallest());
      assertEquals(least, found.signals().size(), "seed " + seed);
      assertTrue(found.withoutMicros() < found.boundMicros());
      sizes[least]++;
    }
    assertTrue(sizes[1] > 50 && sizes[2] > 10 && sizes[3] > 0, Arrays.toString(sizes));
  }
}
