package dev.vedette.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.models.ModelJson;
import dev.vedette.training.smile.ForestExport;
import dev.vedette.training.smile.ForestOptions;
import dev.vedette.training.smile.ForestTraining;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is fitted with Smile here and scored without it at runtime is one thing. */
class SameScoresTest {
  private static final double TOLERANCE = 1e-6;
  private static final int POINTS = 20_000;
  private static final ModelHead HEAD =
      new ModelHead("t", "subject-hour", 1, 0, 0, "sha256:" + "0".repeat(64));

  /** Clouds, whole numbers, and a feature that never changes: ties and cuts without width. */
  private static double[][] points(int count, int width, long seed) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> {
          var point = new double[width];
          for (int f = 0; f < width; f++) {
            point[f] =
                switch (f % 4) {
                  case 0 -> random.nextGaussian() * (1 + f);
                  case 1 -> random.nextInt(4);
                  case 2 -> 7;
                  default -> i % 50 == 0 ? 20 + random.nextDouble() : random.nextDouble();
                };
          }
          return point;
        })
        .toArray(double[][]::new);
  }

  private static List<String> names(int width) {
    return IntStream.range(0, width).mapToObj(i -> "f" + i).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 256, 1, 5, 1",
    "60, 256, 3, 5, 2",
    "30, 64, 8, 8, 3",
    "1, 16, 1, 1, 4",
    "20, 4000, 2, 17, 5",
  })
  void shouldScoreAsSmileDoes(int trees, int sample, int together, int width, long seed) {
    double[][] training = points(5_000, width, seed);
    smile.anomaly.IsolationForest grown =
        ForestTraining.fit(training, new ForestOptions(trees, sample, together, seed));
    IsolationForest exported = ForestExport.of(HEAD, names(width), grown);
    var read = (IsolationForest) ModelJson.read("written here", ModelWriter.json(exported));

    double least = 1;
    double greatest = 0;
    double[][] others = points(POINTS, width, seed + 100);
    for (int i = 0; i < POINTS; i++) {
      double[] point = i % 2 == 0 ? others[i] : training[i % training.length];
      double expected = grown.score(point);
      assertEquals(expected, exported.score(point), TOLERANCE);
      assertEquals(exported.score(point), read.score(point), "the file holds every bit");
      least = Math.min(least, expected);
      greatest = Math.max(greatest, expected);
    }
    assertTrue(greatest > least, "scores differ at all");
    if (trees > 1) {
      assertTrue(greatest - least > 0.1, "scores differ: " + least + " to " + greatest);
    }
  }

  @Test
  void shouldGrowTheSameForestFromTheSameSeed() {
    double[][] training = points(2_000, 6, 9);
    byte[] first = grown(training, 5);
    assertArrayEquals(first, grown(training, 5));
    assertNotEquals(Arrays.hashCode(first), Arrays.hashCode(grown(training, 6)));
    assertTrue(first.length > 100_000, "not trivial: " + first.length);
  }

  private static byte[] grown(double[][] training, long seed) {
    return ModelWriter.json(
        ForestExport.of(
            HEAD, names(6), ForestTraining.fit(training, new ForestOptions(100, 256, 1, seed))));
  }

  @Test
  void shouldScoreTheOrdinaryNearAHalfAndTheUnusualAbove() {
    double[][] training = points(5_000, 4, 11);
    IsolationForest forest =
        ForestExport.of(HEAD, names(4), ForestTraining.fit(training, ForestOptions.DEFAULT));
    double ordinary = forest.score(new double[] {0, 2, 7, 0.5});
    double unusual = forest.score(new double[] {9, 40, 7, 20});
    assertTrue(ordinary > 0.35 && ordinary < 0.5, "ordinary: " + ordinary);
    assertTrue(unusual > 0.7, "unusual: " + unusual);
  }
}
