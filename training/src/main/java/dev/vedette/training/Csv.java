package dev.vedette.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads comma-separated records (RFC 4180: quotes, doubled quotes, line ends within quotes). */
final class Csv {
  private static final int MAX_RECORD_CHARS = 1 << 16;

  private final String origin;
  private final BufferedReader in;
  private long line;

  Csv(String origin, BufferedReader in) {
    this.origin = origin;
    this.in = in;
  }

  /** The next record's fields; null at the end. */
  @Nullable List<String> next() throws IOException {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    int chars = 0;
    line++;
    for (int c = in.read(); c >= 0; c = in.read()) {
      any = true;
      if (++chars > MAX_RECORD_CHARS) {
        throw wrong("a record has more than %d characters".formatted(MAX_RECORD_CHARS));
      }
      if (c == '"') {
        in.mark(1);
        boolean doubled = quoted && in.read() == '"';
        if (doubled) {
          field.append('"');
          continue;
        }
        if (quoted) {
          in.reset();
        }
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\n' && !quoted) {
        break;
      } else if (c != '\r' || quoted) {
        field.append((char) c);
      }
    }
    if (!any) {
      return null;
    }
    if (quoted) {
      throw wrong("a quote is not closed");
    }
    fields.add(field.toString());
    return fields;
  }

  /** What is wrong with the last record. */
  IOException wrong(String what) {
    return new IOException("%s, record %d: %s".formatted(origin, line, what));
  }
}
