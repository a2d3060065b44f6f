package dev.vedette.sources.facts;

import dev.vedette.events.Subject;
import dev.vedette.events.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fact as a file or a record gives it: fields by name, a text or a list of texts each. */
final class FactRow {
  private static final int MAX_ITEMS = 1_000;

  private final String file;
  private final long line;
  private final Map<String, Object> fields;

  FactRow(String file, long line, Map<String, Object> fields) {
    this.file = file;
    this.line = line;
    this.fields = fields;
  }

  /** Fails if there is a field of another name. */
  void allow(Set<String> names) {
    for (String name : fields.keySet()) {
      if (!names.contains(name)) {
        throw wrong(name, "is not known; there are " + names.stream().sorted().toList());
      }
    }
  }

  /** A text that must be there. */
  String required(String name) {
    String text = optional(name);
    if (text == null) {
      throw wrong(name, "is missing or empty");
    }
    return text;
  }

  /** A text; null if it is missing or empty. */
  @Nullable String optional(String name) {
    Object value = fields.get(name);
    if (value instanceof List<?>) {
      throw wrong(name, "is a list, and one text is wanted");
    }
    return value == null ? null : checked(name, value.toString());
  }

  private @Nullable String checked(String name, String value) {
    String text = value.strip();
    if (text.length() > Subject.MAX_CHARS) {
      throw wrong(name, "has more than %d characters".formatted(Subject.MAX_CHARS));
    }
    return text.isEmpty() ? null : text;
  }

  /** Texts; in a CSV file, or in one text, they are separated by semicolons. */
  List<String> list(String name) {
    Object value = fields.get(name);
    List<String> items =
        switch (value) {
          case null -> List.of();
          case List<?> list -> list.stream().map(Object::toString).toList();
          default -> Arrays.asList(value.toString().split(";"));
        };
    if (items.size() > MAX_ITEMS) {
      throw wrong(name, "has more than %d items".formatted(MAX_ITEMS));
    }
    var texts = new ArrayList<String>(items.size());
    for (String item : items) {
      String text = checked(name, item);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A criticality, 0.01 to 100; 1 if it is missing. */
  double criticality() {
    String text = optional("criticality");
    if (text == null) {
      return 1;
    }
    try {
      double times = Double.parseDouble(text);
      if (times >= 0.01 && times <= 100) {
        return times;
      }
    } catch (NumberFormatException notNumber) {
      throw wrong("criticality", text, "is not a number");
    }
    throw wrong("criticality", text, "is not from 0.01 to 100");
  }

  /** Yes or no; null if it is missing. */
  @Nullable Boolean flag(String name) {
    String text = optional(name);
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "true", "yes", "1" -> Boolean.TRUE;
      case "false", "no", "0" -> Boolean.FALSE;
      default -> throw wrong(name, String.valueOf(text), "is neither true nor false");
    };
  }

  /** An instant or a day (its begin in UTC), epoch milliseconds; the default if it is missing. */
  long instant(String name, long otherwise) {
    String text = optional(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return instant(text);
    } catch (DateTimeException | ArithmeticException notTime) {
      throw wrong(
          name, text, "is neither a day (2026-03-01) nor an instant (2026-03-01T09:00:00Z)");
    }
  }

  static long instant(String text) {
    Instant instant =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : OffsetDateTime.parse(text).toInstant();
    return instant.toEpochMilli();
  }

  String tenant() {
    String tenant = optional("tenant");
    return tenant == null ? PrincipalFact.ANY_TENANT : tenant;
  }

  /** What is wrong with a field, for a person. */
  IllegalArgumentException wrong(String field, String what) {
    return new IllegalArgumentException(
        "%s:%d: field \"%s\" %s".formatted(file, line, Text.excerpt(field), what));
  }

  private IllegalArgumentException wrong(String field, String value, String what) {
    return wrong(field, "\"%s\" %s".formatted(Text.excerpt(value), what));
  }
}
