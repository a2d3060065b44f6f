package dev.vedette.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against values that were computed by hand. */
class RankingTest {
  private static final double EXACT = 1e-12;

  private static Ranking ranking(double[] scores, int... positives) {
    boolean[] positive = new boolean[scores.length];
    for (int i : positives) {
      positive[i] = true;
    }
    return Ranking.of(scores, positive);
  }

  @Test
  void shouldAverageThePrecisionAtEachHit() {
    // + − + −: (1/1 + 2/3) / 2
    Ranking ranking = ranking(new double[] {4, 3, 2, 1}, 0, 2);
    assertEquals((1 + 2.0 / 3) / 2, ranking.averagePrecision(), EXACT);
    // pairs in order: (+,−)×2 and (+,−last) = 3 of 4
    assertEquals(0.75, ranking.auc(), EXACT);
    assertEquals(0.5, ranking.baseRate(), EXACT);
  }

  @Test
  void shouldClaimNoOrderAmongTies() {
    // all the same: precision is the base rate, and every pair is half won
    Ranking ranking = ranking(new double[] {1, 1, 1, 1, 1}, 3);
    assertEquals(0.2, ranking.averagePrecision(), EXACT);
    assertEquals(0.5, ranking.auc(), EXACT);
    // (+ −) tied on top, then −, then +: 1/2·1/2 + 1/2·2/4
    Ranking mixed = ranking(new double[] {9, 9, 5, 1}, 0, 3);
    assertEquals(0.5, mixed.averagePrecision(), EXACT);
    // pairs: tie ½, win 1; loss 0, loss 0
    assertEquals(1.5 / 4, mixed.auc(), EXACT);
  }

  @Test
  void shouldNotDependOnTheOrderOfUnits() {
    Ranking a = ranking(new double[] {1, 5, 3, 3, 0}, 1, 3);
    Ranking b = ranking(new double[] {3, 0, 5, 1, 3}, 2, 0);
    assertEquals(a.averagePrecision(), b.averagePrecision(), EXACT);
    assertEquals(a.auc(), b.auc(), EXACT);
    // 1/2·1 + 1/2·2/3
    assertEquals(0.5 + 1.0 / 3, a.averagePrecision(), EXACT);
  }

  @Test
  void shouldBuyRecallWithABudgetOfFalseUnits() {
    double[] scores = {9, 8, 7, 6, 5, 0};
    Ranking ranking = ranking(scores, 0, 2, 4);
    assertEquals(new Ranking.AtBudget(9, 1.0 / 3, 1, 0), ranking.atBudget(0));
    assertEquals(new Ranking.AtBudget(7, 2.0 / 3, 3, 1), ranking.atBudget(1));
    assertEquals(new Ranking.AtBudget(5, 1, 5, 2), ranking.atBudget(2.9));
    assertEquals(
        new Ranking.AtBudget(5, 1, 5, 2), ranking.atBudget(100), "a score of 0 tells nothing");
  }

  @Test
  void shouldNotTellHalfATie() {
    Ranking ranking = ranking(new double[] {9, 9, 9, 1}, 0);
    assertEquals(0, ranking.atBudget(1).told());
    assertEquals(3, ranking.atBudget(2).told());
  }

  @Test
  void shouldDrawACurve() {
    List<Ranking.Point> curve = ranking(new double[] {4, 3, 2, 1}, 0, 2).curve();
    assertEquals(
        List.of(new Ranking.Point(0.5, 1, 4), new Ranking.Point(1, 2.0 / 3, 2)), curve);
  }

  @Test
  void shouldResampleTheSameEveryTimeAndAroundTheValue() {
    var random = new SplittableRandom(7);
    double[] scores = new double[400];
    boolean[] positive = new boolean[400];
    for (int i = 0; i < scores.length; i++) {
      positive[i] = i % 10 == 0;
      scores[i] = random.nextDouble() + (positive[i] ? 0.4 : 0);
    }
    Ranking ranking = Ranking.of(scores, positive);
    var interval = ranking.bootstrap(1, 500);
    assertEquals(interval, ranking.bootstrap(1, 500));
    double ap = ranking.averagePrecision();
    assertTrue(interval.low() < ap && ap < interval.high(), interval + " around " + ap);
    assertTrue(interval.high() - interval.low() > 0.05 && interval.high() - interval.low() < 0.5);
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    assertThrows(
        IllegalArgumentException.class, () -> ranking(new double[] {1, Double.NaN}, 0));
  }
}
