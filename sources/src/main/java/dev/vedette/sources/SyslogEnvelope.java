package dev.vedette.sources;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A syslog head around lines of any kind: RFC 5424 with structured data, RFC 3164 with its time or
 * an ISO one, either with or without priority and octet count. Its fields are {@code syslog.host}
 * and so on. A line without such a head is the inner kind's as it is.
 */
record SyslogEnvelope(Names names, Extractor inner) implements Extractor {
  private static final int MAX_HEAD = 512;
  private static final Pattern FRAME =
      Pattern.compile("(?:\\d{1,7} (?=<))?+(?:<(?<priority>\\d{1,3})>)?+");
  private static final String ISO =
      "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?";
  private static final Pattern RFC_5424 =
      Pattern.compile(
          "1 (?<time>-|"
              + ISO
              + ") (?<host>[^ ]{1,255}) (?<app>[^ ]{1,128}) (?<pid>[^ ]{1,128}) (?<msgid>[^"
              + " ]{1,64}) (?=[-\\[])");
  private static final Pattern RFC_3164 =
      Pattern.compile(
          "(?<time>[A-Z][a-z]{2} {1,2}\\d{1,2} (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d|"
              + ISO
              + ") (?:(?<host>[A-Za-z0-9_.:%-]{1,255}) )?+"
              + "(?:(?<app>[A-Za-z0-9_./()@-]{1,64})(?:\\[(?<pid>[^\\]]{1,32})\\])?:(?: |$))?+");

  @Override
  public void extract(Line line, Fields fields, Found found) {
    String text = line.text();
    Matcher frame = FRAME.matcher(text);
    int at = 0;
    if (frame.lookingAt()) {
      at = frame.end();
      priority(frame.group("priority"), fields);
    }
    // A head is short: what is behind it is not looked at here.
    String head = text.substring(at, Math.min(text.length(), at + MAX_HEAD));
    Matcher newer = RFC_5424.matcher(head);
    Matcher older = RFC_3164.matcher(head);
    if (newer.lookingAt()) {
      set(fields, newer, "time", "host", "app", "pid", "msgid");
      at = structured(text, at + newer.end(), fields);
    } else if (older.lookingAt()) {
      set(fields, older, "time", "host", "app", "pid");
      at += older.end();
    }
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\uFEFF')) {
      at++;
    }
    String message = text.substring(at);
    message = message.startsWith("@cee:") ? message.substring(5).stripLeading() : message;
    inner.extract(at == 0 ? line : Line.of(message), fields, found);
  }

  private void priority(@Nullable String text, Fields fields) {
    if (text != null) {
      int priority = Integer.parseInt(text);
      names.set(fields, "facility", Integer.toString(priority / 8));
      names.set(fields, "severity", Integer.toString(priority % 8));
    }
  }

  private void set(Fields fields, Matcher head, String... groups) {
    for (String group : groups) {
      String value = head.group(group);
      names.set(fields, group, "-".equals(value) ? null : value);
    }
  }

  /** Reads {@code [id name="value" …][…]} or {@code -}; tells where the message begins. */
  private int structured(String text, int from, Fields fields) {
    int at = from;
    if (text.charAt(at) == '-') {
      return at + 1;
    }
    while (at < text.length() && text.charAt(at) == '[') {
      int close = at;
      boolean quoted = false;
      while (close < text.length() && (quoted || text.charAt(close) != ']')) {
        char c = text.charAt(close);
        close += c == '\\' && quoted ? 1 : 0;
        quoted ^= c == '"';
        close++;
      }
      if (close >= text.length()) {
        // The element does not end: the rest is a message that begins with a bracket.
        return at;
      }
      element(text.substring(at + 1, close), fields);
      at = close + 1;
    }
    return at;
  }

  private void element(String text, Fields fields) {
    int blank = text.indexOf(' ');
    String id = blank < 0 ? text : text.substring(0, blank);
    int at = id.length();
    while (at < text.length()) {
      int equals = text.indexOf("=\"", at);
      if (equals < 0) {
        return;
      }
      String name = text.substring(at, equals).strip();
      var value = new StringBuilder();
      at = equals + 2;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at++;
      names.set(fields, "sd." + id + "." + name, value.toString());
    }
  }
}
