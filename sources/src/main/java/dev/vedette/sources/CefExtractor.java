package dev.vedette.sources;

import dev.vedette.events.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ArcSight's Common Event Format: {@code CEF:0|vendor|product|version|event|name|severity|key=value
 * …}. The head's fields are {@code cef.vendor} and so on, the extension's have their own names, and
 * what {@code cs1Label=Reason cs1=x} says is also {@code label.Reason}.
 */
record CefExtractor(Names names) implements Extractor {
  private static final String START = "CEF:";
  private static final String LABEL = "Label";
  private static final int MAX_BEFORE = 512;
  private static final List<String> HEAD =
      List.of("version", "vendor", "product", "product_version", "event", "name", "severity");

  @Override
  public void extract(Line line, Fields fields, Found found) {
    String text = line.text();
    int start = start(text, START);
    int at = start;
    for (String part : HEAD) {
      int end = start < 0 ? -1 : bar(text, at);
      if (end < 0) {
        found.none(
            new Normalized.Dead(
                DeadReason.MALFORMED_CEF,
                "not CEF:0|vendor|product|version|event|name|severity|…: \"%s\""
                    .formatted(Text.excerpt(text))));
        return;
      }
      names.set(fields, "cef." + part, unescaped(text.substring(at, end)));
      at = Math.min(end + 1, text.length());
    }
    extension(text.substring(at), fields);
    found.record();
  }

  /** Behind the mark, which stands at the beginning or behind a blank; -1 if it is not there. */
  static int start(String text, String mark) {
    int at = text.indexOf(mark);
    boolean free = at == 0 || (at > 0 && at < MAX_BEFORE && text.charAt(at - 1) == ' ');
    return free ? at + mark.length() : -1;
  }

  /** The next bar that no backslash stands before; the last part of a head may lack it. */
  private static int bar(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '|') {
        return i;
      }
    }
    return -1;
  }

  /** Values may have blanks: a value ends where the blank before the next key stands. */
  private void extension(String text, Fields fields) {
    Map<String, String> all = names.anyBegins("label.") ? new LinkedHashMap<>() : Map.of();
    var starts = new ArrayList<int[]>();
    int blank = -1;
    boolean open = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ' ') {
        blank = i;
        open = true;
      } else if (c == '=' && open && isKey(text, blank + 1, i)) {
        starts.add(new int[] {blank + 1, i});
        open = false;
      }
    }
    for (int i = 0; i < starts.size(); i++) {
      int[] pair = starts.get(i);
      int end = i + 1 < starts.size() ? starts.get(i + 1)[0] : text.length();
      String key = text.substring(pair[0], pair[1]);
      String value = unescaped(text.substring(pair[1] + 1, end).strip());
      names.set(fields, key, value);
      if (names.anyBegins("label.")) {
        all.put(key, value);
      }
    }
    all.forEach((key, label) -> {
      String value =
          key.endsWith(LABEL) ? all.get(key.substring(0, key.length() - LABEL.length())) : null;
      if (value != null) {
        names.set(fields, "label." + label, value);
      }
    });
  }

  private static boolean isKey(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && "_.-[]".indexOf(c) < 0) {
        return false;
      }
    }
    return to > from;
  }

  private static @Nullable String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case '=', '|', '\\' -> plain.append(next);
        // Not an escape: a path such as C:\Windows that a careless sender left as it was.
        default -> plain.append(c).append(next);
      }
    }
    return plain.toString();
  }
}
