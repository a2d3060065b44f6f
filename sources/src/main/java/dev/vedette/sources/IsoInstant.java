package dev.vedette.sources;

import java.util.OptionalLong;

/**
 * The common way to write a time, {@code 2026-05-04T07:30:00.123Z}, read without a formatter: that
 * would cost more than all the rest of a record. What is not exactly so is for the formatter.
 */
final class IsoInstant {
  private static final int SECONDS_END = 19;
  private static final int MAX_CHARS = 35;

  private IsoInstant() {}

  /** Epoch milliseconds; nothing if the text is in any other way. */
  static OptionalLong millis(String text) {
    int length = text.length();
    if (length <= SECONDS_END
        || length > MAX_CHARS
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return OptionalLong.empty();
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    boolean inRange =
        year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 28 + (month == 2 ? 0 : 2);
    if (!inRange
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59) {
      return OptionalLong.empty();
    }
    int at = SECONDS_END;
    int millis = 0;
    if (text.charAt(at) == '.') {
      int from = ++at;
      int worth = 100;
      while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        millis += (text.charAt(at) - '0') * worth;
        worth /= 10;
        at++;
      }
      if (at == from || at - from > 9) {
        return OptionalLong.empty();
      }
    }
    if (at + 1 != length || text.charAt(at) != 'Z') {
      return OptionalLong.empty();
    }
    long seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return OptionalLong.of(seconds * 1000 + millis);
  }

  /** Days since 1970-01-01 in the Gregorian calendar, years beginning in March. */
  private static long days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  /** A number of digits only; -1 if it is none. */
  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
