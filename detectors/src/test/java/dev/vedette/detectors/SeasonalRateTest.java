package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.SeasonalRate.Prior;
import dev.vedette.detectors.SeasonalRate.Scale;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeasonalRateTest {
  private static final int SUBJECTS = 300;
  private static final int WINDOWS = 200;

  /** Laws of amounts that subjects may follow, none of which the model assumes. */
  enum Law {
    POISSON(Scale.COUNT) {
      @Override
      double draw(Random random, double mean) {
        double sum = 0;
        int count = -1;
        while (sum < mean) {
          sum -= StrictMath.log(1 - random.nextDouble());
          count++;
        }
        return count;
      }
    },
    GEOMETRIC(Scale.COUNT) {
      @Override
      double draw(Random random, double mean) {
        return StrictMath.ceil(-mean * StrictMath.log(1 - random.nextDouble()));
      }
    },
    LOGNORMAL(Scale.COUNT) {
      @Override
      double draw(Random random, double mean) {
        return StrictMath.ceil(mean * StrictMath.exp(random.nextGaussian() - 0.5));
      }
    },
    LOGNORMAL_BYTES(Scale.BYTES) {
      @Override
      double draw(Random random, double mean) {
        return StrictMath.rint(mean * 1e6 * StrictMath.exp(2 * random.nextGaussian()));
      }
    };

    final Scale scale;

    Law(Scale scale) {
      this.scale = scale;
    }

    abstract double draw(Random random, double mean);
  }

  @ParameterizedTest
  @EnumSource(Law.class)
  void shouldNotBelieveUsualAmountsToBeImprobable(Law law) {
    var random = new Random(3);
    var prior = new Prior(law.scale, law.scale == Scale.BYTES ? 5e6 : 5, 3);
    int judged = 0;
    int hundredth = 0;
    int thousandth = 0;
    int usual = 0;
    for (int subject = 0; subject < SUBJECTS; subject++) {
      double mean = 2 * StrictMath.exp(1.5 * random.nextDouble());
      SeasonalRate rate = SeasonalRate.NONE;
      for (int i = 0; i < WINDOWS; i++) {
        double amount = Math.max(1, law.draw(random, mean));
        int season = i % 3;
        if (i >= 10) {
          double p = StrictMath.exp(rate.logTailOfOne(amount, season, prior));
          judged++;
          usual += p > 0.5 ? 1 : 0;
          hundredth += p <= 0.01 ? 1 : 0;
          thousandth += p <= 0.001 ? 1 : 0;
        }
        rate = rate.plus(amount, season, 1, law.scale);
      }
    }
    String found = "%d of 1/100, %d of 1/1000 in %d".formatted(hundredth, thousandth, judged);
    assertTrue(usual > judged / 4 && usual < judged * 3 / 4, found);
    assertTrue(hundredth <= 0.02 * judged && hundredth > 0, found);
    assertTrue(thousandth <= 0.004 * judged, found);
  }

  @Test
  void shouldKnowEightSeasons() {
    long monday = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
    assertEquals(1, SeasonalRate.season(monday));
    assertEquals(3, SeasonalRate.season(monday + 10 * Ageing.HOUR_MILLIS));
    assertEquals(5, SeasonalRate.season(monday + 5 * Ageing.DAY_MILLIS));
    assertEquals(1, SeasonalRate.season(monday + 7 * Ageing.DAY_MILLIS));
  }

  @Test
  void shouldExpectMoreInABusySeasonAndLittleInAnUnknownOneOfAQuietSubject() {
    var prior = new Prior(Scale.COUNT, 5, 3);
    SeasonalRate rate = SeasonalRate.NONE;
    for (int i = 0; i < 60; i++) {
      rate = rate.plus(i % 2 == 0 ? 100 : 2, i % 2, 1, Scale.COUNT);
    }
    assertTrue(rate.usual(0, prior) > 80 && rate.usual(1, prior) < 5);
    assertTrue(rate.usual(2, prior) > 5 && rate.usual(2, prior) < 60, "between them");
    assertTrue(rate.logTail(150, 1, prior) < rate.logTail(150, 0, prior) - 3);
    assertEquals(0, rate.logTail(90, 0, prior));
  }

  @Test
  void shouldForget() {
    var prior = new Prior(Scale.COUNT, 5, 3);
    SeasonalRate rate = SeasonalRate.NONE;
    for (int i = 0; i < 60; i++) {
      rate = rate.plus(100, 0, 1, Scale.COUNT);
    }
    SeasonalRate faded = rate.plus(1, 0, 0.01, Scale.COUNT);
    assertNotEquals(rate, faded);
    assertTrue(faded.usual(0, prior) < 50, "" + faded.usual(0, prior));
  }

  @Test
  void shouldKnowTheTailOfStudentWithEightDegreesOfFreedom() {
    // tables: P(T ≥ 1.860) = 0.05, P(T ≥ 2.896) = 0.01, P(T ≥ 5.041) = 0.0005
    assertEquals(0.05, Tails.student8(1.8595), 1e-5);
    assertEquals(0.01, Tails.student8(2.8965), 1e-5);
    assertEquals(0.0005, Tails.student8(5.0413), 1e-6);
    assertEquals(0.95, Tails.student8(-1.8595), 1e-5);
    assertEquals(1, Tails.student8(19.999) / Tails.student8(20.001), 0.05);
  }

  @Test
  void shouldKnowTheTailOfWaring() {
    assertEquals(0, Tails.logWaring(0, 2, 3));
    assertEquals(StrictMath.log(3.0 / 5), Tails.logWaring(1, 2, 3), 1e-12);
    assertEquals(StrictMath.log(3.0 / 5 * 4 / 6), Tails.logWaring(2, 2, 3), 1e-12);
  }
}
