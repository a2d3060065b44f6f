package dev.vedette.series;

import java.time.DateTimeException;

/**
 * One line of a series.
 *
 * @param atMillis its time since 1970, UTC
 * @param time its time as it was written
 * @param value its value
 * @param text its value as it was written
 */
public record Point(long atMillis, String time, double value, String text) {
  /** The first line of a file. */
  public static final String HEADER = "timestamp,value";

  /**
   * Reads a line {@code timestamp,value}.
   *
   * @throws IllegalArgumentException saying what is wrong with the line
   */
  public static Point parse(String line) {
    int comma = line.indexOf(',');
    if (comma < 0 || line.indexOf(',', comma + 1) >= 0) {
      throw new IllegalArgumentException("a line is \"" + HEADER + "\", with one comma");
    }
    String time = line.substring(0, comma).strip();
    String text = line.substring(comma + 1).strip();
    return new Point(millis(time), time, number(text), text);
  }

  /** Whether a line is the header, with or without a byte order mark, in any case. */
  public static boolean isHeader(String line) {
    String bare = line.startsWith("\uFEFF") ? line.substring(1) : line;
    return bare.replace(" ", "").equalsIgnoreCase(HEADER);
  }

  private static long millis(String time) {
    try {
      return SeriesTime.millis(time);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "not a time: \"%.40s\"; ISO 8601, yyyy-MM-dd HH:mm:ss or seconds since 1970 are read"
              .formatted(time),
          e);
    }
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number: \"%.40s\"".formatted(text), e);
    }
  }
}
