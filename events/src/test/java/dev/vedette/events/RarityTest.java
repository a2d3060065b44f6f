package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RarityTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 0",
    "500, 1000, 2",
    "250, 1000, 4",
    "1, 1000, 19",
    "0, 1000, 22",
    "0, 1000000000000, 40",
    "5, 3, 0"
  })
  void shouldCountHalfPowersOfTwo(long doers, long active, int step) {
    assertEquals(step, Rarity.of(doers, active, 7).step());
  }

  @Test
  void shouldNeverFallAsDoersBecomeFewer() {
    for (int doers = 1; doers <= 500; doers++) {
      assertTrue(Rarity.of(doers, 500, 7).step() <= Rarity.of(doers - 1, 500, 7).step());
    }
  }

  @Test
  void shouldBeUnknownWhereNobodyWasActive() {
    assertFalse(Rarity.of(0, 0, 7).isKnown());
    assertEquals(1, Rarity.UNKNOWN.fraction());
  }

  @Test
  void shouldRefuseStepsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> new Rarity(41, 7));
    assertThrows(IllegalArgumentException.class, () -> new Rarity(-2, 7));
  }
}
