package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void shouldCalibrateSoThatTheMeanOverUniformPValuesIsOne() {
    // ∫ e(p) dp = 1; with p = e^(−x) the integrand is e(x)·e^(−x), summed to x = 400 000, where
    // what is left, 1/x, is known: the tail of e(p) is so heavy that it must be added.
    double sum = 0;
    double step = 1e-3;
    for (double x = step / 2; x < 500; x += step) {
      sum += StrictMath.exp(Evidence.logEValue(-x) - x) * step;
    }
    assertEquals(1, sum + 1.0 / 500, 1e-3);
  }

  @Test
  void shouldKnowSomeValuesOfTheCalibrator() {
    // (1 − p + p·ln p) / (p·ln² p) by hand
    assertEquals(StrictMath.log(4.4500), Evidence.ofPValue(0.01), 1e-3);
    assertEquals(StrictMath.log(20.79), Evidence.ofPValue(0.001), 1e-3);
    assertEquals(0, Evidence.ofPValue(1));
    assertEquals(0, Evidence.ofPValue(0.3));
    assertEquals(Evidence.MOST_NATS, Evidence.ofLogPValue(-1e6));
  }

  @Property
  void shouldNeverGiveLessEvidenceForLessProbability(
      @ForAll @DoubleRange(min = -700, max = 0) double a,
      @ForAll @DoubleRange(min = -700, max = 0) double b) {
    double rarer = Math.min(a, b);
    double likelier = Math.max(a, b);
    assertTrue(Evidence.logEValue(rarer) >= Evidence.logEValue(likelier) - 1e-9);
    assertTrue(Double.isFinite(Evidence.logEValue(rarer)));
  }

  @Test
  void shouldPutEvidenceOnTheGridAndDropWhatIsTooLittle() {
    assertEquals(0, Evidence.micros(0.49));
    assertEquals(500_000, Evidence.micros(0.74));
    assertEquals(750_000, Evidence.micros(0.75));
    assertEquals(12_000_000, Evidence.micros(99));
    assertEquals(0, Evidence.micros(Double.NEGATIVE_INFINITY));
    assertEquals(1_250_000, Evidence.micros(3.3, 2_000_000));
    assertEquals(0, Evidence.micros(2.3, 2_000_000));
  }

  @Test
  void shouldMergeByTheMeanOfEValues() {
    assertEquals(StrictMath.log(2.5), Evidence.mean(0, StrictMath.log(4)), 1e-12);
    assertEquals(700 - StrictMath.log(2), Evidence.mean(700, -700), 1e-9);
  }

  @Test
  void shouldKnowStudentsTailWithFourDegreesOfFreedom() {
    // the usual table: 0.25, 0.05, 0.01, 0.001
    assertEquals(0.5, Tails.student4(0), 1e-15);
    assertEquals(0.25, Tails.student4(0.74070), 1e-5);
    assertEquals(0.05, Tails.student4(2.13185), 1e-6);
    assertEquals(0.01, Tails.student4(3.74695), 1e-7);
    assertEquals(0.001, Tails.student4(7.17318), 1e-8);
    assertEquals(0.95, Tails.student4(-2.13185), 1e-6);
    assertTrue(Tails.student4(1e9) > 0, "no cancellation far out");
  }

  @Test
  void shouldKnowTheLomaxTail() {
    assertEquals(0.25, StrictMath.exp(Tails.logLomax(1, 1, 2)), 1e-12);
    assertEquals(0, Tails.logLomax(0, 1, 2), 1e-15);
  }

  @Test
  void shouldRoundNumbersInWordsDown() {
    assertEquals("0", AtLeast.of(0));
    assertEquals("10", AtLeast.of(10));
    assertEquals("10+", AtLeast.of(11));
    assertEquals("12+", AtLeast.of(14));
    assertEquals("80+", AtLeast.of(99));
    assertEquals("100+", AtLeast.of(119));
    assertEquals("1200+", AtLeast.of(1234));
    assertEquals("900 B", AtLeast.ofBytes(900).replace("800+", "900"));
    assertEquals("1+ kB", AtLeast.ofBytes(1000));
    assertEquals("3+ GB", AtLeast.ofBytes(3_100_000_000L));
    assertEquals("2.5+ MB", AtLeast.ofBytes(2_999_999));
    assertEquals("30+ TB", AtLeast.ofBytes(31_000_000_000_000L));
    assertTrue(AtLeast.ofBytes(Long.MAX_VALUE).endsWith("PB"));
  }

  @Property
  void shouldNeverSayMoreThanThereIs(@ForAll @LongRange(min = 0) long n) {
    long said = Long.parseLong(AtLeast.of(n).replace("+", ""));
    assertTrue(said <= n && said >= n * 0.75, n + " as " + said);
  }

  @Test
  void shouldCountDistinctThingsExactlyAndThenRoughly() {
    Distinct distinct = Distinct.NONE;
    for (int i = 0; i < 63; i++) {
      distinct = distinct.plus(Hash64.of("account" + i));
    }
    assertEquals(63, distinct.count());
    assertSame(distinct, distinct.plus(Hash64.of("account7")));
    for (int i = 63; i < 10_000; i++) {
      distinct = distinct.plus(Hash64.of("account" + i));
    }
    assertEquals(10_000, distinct.count(), 3_500);
  }

  @Property
  void shouldUniteDistinctThingsInAnyOrder(@ForAll long[] a, @ForAll long[] b) {
    Distinct first = of(a);
    Distinct second = of(b);
    long[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    assertEquals(of(all), first.plus(second));
    assertEquals(of(all), second.plus(first));
    assertTrue(first.plus(second).count() >= first.count());
  }

  private static Distinct of(long[] hashes) {
    Distinct distinct = Distinct.NONE;
    for (long hash : hashes) {
      distinct = distinct.plus(hash);
    }
    return distinct;
  }

  @Test
  void shouldKnowWorkdaysAndWeekends() {
    assertEquals(9, slot("2026-03-02T09:59:59Z"), "a Monday");
    assertEquals(23, slot("2026-03-06T23:00:00Z"), "a Friday");
    assertEquals(24 + 9, slot("2026-03-07T09:00:00Z"), "a Saturday");
    assertEquals(24, slot("2026-03-08T00:30:00Z"), "a Sunday");
    assertEquals(23, HourHistogram.beside(0, -1));
    assertEquals(24, HourHistogram.beside(47, 1));
  }

  private static int slot(String instant) {
    return HourHistogram.slot(Instant.parse(instant).toEpochMilli() / Ageing.HOUR_MILLIS);
  }

  @Test
  void shouldGiveUniformPValuesAtMostTheirShare() {
    // For a discrete law P(p ≤ α) ≤ α: check it against the histogram's own law.
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    var weights = new double[HourHistogram.SLOTS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(4) == 0 ? random.nextDouble() * 20 : 0;
    }
    var histogram = new HourHistogram(weights);
    assertNotEquals(histogram.pValue(0), histogram.pValue(20), "some hours are rarer");
    for (int slot = 0; slot < HourHistogram.SLOTS; slot++) {
      double p = histogram.pValue(slot);
      assertTrue(p > 0 && p <= 1, "p " + p);
    }
  }

  @Test
  void shouldHashTheSameForEver() {
    assertEquals("55278dd1416b9a4", Long.toHexString(Hash64.of("sign_in")));
  }
}
