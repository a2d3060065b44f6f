package dev.vedette.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class NumeralsTest {
  private static final int TRIES = 100_000;

  @Test
  void shouldWriteMillionthsAsTheJdkDoes() {
    var random = new SplittableRandom(7);
    LongStream.concat(
            LongStream.of(0, 1, -1, 999_999, 1_000_000, -1_000_001, Long.MAX_VALUE, Long.MIN_VALUE),
            random.longs(TRIES).map(any -> any >> Math.floorMod(any, 64)))
        .forEach(micros ->
            assertEquals(
                BigDecimal.valueOf(micros, 6).toPlainString(), Numerals.millionths(micros)));
  }

  @Test
  void shouldWriteInstantsAsTheJdkDoes() {
    var random = new SplittableRandom(8);
    LongStream.concat(
            LongStream.of(0, -1, 1, 999, 1_000, 86_399_999, 951_782_400_000L, 253_402_300_799_999L),
            random.longs(TRIES, -1_000_000_000_000L, 260_000_000_000_000L))
        .flatMap(millis -> LongStream.of(millis, Math.floorDiv(millis, 1_000) * 1_000))
        .forEach(millis ->
            assertEquals(Instant.ofEpochMilli(millis).toString(), Numerals.instant(millis)));
  }
}
