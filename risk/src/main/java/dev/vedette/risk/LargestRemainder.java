package dev.vedette.risk;

import java.util.Arrays;
import java.util.Comparator;

/** Splits a whole into integers as near as can be to given shares (Hamilton's method). */
final class LargestRemainder {
  private LargestRemainder() {}

  /**
   * Integers that sum to the whole exactly, each its share rounded down or up; of equal remainders
   * the earlier share goes first.
   *
   * @param whole the sum
   * @param shares what each would have; they sum to the whole but for rounding; not empty
   */
  static long[] split(long whole, double[] shares) {
    long[] parts = new long[shares.length];
    var byRemainder = new Integer[shares.length];
    long left = whole;
    for (int i = 0; i < shares.length; i++) {
      parts[i] = (long) Math.floor(shares[i]);
      left -= parts[i];
      byRemainder[i] = i;
    }
    Arrays.sort(
        byRemainder,
        Comparator.comparingDouble((Integer i) -> Math.floor(shares[i]) - shares[i])
            .thenComparing(i -> i));
    for (int k = 0; left > 0; k = (k + 1) % parts.length, left--) {
      parts[byRemainder[k]]++;
    }
    for (int k = parts.length - 1; left < 0; k = (k + parts.length - 1) % parts.length, left++) {
      parts[byRemainder[k]]--;
    }
    return parts;
  }
}
