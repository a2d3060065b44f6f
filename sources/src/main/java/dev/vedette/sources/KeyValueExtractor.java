package dev.vedette.sources;

import dev.vedette.events.Text;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * {@code key=value} pairs. A value may stand in double or single quotes, where a backslash takes
 * the meaning from a quote. What is no pair is passed over.
 */
final class KeyValueExtractor implements Extractor {
  /** What stands between pairs where the format does not say: white space, and auditd's 0x1D. */
  static final char WHITE_SPACE = ' ';

  private static final char AUDIT_SEPARATOR = 0x1D;

  private final Names names;
  private final char separator;
  private final char assign;
  private final Set<String> nested;
  private final Set<String> hex;

  /**
   * An extractor.
   *
   * @param separator what stands between pairs
   * @param assign what stands between key and value
   * @param nested keys whose value is pairs itself, which are {@code key.inner}
   * @param hex keys whose value, if it is not in quotes, may be written as hexadecimal bytes
   */
  KeyValueExtractor(Names names, char separator, char assign, Set<String> nested, Set<String> hex) {
    this.names = names;
    this.separator = separator;
    this.assign = assign;
    this.nested = nested;
    this.hex = hex;
  }

  @Override
  public void extract(Line line, Fields fields, Found found) {
    if (pairs(line.text(), "", fields) == 0) {
      found.none(
          new Normalized.Dead(
              DeadReason.MALFORMED_KEYVALUE,
              "no key%cvalue in \"%s\"".formatted(assign, Text.excerpt(line.text()))));
    } else {
      found.record();
    }
  }

  private int pairs(String text, String prefix, Fields fields) {
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (between(c) || Character.isWhitespace(c)) {
        at++;
        continue;
      }
      int equals = at;
      while (equals < text.length()
          && text.charAt(equals) != assign
          && !between(text.charAt(equals))) {
        equals++;
      }
      if (equals == text.length() || text.charAt(equals) != assign) {
        at = equals;
        continue;
      }
      String key = prefix + text.substring(at, equals).strip();
      int from = equals + 1;
      char quote = from < text.length() ? text.charAt(from) : ' ';
      String value;
      boolean quoted = quote == '"' || quote == '\'';
      if (quoted) {
        int end = closing(text, from + 1, quote);
        value = unescaped(text.substring(from + 1, end), quote);
        at = end + 1;
      } else {
        at = from;
        while (at < text.length() && !between(text.charAt(at))) {
          at++;
        }
        value = text.substring(from, at).strip();
        value = hex.contains(key) ? decoded(value) : value;
      }
      names.set(fields, key, value);
      if (prefix.isEmpty() && nested.contains(key)) {
        pairs(value, key + ".", fields);
      }
      count++;
    }
    return count;
  }

  private boolean between(char c) {
    return separator == WHITE_SPACE
        ? Character.isWhitespace(c) || c == AUDIT_SEPARATOR
        : c == separator;
  }

  /** Where the quote closes; the end of the text if it does not. */
  private static int closing(String text, int from, char quote) {
    int at = from;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static String unescaped(String text, char quote) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '\\' && (next == quote || next == '\\')) {
        plain.append(next);
        i++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** The text that hexadecimal bytes stand for, a zero byte being a blank; else the text itself. */
  private static String decoded(String text) {
    if (text.isEmpty() || text.length() % 2 != 0) {
      return text;
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = digit(text.charAt(2 * i));
      int low = digit(text.charAt(2 * i + 1));
      if (high < 0 || low < 0) {
        return text;
      }
      int value = high << 4 | low;
      bytes[i] = (byte) (value == 0 ? ' ' : value);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
