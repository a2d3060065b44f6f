package dev.vedette.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusionTest {
  private static final int HISTORIES = 200;

  private record Told(List<RiskUpdate> updates, List<Rise> alerts) implements Refusion.Listener {
    @Override
    public void updated(RiskUpdate update) {
      updates.add(update);
    }

    @Override
    public void risen(Rise alert) {
      alerts.add(alert);
    }
  }

  private static Told again(SignalLog log, Policy policy, long untilMillis) {
    var told = new Told(new ArrayList<>(), new ArrayList<>());
    var refusion = new Refusion(Formula.of(policy), told);
    for (Signal upsert : log.upserts()) {
      refusion.version(upsert);
    }
    refusion.settle(untilMillis);
    return told;
  }

  @Test
  void shouldAlertUnderTheSamePolicyAsItDid() {
    int alerts = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = History.of(seed);
      if (history.upserts().isEmpty()) {
        continue;
      }
      Lived lived = Lived.of(history, Formula.of(Policy.DEFAULT));
      Told told = again(lived.log(), Policy.DEFAULT, lived.lastMillis());
      assertEquals(
          lived.alerts().stream().map(alert -> alert.update().atMillis()).toList(),
          told.alerts().stream().map(alert -> alert.update().atMillis()).toList(),
          "seed " + seed);
      alerts += told.alerts().size();
    }
    assertTrue(alerts > HISTORIES / 3, alerts + " alerts");
  }

  @Test
  void shouldAlertLessUnderAStricterPriorAndEndLow() {
    int usual = 0;
    int strict = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = History.of(seed);
      if (history.upserts().isEmpty()) {
        continue;
      }
      SignalLog log = Lived.of(history, Formula.of(Policy.DEFAULT)).log();
      long end = history.lastMillis() + 2000 * Cells.HOUR_MILLIS;
      usual += again(log, Policy.DEFAULT, end).alerts().size();
      Told told = again(log, Policy.DEFAULT.withPrior(-10).withVersion("strict-1"), end);
      strict += told.alerts().size();
      if (!told.updates().isEmpty()) {
        assertEquals(Level.LOW, told.updates().getLast().level(), "seed " + seed);
        assertEquals("strict-1", told.updates().getLast().policyVersion());
      }
    }
    assertTrue(strict * 4 < usual * 3, strict + " of " + usual);
  }
}
