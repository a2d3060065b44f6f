package dev.vedette.sources;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matching one line may cost: a number of characters looked at, counted over all patterns, for
 * each record of the line and for all of them.
 *
 * <p>Java's expressions backtrack, and a format is a user's: a pattern like {@code (a+)+b} takes
 * 2<sup>n</sup> steps on n characters. Here it takes {@value #MAX_STEPS}.
 */
final class Work {
  private static final int MAX_STEPS = 4_000_000;
  private static final int MAX_STEPS_OF_A_LINE = 8 * MAX_STEPS;

  private int left = MAX_STEPS;
  private int leftOfLine = MAX_STEPS_OF_A_LINE - MAX_STEPS;

  /** Another record of the same line begins: what the one before has left is not lost. */
  void nextRecord() {
    int given = Math.min(MAX_STEPS - Math.max(0, left), leftOfLine);
    left = Math.max(0, left) + given;
    leftOfLine -= given;
  }

  /** The record took more steps, or deeper recursion, than it may. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("matching took too much work", null, false, false);
    }
  }

  /**
   * Matches the whole text.
   *
   * @throws Exhausted if that takes too much
   */
  boolean matches(Matcher matcher) {
    try {
      return matcher.matches();
    } catch (StackOverflowError e) {
      // A group under a quantifier recurses once for each round: (a|b)* on a long line.
      throw new Exhausted();
    }
  }

  /** A matcher whose steps over the text are counted. */
  Matcher matcher(Pattern pattern, String text) {
    return pattern.matcher(new Counted(text, 0, text.length()));
  }

  /** Counts characters that were looked at without a matcher. */
  void spend(int steps) {
    left -= steps;
    if (left < 0) {
      throw new Exhausted();
    }
  }

  private void step() {
    if (--left < 0) {
      throw new Exhausted();
    }
  }

  /** Text that counts every look at a character. */
  private final class Counted implements CharSequence {
    private final String text;
    private final int start;
    private final int end;

    Counted(String text, int start, int end) {
      this.text = text;
      this.start = start;
      this.end = end;
    }

    @Override
    public char charAt(int index) {
      step();
      return text.charAt(start + index);
    }

    @Override
    public int length() {
      return end - start;
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new Counted(text, start + from, start + to);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }
}
