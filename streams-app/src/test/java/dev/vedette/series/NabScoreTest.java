package dev.vedette.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.series.LabelledSeries.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule, on examples that were reckoned by hand: 100 points, a window from 50 to 59. */
class NabScoreTest {
  private static final double TINY = 1e-4;
  private static final NabWeights ONE = new NabWeights(100, List.of(new Window(50, 59)));

  @Test
  void shouldNotCountTheFirstPoints() {
    assertEquals(15, ONE.probation());
    assertEquals(750, new NabWeights(20_000, List.of()).probation());
    assertEquals(0, ONE.outcome(alarms(0, 14), 0.5).falseAlarms());
    assertEquals(1, ONE.outcome(alarms(15), 0.5).falseAlarms());
  }

  @Test
  void shouldPayEarlyAlarmsMore() {
    assertEquals(1, ONE.weight(50), TINY);
    // σ(−1/10)/σ(−1) = 0.24492 / 0.98661
    assertEquals(0.24824, ONE.weight(59), TINY);
    assertTrue(ONE.weight(55) < ONE.weight(54));
  }

  @Test
  void shouldChargeFalseAlarmsByTheirDistanceFromTheWindowBefore() {
    assertEquals(-0.11, ONE.weight(20), TINY);
    // 0.11·σ(1/9) = 0.11 · −0.27087
    assertEquals(-0.02980, ONE.weight(60), TINY);
    // (88 − 59)/9 is more than 3
    assertEquals(-0.11, ONE.weight(88), 0);
  }

  @Test
  void shouldCountTheBestAlarmOfAWindowOnly() {
    var outcome = ONE.outcome(alarms(50, 53, 59), 0.5);

    assertEquals(1, outcome.sum(), TINY);
    assertEquals(1, outcome.found());
    assertEquals(0, outcome.falseAlarms());
  }

  @Test
  void shouldChargeAWindowThatIsMissed() {
    var outcome = ONE.outcome(alarms(20, 21), 0.5);

    assertEquals(-1.22, outcome.sum(), TINY);
    assertEquals(0, outcome.found());
    assertEquals(2, outcome.falseAlarms());
  }

  @Test
  void shouldGiveSilenceZeroAndPerfectionAHundred() {
    assertEquals(0, NabScore.best(List.of(ONE), List.of(new double[100])).value(), TINY);
    assertEquals(100, NabScore.best(List.of(ONE), List.of(alarms(50))).value(), TINY);
    // (1 − 0.11 + 1)/2
    assertEquals(94.5, NabScore.at(List.of(ONE), List.of(alarms(20, 50)), 0.5).value(), TINY);
  }

  @Test
  void shouldTakeOneThresholdForAllSeries() {
    double[] loud = alarms(20, 30, 40);
    double[] found = new double[100];
    found[50] = 0.7;
    var score = NabScore.best(List.of(ONE, ONE), List.of(loud, found));

    // At 0.7: −1 − 0.33 + 1; nothing at all: −2.
    assertEquals(0.7, score.threshold());
    assertEquals(100 * (-0.33 + 2) / 4, score.value(), TINY);
  }

  @Test
  void shouldStaySilentWhenAlarmsCostMoreThanTheyBring() {
    var score = NabScore.best(List.of(ONE), List.of(alarms(20, 30, 40)));

    assertEquals(Double.POSITIVE_INFINITY, score.threshold());
    assertEquals(0, score.value(), TINY);
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    assertThrows(
        IllegalArgumentException.class, () -> NabScore.best(List.of(ONE), List.of(new double[99])));
    assertThrows(IllegalArgumentException.class, () -> new Window(5, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelledSeries("a.csv", List.of(), List.of(new Window(0, 4))));
  }

  private static double[] alarms(int... at) {
    double[] scores = new double[100];
    for (int i : at) {
      scores[i] = 0.9;
    }
    return scores;
  }
}
