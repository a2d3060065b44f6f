package dev.vedette.detectors;

/**
 * Numbers in explanations: exact up to ten, then rounded down to steps of about a quarter, so that
 * the sentence about a growing attack changes seldom.
 */
final class AtLeast {
  private static final int[] STEPS = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80};
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private AtLeast() {}

  /** Such as {@code 7}, {@code 10}, {@code 12+} for 13 or {@code 1500+} for 1999. */
  static String of(long count) {
    if (count <= 10) {
      return Long.toString(count);
    }
    long scale = 1;
    while (count / scale >= 100) {
      scale *= 10;
    }
    return step(count / scale) * scale + "+";
  }

  /** Such as {@code 0 B}, {@code 2.5+ MB} or {@code 30+ GB}; units are powers of 1000. */
  static String ofBytes(long bytes) {
    int unit = 0;
    long tenths = bytes >= Long.MAX_VALUE / 10 ? Long.MAX_VALUE : bytes * 10;
    while (tenths >= 10_000) {
      tenths /= 1000;
      unit++;
    }
    if (unit == 0) {
      return of(bytes) + " B";
    }
    long scale = 1;
    while (tenths / scale >= 100) {
      scale *= 10;
    }
    long rounded = step(tenths / scale) * scale;
    String number =
        rounded % 10 == 0 ? Long.toString(rounded / 10) : rounded / 10 + "." + rounded % 10;
    return number + "+ " + UNITS[unit];
  }

  /** The greatest step that is not above a number of two digits. */
  private static long step(long twoDigits) {
    int i = STEPS.length - 1;
    while (STEPS[i] > twoDigits) {
      i--;
    }
    return STEPS[i];
  }
}
