package dev.vedette.series;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Times as series have them: ISO 8601 with or without an offset, the same with a blank for the
 * {@code T}, or seconds since 1970. Without an offset UTC is meant.
 */
final class SeriesTime {
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}(\\.\\d{1,9})?");
  private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d\\d:?\\d\\d)", Pattern.DOTALL);
  private static final int LONGEST = 40;
  private static final int DATE_CHARS = 10;

  private SeriesTime() {}

  /**
   * Milliseconds since 1970.
   *
   * @throws DateTimeException if the text is no time
   */
  static long millis(String text) {
    if (text.length() > LONGEST) {
      throw new DateTimeException("no time has " + text.length() + " characters");
    }
    if (SECONDS.matcher(text).matches()) {
      return new BigDecimal(text).movePointRight(3).longValue();
    }
    String iso =
        text.length() > DATE_CHARS && text.charAt(DATE_CHARS) == ' '
            ? text.substring(0, DATE_CHARS) + "T" + text.substring(DATE_CHARS + 1)
            : text;
    Instant instant =
        OFFSET.matcher(iso.substring(Math.min(DATE_CHARS, iso.length()))).matches()
            ? OffsetDateTime.parse(iso).toInstant()
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    return instant.toEpochMilli();
  }
}
