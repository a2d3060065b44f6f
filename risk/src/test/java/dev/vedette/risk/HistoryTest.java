package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Signal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The histories that the properties run on are sharp: what they are to tell apart occurs. */
class HistoryTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final int HISTORIES = 300;

  @Test
  void shouldReachEveryLevelAndHoldEverythingThatMatters() {
    Map<Level, Integer> levels = new EnumMap<>(Level.class);
    int withdrawn = 0;
    int saturated = 0;
    int reassured = 0;
    int expired = 0;
    int ofSessions = 0;
    int exactForClients = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = History.of(seed);
      Cells cells = history.allCells();
      long at = history.lastMillis();
      long logOdds = FORMULA.logOddsMicros(ALICE, cells, at);
      levels.merge(Policy.DEFAULT.levels().entered(logOdds), 1, Integer::sum);
      withdrawn += some(history.upserts().stream().anyMatch(s -> s.evidenceMicros() == 0));
      ofSessions += some(history.cells(ALICE).size() < cells.size());
      expired += some(!cells.counting(FORMULA, at).equals(cells));
      double[] credits = FORMULA.credits(cells, at, -6_000_000);
      boolean cut = false;
      boolean lowered = false;
      for (int i = 0; i < cells.size(); i++) {
        cut |= cells.endMillis(i) > at - 1 && credits[i] * 1e6 + 1 < cells.micros(i);
        lowered |= credits[i] < 0;
      }
      saturated += some(cut);
      reassured += some(lowered);
      long later = at + new Random(seed).nextLong(20 * Cells.HOUR_MILLIS);
      exactForClients +=
          some(
              FORMULA.logOddsMicros(ALICE, cells, later) < logOdds
                  && cells.counting(FORMULA, at).equals(cells.counting(FORMULA, later)));
    }
    String seen =
        "%s, withdrawn %d, saturated %d, reassured %d, expired %d, sessions %d, exact %d"
            .formatted(
                levels, withdrawn, saturated, reassured, expired, ofSessions, exactForClients);
    for (Level level : List.of(Level.LOW, Level.MEDIUM, Level.HIGH, Level.CRITICAL)) {
      assertTrue(levels.getOrDefault(level, 0) >= HISTORIES / 30, seen);
    }
    assertTrue(withdrawn > HISTORIES / 2 && ofSessions > HISTORIES / 2, seen);
    assertTrue(saturated > HISTORIES / 20 && reassured > HISTORIES / 4, seen);
    assertTrue(expired > HISTORIES / 10 && exactForClients > HISTORIES / 4, seen);
  }

  @Test
  void shouldPublishFromEveryThirdHistoryAtLeast() {
    int updates = 0;
    int alerts = 0;
    int sessionUpdates = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      RiskRecord record = RiskRecord.of(ALICE, FORMULA, History.START);
      for (Signal upsert : History.of(seed).upserts()) {
        RiskOutcome outcome =
            record.apply(upsert, FORMULA, upsert.timeMillis(), subject -> List.of());
        updates += outcome.updates().size();
        alerts += outcome.alerts().size();
        sessionUpdates += some(outcome.updates().stream().anyMatch(u -> u.session() != null));
        record = outcome.record();
      }
    }
    assertTrue(updates > HISTORIES, updates + " updates");
    assertTrue(alerts > HISTORIES / 3, alerts + " alerts");
    assertTrue(sessionUpdates > HISTORIES / 3, sessionUpdates + " of sessions");
  }

  private static int some(boolean yes) {
    return yes ? 1 : 0;
  }
}
