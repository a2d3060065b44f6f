package dev.vedette.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoissonRangeTest {
  /** Garwood's interval, from tables of the chi-square distribution. */
  @ParameterizedTest
  @CsvSource({"0, 0, 3.689", "1, 0.025, 5.572", "10, 4.795, 18.39", "100, 81.36, 121.63"})
  void shouldBeGarwoods(int count, double least, double most) {
    PoissonRange range = PoissonRange.of(count);
    assertEquals(least, range.least(), 0.005);
    assertEquals(most, range.most(), 0.005);
  }
}
