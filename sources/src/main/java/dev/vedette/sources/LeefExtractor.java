package dev.vedette.sources;

import dev.vedette.events.Text;
import java.util.List;

/**
 * QRadar's Log Event Extended Format, 1.0 and 2.0: {@code LEEF:2.0|vendor|product|version|event|^|
 * key=value^key=value}. The head's fields are {@code leef.vendor} and so on, the attributes have
 * their own names.
 */
record LeefExtractor(Names names) implements Extractor {
  private static final String START = "LEEF:";
  private static final List<String> HEAD =
      List.of("version", "vendor", "product", "product_version", "event");

  @Override
  public void extract(Line line, Fields fields, Found found) {
    String text = line.text();
    int at = CefExtractor.start(text, START);
    boolean second = at >= 0 && text.startsWith("2", at);
    for (String part : HEAD) {
      int end = at < 0 ? -1 : text.indexOf('|', at);
      if (end < 0) {
        found.none(
            new Normalized.Dead(
                DeadReason.MALFORMED_LEEF,
                "not LEEF:1.0|vendor|product|version|event|…: \"%s\""
                    .formatted(Text.excerpt(text))));
        return;
      }
      names.set(fields, "leef." + part, text.substring(at, end));
      at = end + 1;
    }
    char between = '\t';
    int bar = second ? text.indexOf('|', at) : -1;
    // Senders of 2.0 leave out the delimiter, and its bar with it.
    if (bar >= 0 && text.substring(at, bar).indexOf('=') < 0) {
      between = delimiter(text.substring(at, bar));
      at = bar + 1;
    } else if (bar == at + 1) {
      between = '=' == text.charAt(at) ? '\t' : text.charAt(at);
      at = bar + 1;
    }
    attributes(text, at, between, fields);
    found.record();
  }

  /** A character, or its number in hexadecimal as {@code x09} or {@code 0x09}. */
  private static char delimiter(String text) {
    if (text.length() == 1) {
      return text.charAt(0);
    }
    String digits = text.startsWith("0x") ? text.substring(2) : text.replaceFirst("^[xX]", "");
    try {
      return digits.length() > 4 ? '\t' : (char) Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      return '\t';
    }
  }

  private void attributes(String text, int from, char between, Fields fields) {
    int at = from;
    while (at < text.length()) {
      int end = text.indexOf(between, at);
      end = end < 0 ? text.length() : end;
      int equals = text.indexOf('=', at);
      if (equals > at && equals < end) {
        names.set(
            fields, text.substring(at, equals).strip(), text.substring(equals + 1, end).strip());
      }
      at = end + 1;
    }
  }
}
