package dev.vedette.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.risk.RiskUpdate.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final int HISTORIES = 150;

  @Test
  void shouldReproduceEveryUpdateOfEveryHistoryToTheLastDigit() {
    int caused = 0;
    int byTime = 0;
    int ofSessions = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = History.of(seed);
      if (history.upserts().isEmpty()) {
        continue;
      }
      Lived lived = Lived.of(history, FORMULA);
      for (RiskUpdate update : lived.updates()) {
        Verification verification = Verification.of(FORMULA, lived.log(), update);
        assertEquals(List.of(), verification.differences(), "seed " + seed);
        caused += update.causedBy().isEmpty() ? 0 : 1;
        byTime += update.causedBy().isEmpty() ? 1 : 0;
        ofSessions += update.session() == null ? 0 : 1;
      }
    }
    String seen = caused + " caused, " + byTime + " by time, " + ofSessions + " of sessions";
    assertTrue(caused > HISTORIES && byTime > HISTORIES / 10 && ofSessions > HISTORIES, seen);
  }

  @Test
  void shouldFailWhateverIsTamperedWith() {
    int tampered = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = History.of(seed);
      if (history.upserts().isEmpty()) {
        continue;
      }
      Lived lived = Lived.of(history, FORMULA);
      var random = new Random(seed);
      for (RiskUpdate update : lived.updates()) {
        int what = random.nextInt(6);
        if (what == 1 && update.energies().isEmpty()) {
          continue; // where nothing counts, the risk of another instant is the same
        }
        RiskUpdate other = tamper(update, what);
        Verification verification = Verification.of(FORMULA, lived.log(), other);
        assertFalse(verification.holds(), () -> "believed " + other);
        tampered++;
      }
    }
    assertTrue(tampered > 3 * HISTORIES, tampered + " tampered updates");
  }

  private static RiskUpdate tamper(RiskUpdate u, int what) {
    var terms = new ArrayList<>(u.contributions());
    if (what == 0) {
      // A micro-nat from one term to another: the sum stays.
      Contribution prior = terms.get(0);
      Contribution criticality = terms.get(1);
      terms.set(0, new Contribution(prior.name(), prior.micros() - 1, prior.signals()));
      terms.set(
          1, new Contribution(criticality.name(), criticality.micros() + 1, criticality.signals()));
    }
    return new RiskUpdate(
        u.id(),
        u.subject(),
        what == 1 ? u.atMillis() + 10 * Cells.HOUR_MILLIS : u.atMillis(),
        what == 2 ? Math.nextUp(u.score()) : u.score(),
        what == 3 ? u.logOddsMicros() + 1 : u.logOddsMicros(),
        what == 4 ? other(u.level()) : u.level(),
        u.previousLevel(),
        u.reason(),
        terms,
        u.energies(),
        u.nextDueMillis(),
        u.causedBy(),
        what == 5 ? "another-1" : u.policyVersion(),
        u.supersedes(),
        u.unscoreable());
  }

  /** A level two away is impossible whether or not it had dwelt. */
  private static Level other(Level level) {
    return Level.values()[(level.ordinal() + 2) % Level.values().length];
  }

  @Test
  void shouldNameTheSignalThatWasChangedAfterwards() {
    Signal first =
        Lived.received(History.evidence(Family.CREDENTIAL, 9, 0, 4), History.START + 1, "e1");
    Signal second =
        Lived.received(History.evidence(Family.PLACE, 9, 10, 3), History.START + 2, "e2");
    Lived lived = Lived.of(List.of(first, second), FORMULA);
    RiskUpdate update = lived.updates().getLast();
    assertTrue(Verification.of(FORMULA, lived.log(), update).holds());
    Signal forged =
        Lived.received(History.evidence(Family.PLACE, 9, 10, 2), History.START + 2, "e2");
    Verification verification =
        Verification.of(FORMULA, SignalLog.of(List.of(first, forged)), update);
    assertTrue(
        verification.differences().stream().anyMatch(d -> d.what().equals("place, signal 1")),
        verification::toString);
    assertTrue(
        verification.differences().stream().noneMatch(d -> d.what().startsWith("credential")),
        verification::toString);
  }

  @Test
  void shouldProveWhatAVerdictChanged() {
    Signal place = Lived.received(History.evidence(Family.PLACE, 9, 0, 4), History.START + 1, "e1");
    Signal other =
        Lived.received(History.evidence(Family.CREDENTIAL, 9, 10, 3), History.START + 2, "e2");
    Lived lived = Lived.of(List.of(place, other), FORMULA);
    long at = History.START + 20 * Cells.HOUR_MILLIS;
    var verdict =
        new Verdict(
            "v1",
            place.subject(),
            Verdict.Kind.FALSE_POSITIVE,
            place.detector(),
            place.windowStartMillis(),
            place.windowStartMillis() + 1,
            at,
            "ann",
            "");
    var rulings = new Rulings(List.of(), Verdicts.NONE.with(verdict));
    RiskRecord record =
        RiskRecord.of(History.ALICE, FORMULA, History.START)
            .apply(place, FORMULA, History.START + 1, lived.log().ledger(1))
            .record()
            .apply(other, FORMULA, History.START + 2, lived.log().ledger(2))
            .record();
    List<RiskUpdate> corrected =
        record.corrected(FORMULA, at, rulings.effective(lived.log().ledger(2)), "v1").updates();
    assertEquals(1, corrected.size());
    SignalLog log = lived.log().with(List.of(verdict));
    assertEquals(List.of(), Verification.of(FORMULA, log, corrected.getFirst()).differences());
    assertFalse(Verification.of(FORMULA, lived.log(), corrected.getFirst()).holds());
    for (RiskUpdate before : lived.updates()) {
      assertTrue(Verification.of(FORMULA, log, before).holds(), "said later");
    }
    Published last = record.published();
    Retrospect then = Retrospect.known(FORMULA, log, History.ALICE, at - 1, last);
    Retrospect now = Retrospect.known(FORMULA, log, History.ALICE, at, last);
    assertEquals(2, then.signals().size());
    assertEquals(1, then.changedSince());
    assertEquals(List.of(other), now.signals());
  }

  @Test
  void shouldSayThatTheCauseIsNotInTheLog() {
    Signal first =
        Lived.received(History.evidence(Family.CREDENTIAL, 9, 0, 4), History.START + 1, "e1");
    Lived lived = Lived.of(List.of(first), FORMULA);
    Verification verification =
        Verification.of(FORMULA, SignalLog.of(List.of()), lived.updates().getLast());
    assertEquals("causedBy", verification.differences().getFirst().what());
  }
}
