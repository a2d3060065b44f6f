package dev.vedette.sources;

/**
 * The year of times that carry none, from line to line of one file: next to December comes January
 * of the next year, and a December line that strays in behind it belongs to the year before.
 *
 * <p>A change of month by nine or more is taken for a turn of the year, in either direction, so one
 * stray line is undone by the next.
 */
final class YearGuess {
  private static final int TURN_MONTHS = 9;

  private int year;
  private int month;

  /** The year of the first line. */
  YearGuess(int year) {
    this.year = year;
  }

  /** The year of the next line, whose month (1 to 12) is known. */
  int yearOf(int nextMonth) {
    if (month != 0) {
      if (nextMonth - month <= -TURN_MONTHS) {
        year++;
      } else if (nextMonth - month >= TURN_MONTHS) {
        year--;
      }
    }
    month = nextMonth;
    return year;
  }
}
