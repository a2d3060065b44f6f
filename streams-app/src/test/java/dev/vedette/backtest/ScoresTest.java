package dev.vedette.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScoresTest {
  @Test
  void shouldRoundAScoreAsAFormatDoes() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      double score = 100 / (1 + StrictMath.exp(random.nextDouble(-14, 14)));
      double half = random.nextInt(1_000_000) / 1e4 + 0.00005;
      assertEquals(String.format(Locale.ROOT, "%.4f", score), Scores.toFourPlaces(score));
      assertEquals(String.format(Locale.ROOT, "%.4f", half), Scores.toFourPlaces(half));
    }
    assertEquals("0.0000", Scores.toFourPlaces(0));
    assertEquals("100.0000", Scores.toFourPlaces(100));
  }
}
