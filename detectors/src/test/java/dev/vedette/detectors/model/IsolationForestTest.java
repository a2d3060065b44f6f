package dev.vedette.detectors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

class IsolationForestTest {
  private static final ModelHead HEAD =
      new ModelHead("t", "subject-hour", 1, 0, 0, "sha256:" + "0".repeat(64));

  private static final IsolationTree LEAF =
      new IsolationTree(new int[0], new double[0], new double[0], new int[0], new double[] {3});

  private static final IsolationTree STUMP =
      new IsolationTree(
          new int[] {1},
          new double[] {-2},
          new double[] {4},
          new int[] {-1, -2},
          new double[] {1, 5});

  private static IsolationForest forest(IsolationTree... trees) {
    return new IsolationForest(HEAD, List.of("a", "b"), 2, List.of(trees));
  }

  @Test
  void shouldScoreByTheMeanPath() {
    IsolationForest forest = forest(LEAF, STUMP);
    // −2·(−1) = 2 is below 4: paths 3 and 1, mean 2.
    assertEquals(0.5, forest.score(new double[] {9, -1}));
    // −2·(−2) = 4 is not below 4: paths 3 and 5, mean 4.
    assertEquals(0.25, forest.score(new double[] {9, -2}));
  }

  @Test
  void shouldRefusePointsThatDoNotFit() {
    IsolationForest forest = forest(STUMP);
    assertThrows(IllegalArgumentException.class, () -> forest.score(new double[1]));
    var notNumber =
        assertThrows(
            IllegalArgumentException.class, () -> forest.score(new double[] {0, Double.NaN}));
    assertTrue(String.valueOf(notNumber.getMessage()).contains("\"b\""));
  }

  @Test
  void shouldMakePointsOfSubjectHours() {
    var evidence = new long[Family.values().length];
    evidence[Family.VOLUME.ordinal()] = 2_500_000;
    evidence[Family.PLACE.ordinal()] = -1_000_000;
    // 2026-01-05 is a Monday: 06:00 is a quarter of the day and a 28th of the week.
    long hour = 20_458 * 24L + 6;
    double[] point = new SubjectHour(hour, 9, 1, 50, evidence).point();
    assertEquals(SubjectHour.FEATURES.size(), point.length);
    assertEquals(Math.log(10), at(point, "events"), 1e-12);
    assertEquals(Math.log(2), at(point, "sessions"), 1e-12);
    assertEquals(0.5, at(point, "risk"));
    assertEquals(1, at(point, "hour_of_day_sin"), 1e-12);
    assertEquals(0, at(point, "hour_of_day_cos"), 1e-12);
    assertEquals(Math.sin(2 * Math.PI / 28), at(point, "hour_of_week_sin"), 1e-12);
    assertEquals(2.5, at(point, "evidence_volume"));
    assertEquals(0, at(point, "evidence_place"), "what reassures is not unusual");
  }

  private static double at(double[] point, String feature) {
    return point[SubjectHour.FEATURES.indexOf(feature)];
  }
}
