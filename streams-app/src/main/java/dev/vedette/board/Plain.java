package dev.vedette.board;

import java.util.ArrayList;
import java.util.List;

/**
 * Text that came from events, made fit for a terminal: nothing in it can move the cursor, change
 * colours or turn the direction of writing, and it takes a known number of columns.
 */
public final class Plain {
  private static final char ELLIPSIS = '…';

  private Plain() {}

  /** The same text with every character that a terminal could obey replaced by {@code ?}. */
  public static String of(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints().forEach(point -> plain.appendCodePoint(harmless(point) ? point : '?'));
    return plain.toString();
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** How many columns a text takes. */
  public static int columns(String text) {
    return text.codePoints().map(Plain::columns).sum();
  }

  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    if (point < 0x1100) {
      return 1;
    }
    return switch (Character.UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> 2;
      default -> point >= 0x1F300 || (point >= 0xFE30 && point <= 0xFFE6) ? 2 : 1;
    };
  }

  /** At most so many columns of the harmless text; what is cut ends in an ellipsis. */
  public static String cut(String text, int width) {
    String plain = of(text);
    if (columns(plain) <= width) {
      return plain;
    }
    if (width < 1) {
      return "";
    }
    var kept = new StringBuilder();
    int taken = 0;
    for (int point : plain.codePoints().toArray()) {
      taken += columns(point);
      if (taken > width - 1) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept.append(ELLIPSIS).toString();
  }

  /** At most so many lines of at most so many columns, broken at blanks; what is cut ends in …. */
  public static List<String> wrap(String text, int width, int most) {
    var lines = new ArrayList<String>();
    String rest = of(text).strip();
    while (!rest.isEmpty() && lines.size() < most - 1 && columns(rest) > width) {
      int blank = rest.lastIndexOf(' ', fitting(rest, width));
      if (blank < 1) {
        break;
      }
      lines.add(rest.substring(0, blank).stripTrailing());
      rest = rest.substring(blank).strip();
    }
    if (!rest.isEmpty()) {
      lines.add(cut(rest, width));
    }
    return lines;
  }

  /** How many characters from the beginning take at most so many columns. */
  private static int fitting(String text, int width) {
    int taken = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      taken += columns(point);
      if (taken > width) {
        break;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  /** Exactly so many columns: cut, or with blanks behind. */
  public static String fit(String text, int width) {
    String cut = cut(text, width);
    return cut + " ".repeat(Math.max(0, width - columns(cut)));
  }
}
