package dev.vedette.sources.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name of an entry of a directory (RFC 4514), as far as it takes to compare two and to tell the
 * first value.
 */
final class DistinguishedName {
  private DistinguishedName() {}

  /**
   * The name in the form in which names are compared: escapes undone, in lower case, without blanks
   * between its parts.
   */
  static String key(String dn) {
    var key = new StringBuilder();
    for (String part : parts(dn)) {
      int equals = part.indexOf('=');
      key.append(part.substring(0, Math.max(0, equals)).strip())
          .append('=')
          .append(plain(part.substring(equals + 1)))
          // No text has it: so a name in a name is not taken for two.
          .append('\0');
    }
    return key.toString().toLowerCase(Locale.ROOT);
  }

  /** The first value: {@code Smith, Ann} of {@code CN=Smith\, Ann,OU=People}. */
  static String first(String dn) {
    List<String> parts = parts(dn);
    String first = parts.getFirst();
    return plain(first.substring(first.indexOf('=') + 1));
  }

  private static List<String> parts(String dn) {
    var parts = new ArrayList<String>();
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < dn.length(); i++) {
      char c = dn.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ';' || c == '+')) {
        parts.add(dn.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(dn.substring(Math.min(from, dn.length())));
    return parts;
  }

  private static String plain(String value) {
    String text = value.strip();
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1);
    }
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (c == '\\' && low >= 0) {
        bytes.write((high << 4) | low);
        i += 3;
      } else {
        int at = c == '\\' && i + 1 < text.length() ? i + 1 : i;
        bytes.writeBytes(Character.toString(text.codePointAt(at)).getBytes(UTF_8));
        i = at + Character.charCount(text.codePointAt(at));
      }
    }
    return bytes.toString(UTF_8);
  }
}
