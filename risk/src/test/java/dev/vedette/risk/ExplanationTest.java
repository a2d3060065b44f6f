package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static dev.vedette.risk.History.evidence;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final long HOUR = Cells.HOUR_MILLIS;
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);

  private static List<Contribution> explain(List<Signal> signals, long at) {
    Cells cells = Cells.of(signals);
    return Explanation.of(FORMULA, cells, signals, FORMULA.assess(ALICE, cells, at));
  }

  @Property(tries = 2000, seed = "31")
  void shouldSumToTheRiskInIntegers(@ForAll long seed) {
    History history = History.of(seed);
    var random = new Random(seed);
    long at = START + random.nextLong(1000 * HOUR);
    Cells cells = history.allCells();
    Assessment assessment = FORMULA.assess(ALICE, cells, at);
    List<Contribution> terms = Explanation.of(FORMULA, cells, history.finals(), assessment);
    assertEquals(assessment.logOddsMicros(), terms.stream().mapToLong(Contribution::micros).sum());
    assertEquals(Explanation.PRIOR, terms.get(0).name());
    assertEquals(Explanation.CRITICALITY, terms.get(1).name());
    for (Contribution term : terms.subList(2, terms.size())) {
      assertEquals(
          term.micros(), term.restMicros() + term.signals().stream().mapToLong(Part::micros).sum());
      assertTrue(term.signals().size() <= Explanation.MAX_PARTS);
      if (term.signals().size() < Explanation.MAX_PARTS) {
        assertEquals(0, term.restMicros(), "every signal is named, so nothing is left");
      }
      for (Part part : term.signals()) {
        assertTrue(Math.abs(part.micros()) <= Math.abs((long) part.evidenceMicros()) + 1);
      }
    }
    var shuffled = new ArrayList<>(history.finals());
    Collections.shuffle(shuffled, random);
    assertEquals(terms, Explanation.of(FORMULA, cells, shuffled, assessment));
  }

  @Property(tries = 1000, seed = "32")
  void shouldCreditEachCellWithTheChangeItMade(@ForAll long seed) {
    History history = History.of(seed);
    Cells cells = history.allCells();
    long at = history.lastMillis() + new Random(seed).nextLong(50 * HOUR);
    double[] credits = FORMULA.credits(cells, at, -6_000_000);
    // The telescope, from the other side: the energy with the first cells only, each decayed to at.
    for (int i = 0; i < cells.size(); i++) {
      double with = prefix(cells, cells.family(i), i, at);
      double without = prefix(cells, cells.family(i), i - 1, at);
      assertEquals(with - without, credits[i], 1e-5);
    }
  }

  private static double prefix(Cells cells, Family family, int upTo, long at) {
    Cells some = Cells.EMPTY;
    for (int i = 0; i <= upTo; i++) {
      some = some.add(cells.family(i), cells.hour(i), cells.micros(i));
    }
    return FORMULA.assess(ALICE, some, at).familyMicros().getOrDefault(family, 0L) / 1e6;
  }

  @Test
  void shouldLetTheNewestPayForSaturationAndTheSignalsOfAnHourShare() {
    List<Signal> signals =
        List.of(
            evidence(Family.CREDENTIAL, 0, 0, 5),
            named(evidence(Family.CREDENTIAL, 1, 0, 3), "a"),
            named(evidence(Family.CREDENTIAL, 1, 20, 1), "b"));
    Contribution credential = explain(signals, START + 2 * HOUR).get(2);
    long old = Math.round(5e6 * StrictMath.pow(2, -1 / 24.0));
    assertEquals(7_000_000, credential.micros());
    long room = 7_000_000 - old;
    assertEquals(
        List.of(old, Math.round(room * 0.75), Math.round(room * 0.25)),
        credential.signals().stream().map(Part::micros).toList());
  }

  @Test
  void shouldNameTheStrongestAndLeaveTheRest() {
    var signals = new ArrayList<Signal>();
    for (int i = 0; i < 12; i++) {
      signals.add(named(evidence(Family.PLACE, 0, 0, 0.1 + i * 0.01), "d" + i));
    }
    Contribution place = explain(signals, START).get(2);
    assertEquals(8, place.signals().size());
    assertEquals("d11", place.signals().getFirst().detector());
    assertEquals(100_000 + 110_000 + 120_000 + 130_000, place.restMicros());
  }

  @Test
  void shouldCallTheRestWhatTheLedgerHoldsNoMore() {
    Cells cells = Cells.of(List.of(evidence(Family.PLACE, 0, 0, 3)));
    Signal held = evidence(Family.PLACE, 0, 0, 1);
    Contribution place =
        Explanation.of(FORMULA, cells, List.of(held), FORMULA.assess(ALICE, cells, START)).get(2);
    assertEquals(1_000_000, place.signals().getFirst().micros());
    assertEquals(2_000_000, place.restMicros());
  }

  @Test
  void shouldCreditReassuranceWithWhatItTookAway() {
    List<Signal> signals =
        List.of(
            evidence(Family.CREDENTIAL, 0, 0, 1),
            named(evidence(Family.CREDENTIAL, 0, 0, -4), "mfa"));
    assertEquals(2, explain(signals, START).size(), "an hour without energy has no part");
    List<Contribution> after =
        explain(
            List.of(
                evidence(Family.CREDENTIAL, 0, 0, 1.5),
                named(evidence(Family.CREDENTIAL, 1, 0, -4), "mfa")),
            START + 2 * HOUR);
    long had = Math.round(1.5e6 * StrictMath.pow(2, -1 / 24.0));
    assertEquals(0, after.get(2).micros());
    assertArrayEquals(
        new long[] {had, -had}, after.get(2).signals().stream().mapToLong(Part::micros).toArray());
  }

  @Test
  void shouldSayItInWords() {
    List<Contribution> terms =
        explain(
            List.of(
                evidence(Family.CREDENTIAL, 0, 0, 4),
                evidence(Subject.session(ALICE, "s"), Family.CREDENTIAL, 0, 0, 4),
                evidence(Family.PLACE, 0, 0, 3),
                evidence(Family.TIME, 0, 0, 0.5)),
            START);
    assertEquals("Seen by detector-place; Seen by detector-credential.", Explanation.reason(terms));
    assertEquals("No evidence counts at present.", Explanation.reason(explain(List.of(), START)));
  }

  @Test
  void shouldSplitByTheLargestRemainder() {
    assertArrayEquals(
        new long[] {4, 3, 3},
        LargestRemainder.split(10, new double[] {10 / 3.0, 10 / 3.0, 10 / 3.0}));
    assertArrayEquals(new long[] {-2, 5}, LargestRemainder.split(3, new double[] {-1.6, 4.6}));
    assertArrayEquals(new long[] {0, -1}, LargestRemainder.split(-1, new double[] {0, 0}));
  }

  private static Signal named(Signal signal, String detector) {
    return History.signal(
        signal.subject(),
        detector,
        signal.family(),
        signal.windowStartMillis(),
        signal.windowEndMillis(),
        signal.evidenceMicros(),
        0,
        signal.timeMillis());
  }
}
