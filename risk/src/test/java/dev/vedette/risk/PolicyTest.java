package dev.vedette.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.SubjectType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PolicyTest {
  private static void refuses(String message, Executable executable) {
    var refused = assertThrows(IllegalArgumentException.class, executable);
    assertEquals(message, refused.getMessage());
  }

  @Test
  void shouldQuoteWhatItRefusesAndWhatItAccepts() {
    Policy policy = Policy.DEFAULT;
    LevelPolicy levels = policy.levels();
    Duration day = Duration.ofDays(1);
    refuses("prior 1.0: must be from -30.0 to 0.0", () -> policy.withPrior(1));
    refuses("prior NaN: must be from -30.0 to 0.0", () -> policy.withPrior(Double.NaN));
    refuses("step of the score 0.0: must be from 0.1 to 100.0", () -> policy.withScoreStep(0));
    refuses(
        "criticality of device 0.0: must be from 0.01 to 100.0",
        () -> policy.withCriticality(SubjectType.DEVICE, 0));
    refuses(
        "half-life PT7H: must be from PT8H to PT720H",
        () -> new FamilyPolicy(Duration.ofHours(7), 7, 5, 2));
    refuses(
        "cap of energy 0.0: must be above 0 and at most 30.0",
        () -> new FamilyPolicy(day, 0, 5, 2));
    refuses(
        "cap of reassurance -1.0: must be from 0.0 to 30.0", () -> new FamilyPolicy(day, 7, 5, -1));
    refuses(
        "levels begin at MEDIUM 1.0, HIGH 0.0, CRITICAL 3.0: each must begin above the one before",
        () -> new LevelPolicy(1, 0, 3, 0.25, Duration.ZERO));
    refuses(
        "dwell PT25H: must be from PT0S to PT24H",
        () -> new LevelPolicy(-2, 0, 3, 0.25, Duration.ofHours(25)));
    refuses(
        "policy \"v\" says nothing of family \"session\"",
        () ->
            new Policy(
                "v",
                -6,
                Map.of(),
                levels,
                5,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                FalseAlarmBudget.NONE));
    refuses("policy version \"\": must have 1 to 64 characters", () -> policy.withVersion(""));
  }

  @Test
  void shouldLetOneFamilyReachHighAndTwoCritical() {
    for (Family family : Family.values()) {
      FamilyPolicy one = Policy.DEFAULT.family(family);
      assertEquals(Level.HIGH, level(-6 + one.capNats()));
      assertEquals(Level.CRITICAL, level(-6 + 2 * one.capNats()));
      assertTrue(one.halfLife().compareTo(FamilyPolicy.MIN_HALF_LIFE) >= 0);
    }
    assertEquals(Level.HIGH, level(-6 + Policy.DEFAULT.family(Family.PLACE).hourCapNats()));
  }

  private static Level level(double nats) {
    return Policy.DEFAULT.levels().entered(Math.round(nats * 1e6));
  }
}
