package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.MINUTE;
import static dev.vedette.risk.History.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrospectTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final long NINE = START + 9 * Cells.HOUR_MILLIS;
  private static final Published UNTOLD =
      new Published(new LevelTrack(Level.LOW, START), -6_000_000, START);

  /** 5 nats at 9:00, of which an event that comes at 9:40 for 9:05 takes 3; 4 more at 9:20. */
  private static final SignalLog LOG =
      SignalLog.of(
          List.of(
              version(Family.PLACE, 0, 5_000_000, 0, NINE + MINUTE),
              version(Family.DEVICE, 20, 4_000_000, 0, NINE + 21 * MINUTE),
              version(Family.PLACE, 0, 2_000_000, 5_000_000, NINE + 40 * MINUTE)));

  private static Signal version(
      Family family, int minute, int evidence, int previous, long receivedMillis) {
    long start = NINE + minute * MINUTE;
    return Lived.received(
        History.signal(
            ALICE,
            family.wireName(),
            family,
            start,
            start + 10 * MINUTE,
            evidence,
            previous,
            start),
        receivedMillis,
        "e" + receivedMillis);
  }

  private static long known(long at) {
    return Retrospect.known(FORMULA, LOG, ALICE, at, UNTOLD).risk().logOddsMicros();
  }

  private static long corrected(long at) {
    return Retrospect.corrected(FORMULA, LOG, ALICE, at).risk().logOddsMicros();
  }

  @Test
  void shouldTellWhatWasKnownAndWhatIsKnownNow() {
    assertEquals(-6_000_000, known(NINE));
    assertEquals(-1_000_000, known(NINE + 5 * MINUTE));
    assertEquals(3_000_000, known(NINE + 30 * MINUTE));
    assertEquals(0, known(NINE + 40 * MINUTE));
    // Now it is known that the first window was never worth more than two.
    assertEquals(-4_000_000, corrected(NINE));
    assertEquals(-4_000_000, corrected(NINE + 5 * MINUTE));
    assertEquals(0, corrected(NINE + 30 * MINUTE));
    assertEquals(0, corrected(NINE + 40 * MINUTE));
  }

  @Test
  void shouldSayHowManySignalsWereChangedSince() {
    Retrospect then = Retrospect.known(FORMULA, LOG, ALICE, NINE + 30 * MINUTE, UNTOLD);
    assertEquals(Retrospect.Sense.AS_KNOWN, then.sense());
    assertEquals(2, then.versions());
    assertEquals(1, then.changedSince());
    assertEquals(Level.CRITICAL, then.track().level());
    assertEquals(1, Retrospect.corrected(FORMULA, LOG, ALICE, NINE + 30 * MINUTE).changedSince());
    assertEquals(
        0, Retrospect.known(FORMULA, LOG, ALICE, NINE + 45 * MINUTE, UNTOLD).changedSince());
  }

  @Test
  void shouldKnowAtEachUpdateWhatWasToldThen() {
    int compared = 0;
    for (int seed = 0; seed < 100; seed++) {
      History history = History.of(seed);
      if (history.upserts().isEmpty()) {
        continue;
      }
      Lived lived = Lived.of(history, FORMULA);
      for (int i = 0; i < lived.updates().size(); i++) {
        RiskUpdate update = lived.updates().get(i);
        boolean last =
            i + 1 == lived.updates().size()
                || lived.updates().get(i + 1).atMillis() > update.atMillis();
        long at = update.atMillis();
        boolean moment =
            lived.log().knownBy(at) == Verification.of(FORMULA, lived.log(), update).versions();
        if (last && moment) {
          Retrospect then =
              Retrospect.known(
                  FORMULA,
                  lived.log(),
                  update.subject(),
                  at,
                  new Published(new LevelTrack(update.level(), at), update.logOddsMicros(), at));
          assertEquals(update.contributions(), then.risk().contributions());
          assertEquals(update.level(), then.risk().level());
          compared++;
        }
      }
    }
    assertTrue(compared > 100, compared + " compared");
  }

  @Test
  void shouldSeeGapsInALog() {
    assertEquals(0, LOG.gaps());
    assertEquals(1, SignalLog.of(LOG.upserts().subList(1, 3)).gaps());
  }

  @Test
  void shouldForetellFallsFromTheUpdateAlone() {
    RiskUpdate critical = Retrospect.known(FORMULA, LOG, ALICE, NINE + 30 * MINUTE, UNTOLD).risk();
    List<Outlook.Fall> falls = Outlook.of(critical, Policy.DEFAULT.levels(), critical.atMillis());
    assertEquals(
        List.of(Level.HIGH, Level.MEDIUM, Level.LOW),
        falls.stream().map(Outlook.Fall::level).toList());
    assertEquals(critical.nextDueMillis(), falls.getFirst().atMillis());
    for (Outlook.Fall fall : falls) {
      long before = RiskNow.of(critical, fall.atMillis() - 1).logOddsMicros();
      assertTrue(before >= fall.logOddsMicros());
      assertEquals(fall.level(), Policy.DEFAULT.levels().kept(fall.logOddsMicros()));
    }
  }
}
