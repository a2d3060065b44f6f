package dev.vedette.detectors.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesScorerTest {
  private static final long STEP_MILLIS = 300_000;
  private static final long START_MILLIS = 1_780_000_000_000L;
  private static final int LENGTH = 4000;
  private static final int ANOMALY = 3000;

  /** A score that a person would be told of, and that no ordinary value here may reach. */
  private static final double STRANGE = 0.9999;

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1, 1e12})
  void shouldSeeASpikeWhateverTheUnit(double unit) {
    double[] scores = scores(i -> unit * (noise(i) + (i == ANOMALY ? 12 : 0)));

    assertTrue(scores[ANOMALY] > STRANGE, () -> "score " + scores[ANOMALY]);
    assertCalm(scores, 1000, ANOMALY);
  }

  @Test
  void shouldSeeAShiftOfLevelOnceAndTakeItForNormalLater() {
    double[] scores = scores(i -> noise(i) + (i >= ANOMALY ? 9 : 0));

    assertTrue(greatest(scores, ANOMALY, ANOMALY + 6) > STRANGE);
    long alarms = Arrays.stream(scores, ANOMALY, LENGTH).filter(s -> s > STRANGE).count();
    assertTrue(alarms <= 6, () -> alarms + " alarms for one shift");
  }

  @Test
  void shouldSeeThatALivelySeriesGoesFlat() {
    double[] scores = scores(i -> i >= ANOMALY && i < ANOMALY + 200 ? noise(ANOMALY) : noise(i));

    // It goes flat by and by in a window, and what comes by and by is said less loudly.
    double seen = greatest(scores, ANOMALY, ANOMALY + 200);
    assertTrue(seen > 0.99, () -> "score " + seen);
    assertTrue(seen > greatest(scores, ANOMALY - 500, ANOMALY), () -> "score " + seen);
  }

  @Test
  void shouldSayNothingOfAFlatLineButOfItsFirstStep() {
    double[] flat = scores(i -> 45);
    assertEquals(0, greatest(flat, 0, LENGTH));

    double[] step = scores(i -> i >= ANOMALY ? 46 : 45);
    assertTrue(step[ANOMALY] > STRANGE);
    assertEquals(0, greatest(step, 0, ANOMALY));
  }

  @Test
  void shouldMissADailyRiseThatDoesNotCome() {
    IntToDoubleFunction daily = i -> (inHours(i, 9, 18) ? 80 : 20) + noise(i);
    int day = ANOMALY / 288 * 288;
    double[] usual = scores(daily);
    double[] missed =
        scores(i -> i >= day && i < day + 288 ? 20 + noise(i) : daily.applyAsDouble(i));

    assertCalm(usual, 2000, LENGTH);
    assertTrue(greatest(missed, day, day + 288) > STRANGE);
  }

  @Test
  void shouldKnowTheWeekend() {
    IntToDoubleFunction weekly = i -> (i / 288 % 7 < 5 && inHours(i, 9, 18) ? 80 : 20) + noise(i);
    int length = 288 * 7 * 8;
    double[] scores = scores(length, weekly);

    assertTrue(
        greatest(scores, length - 288 * 14, length) < STRANGE,
        "after six weeks a weekend is normal");
  }

  @Test
  void shouldSeeBurstsComeMoreOften() {
    IntToDoubleFunction bursts = i -> i % 97 == 0 || (i >= ANOMALY && i % 8 == 0) ? 30 : 1;
    double[] scores = scores(i -> bursts.applyAsDouble(i) + 0.1 * noise(i));

    assertTrue(greatest(scores, ANOMALY, ANOMALY + 150) > STRANGE);
  }

  @Test
  void shouldTakeNoOffenceAtAGap() {
    var scorer = new SeriesScorer();
    double[] scores = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      long atMillis =
          START_MILLIS + i * STEP_MILLIS + (i >= ANOMALY ? 40_000_000 : 0) + i % 7 * 13_000L;
      scores[i] = scorer.score(atMillis, noise(i));
    }
    assertCalm(scores, 1000, LENGTH);
  }

  @Test
  void shouldNotLookAhead() {
    double[] whole = scores(SeriesScorerTest::lively);
    int[] cuts = {1, 40, 299, 1700, ANOMALY + 1};
    assertTrue(greatest(whole, 0, LENGTH) > STRANGE, "the input is not trivial");

    for (int cut : cuts) {
      double[] prefix = scores(cut, SeriesScorerTest::lively);
      assertArrayEquals(Arrays.copyOf(whole, cut), prefix);
    }
  }

  @Test
  void shouldGoOnFromWhatWasWrittenToTheLastBit() {
    double[] whole = scores(SeriesScorerTest::lively);

    for (int cut : new int[] {0, 1, 29, 480, 1234, ANOMALY}) {
      var first = new SeriesScorer();
      for (int i = 0; i < cut; i++) {
        first.score(START_MILLIS + i * STEP_MILLIS, lively(i));
      }
      SeriesScorer second = SeriesScorer.read(first.write());
      assertEquals(cut, second.count());
      for (int i = cut; i < LENGTH; i++) {
        assertEquals(whole[i], second.score(START_MILLIS + i * STEP_MILLIS, lively(i)));
      }
      assertArrayEquals(second.write(), SeriesScorer.read(second.write()).write());
    }
  }

  @Test
  void shouldNotGrow() {
    var scorer = new SeriesScorer();
    RandomGenerator random = new SplittableRandom(11);
    int most = 0;
    for (int i = 0; i < 60_000; i++) {
      double score = scorer.score(START_MILLIS + i * STEP_MILLIS, random.nextExponential() * 1e9);
      assertTrue(score >= 0 && score <= 1);
      if (i % 1000 == 0) {
        most = Math.max(most, scorer.write().length);
      }
    }
    int bytes = most;
    assertTrue(bytes > 20_000 && bytes <= SeriesScorer.MAX_BYTES, () -> bytes + " bytes");
  }

  @Test
  void shouldStayFiniteAtTheLimits() {
    var scorer = new SeriesScorer();
    for (int i = 0; i < 2000; i++) {
      double value = i % 3 == 0 ? 1e100 : i % 3 == 1 ? -1e100 : 0;
      double score = scorer.score(-START_MILLIS + i, value);
      assertTrue(score >= 0 && score <= 1);
    }
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    var scorer = new SeriesScorer();
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e101}) {
      assertThrows(IllegalArgumentException.class, () -> scorer.score(0, value));
    }
    assertEquals(0, scorer.count());
  }

  @Test
  void shouldRefuseStateThatIsNone() {
    byte[] state = new SeriesScorer().write();
    assertThrows(IllegalArgumentException.class, () -> SeriesScorer.read(new byte[] {9}));
    assertThrows(
        IllegalArgumentException.class,
        () -> SeriesScorer.read(Arrays.copyOf(state, state.length - 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> SeriesScorer.read(Arrays.copyOf(state, state.length + 1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldSeldomBeWrongAboutNoise(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] scores = scores(12_000, i -> random.nextGaussian());

    long notable = Arrays.stream(scores).filter(s -> s > 0.99).count();
    assertTrue(notable <= 24, () -> notable + " in 12,000 said to come once in a hundred");
    long alarms = Arrays.stream(scores).filter(s -> s > STRANGE).count();
    assertTrue(alarms <= 2, () -> alarms + " alarms");
  }

  private static double lively(int i) {
    return 50 + (inHours(i, 8, 20) ? 30 : 0) + 3 * noise(i) + (i == ANOMALY ? 200 : 0);
  }

  private static boolean inHours(int i, int from, int to) {
    long hour = Math.floorMod(START_MILLIS + i * STEP_MILLIS, 86_400_000L) / 3_600_000;
    return hour >= from && hour < to;
  }

  /** Gaussian noise that depends on the place only. */
  private static double noise(int i) {
    return new SplittableRandom(i * 7919L).nextGaussian();
  }

  private static double[] scores(IntToDoubleFunction values) {
    return scores(LENGTH, values);
  }

  private static double[] scores(int length, IntToDoubleFunction values) {
    var scorer = new SeriesScorer();
    double[] scores = new double[length];
    for (int i = 0; i < length; i++) {
      scores[i] = scorer.score(START_MILLIS + i * STEP_MILLIS, values.applyAsDouble(i));
    }
    return scores;
  }

  private static void assertCalm(double[] scores, int from, int to) {
    assertTrue(greatest(scores, from, to) < STRANGE, () -> "score " + greatest(scores, from, to));
  }

  private static double greatest(double[] scores, int from, int to) {
    return Arrays.stream(scores, from, to).max().orElseThrow();
  }
}
