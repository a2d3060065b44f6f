package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epoch_s | 1777888800 | 2026-05-04T10:00:00Z",
        "epoch_s | 1777888800.0501 | 2026-05-04T10:00:00.050Z",
        "epoch_ms | 1777888800001 | 2026-05-04T10:00:00.001Z",
        "epoch_us | 1777888800001999 | 2026-05-04T10:00:00.001Z",
        "epoch_ns | 1777888800001999999 | 2026-05-04T10:00:00.001Z",
        "iso | 2026-05-04T10:00:00Z | 2026-05-04T10:00:00Z",
        "iso | 2026-05-04 12:00:00 | 2026-05-04T10:00:00Z",
        "iso | 2026-05-04T12:00 | 2026-05-04T10:00:00Z",
        "iso | 2026-05-04T12:00:00.123456789+0200 | 2026-05-04T10:00:00.123Z",
        "iso | 2026-05-04 12:00:00 +02:00 | 2026-05-04T10:00:00Z",
        "syslog | May  4 12:00:00 | 2026-05-04T10:00:00Z",
        "syslog | May 04 12:00:00 | 2026-05-04T10:00:00Z",
        "pattern:dd/MMM/uuuu:HH:mm:ss Z | 04/May/2026:12:00:00 +0200 | 2026-05-04T10:00:00Z",
        "pattern:dd.MM.uuuu HH:mm | 04.05.2026 12:00 | 2026-05-04T10:00:00Z",
        "epoch_s | 1e999999999 | none",
        "epoch_s | -1 | none",
        "epoch_ms | 99999999999999999999 | none",
        "epoch_s | 9999999999999999999 | none",
        "iso | 2026-05-04 | none",
        "iso | 2026-13-04T10:00:00Z | none",
        "syslog | May 32 12:00:00 | none",
        "syslog | Feb 29 12:00:00 | none",
        "syslog | Mai  4 12:00:00 | none",
        "syslog | May  4 24:00:00 | none",
        "syslog | May  4  2:00:00 | none",
        "pattern:dd.MM.uuuu HH:mm | 4.5.26 12:00 | none",
      })
  void shouldBeRead(String format, String text, String expected) {
    var millis = TimeFormat.named(format).read(text, BERLIN, new YearGuess(2026));
    assertEquals(
        expected,
        millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()).toString() : "none");
  }

  @Test
  void shouldTurnTheYearOverOnceAndBackForAStrayLine() {
    var years = new YearGuess(2024);
    var months = List.of(11, 12, 12, 1, 12, 1, 2, 6, 12, 1);
    assertEquals(
        List.of(2024, 2024, 2024, 2025, 2024, 2025, 2025, 2025, 2025, 2026),
        months.stream().map(years::yearOf).toList());
  }

  @Test
  void shouldReadCommonTimesAsTheFormatterDoes() {
    var random = new Random(7);
    int quick = 0;
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextLong(-62_000_000_000_000L, 253_402_300_799_999L);
      String text = Instant.ofEpochMilli(millis).toString();
      var read = IsoInstant.millis(text);
      if (read.isPresent()) {
        quick++;
        assertEquals(millis, read.getAsLong(), text);
      }
      char[] wrong = text.toCharArray();
      wrong[random.nextInt(wrong.length)] = "0123456789-:TZ.x ".charAt(random.nextInt(17));
      IsoInstant.millis(new String(wrong))
          .ifPresent(value ->
              assertEquals(
                  value,
                  new TimeFormat.Pattern(TimeFormat.Pattern.ISO)
                      .read(new String(wrong), ZoneOffset.UTC, new YearGuess(2026))
                      .orElseThrow(),
                  () -> new String(wrong)));
    }
    assertTrue(quick > 19_000, "nearly all are common: " + quick);
  }
}
