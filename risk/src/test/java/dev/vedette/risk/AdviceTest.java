package dev.vedette.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.risk.SessionRisk.State;
import org.junit.jupiter.api.Test;

class AdviceTest {
  @Test
  void shouldStopAtCriticalAndAskAgainAtHigh() {
    assertEquals(Advice.STOP, Advice.of(State.ACTIVE, Level.CRITICAL));
    assertEquals(Advice.STEP_UP, Advice.of(State.ACTIVE, Level.HIGH));
    assertEquals(Advice.GO_ON, Advice.of(State.ACTIVE, Level.MEDIUM));
    assertEquals(Advice.GO_ON, Advice.of(State.IDLE, Level.LOW));
  }

  @Test
  void shouldStopWhatHasEndedHoweverQuiet() {
    assertEquals(Advice.STOP, Advice.of(State.ENDED, Level.LOW));
  }

  @Test
  void shouldAdviseBesideSessionsThatWereNeverToldOf() {
    assertEquals(Advice.GO_ON, Advice.of(null, Level.LOW));
    assertEquals(Advice.STOP, Advice.of(null, Level.CRITICAL));
  }
}
