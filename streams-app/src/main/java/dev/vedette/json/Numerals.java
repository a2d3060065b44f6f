package dev.vedette.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** Numbers and instants as text, as the JDK writes them; answers have many of them. */
final class Numerals {
  private static final long MILLION = 1_000_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long YEAR_10_000_MILLIS = 253_402_300_800_000L;

  private Numerals() {}

  /** A number of millionths with six decimals, exact. */
  static String millionths(long micros) {
    if (micros == Long.MIN_VALUE) {
      return BigDecimal.valueOf(micros, 6).toString();
    }
    long positive = Math.abs(micros);
    var text = new StringBuilder(16);
    if (micros < 0) {
      text.append('-');
    }
    text.append(positive / MILLION).append('.');
    return digits(text, (int) (positive % MILLION), 100_000).toString();
  }

  /** An instant in ISO 8601, UTC: without a fraction in whole seconds, else with milliseconds. */
  static String instant(long millis) {
    if (millis < 0 || millis >= YEAR_10_000_MILLIS) {
      return Instant.ofEpochMilli(millis).toString();
    }
    var date = LocalDate.ofEpochDay(millis / DAY_MILLIS);
    int rest = (int) (millis % DAY_MILLIS);
    var text = new StringBuilder(24);
    digits(text, date.getYear(), 1_000).append('-');
    digits(text, date.getMonthValue(), 10).append('-');
    digits(text, date.getDayOfMonth(), 10).append('T');
    digits(text, rest / 3_600_000, 10).append(':');
    digits(text, rest / 60_000 % 60, 10).append(':');
    digits(text, rest / 1_000 % 60, 10);
    if (rest % 1_000 != 0) {
      digits(text.append('.'), rest % 1_000, 100);
    }
    return text.append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int highest) {
    for (int place = highest; place > 0; place /= 10) {
      text.append((char) ('0' + number / place % 10));
    }
    return text;
  }
}
