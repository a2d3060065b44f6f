package dev.vedette.evaluate;

import java.util.Collection;
import java.util.regex.Pattern;

/**
 * One question put to the labels: which units are positive.
 *
 * @param name what the tables call it
 * @param positive a unit is positive if one of its labels fits whole
 * @param exclude a unit that is not positive is left out if one of its labels fits whole
 */
public record Target(String name, Pattern positive, Pattern exclude) {
  /** A pattern that fits no label. */
  public static final Pattern NOTHING = Pattern.compile("(?!)");

  /** Any label is positive. */
  public static final Target ALL = new Target("all", Pattern.compile(".+"), NOTHING);

  /** Reads {@code NAME=REGEX}. */
  public static Target parse(String text, Pattern exclude) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "\"%s\" is no target: write NAME=REGEX, such as intrusion=(?!exfil).*".formatted(text));
    }
    return new Target(
        text.substring(0, equals), Pattern.compile(text.substring(equals + 1)), exclude);
  }

  /** Whether these labels make a unit positive. */
  public boolean isPositive(Collection<String> labels) {
    return fits(positive, labels);
  }

  /** Whether a unit with these labels is counted at all. */
  public boolean counts(Collection<String> labels) {
    return isPositive(labels) || !fits(exclude, labels);
  }

  private static boolean fits(Pattern pattern, Collection<String> labels) {
    for (String label : labels) {
      if (pattern.matcher(label).matches()) {
        return true;
      }
    }
    return false;
  }
}
