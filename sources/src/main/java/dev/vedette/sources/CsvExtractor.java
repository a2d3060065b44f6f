package dev.vedette.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values between separators, RFC 4180 on one line: a value in double quotes may hold the separator,
 * and a quote written twice. A value does not go on in the next line.
 */
final class CsvExtractor implements Extractor {
  private static final int MAX_COLUMNS = 1024;

  private final char separator;
  private final Map<String, Integer> slotOfColumn;
  private final boolean header;
  private int @Nullable [] slotAt;
  private List<String> columnNames = List.of();
  private @Nullable String missing;

  /**
   * An extractor for one file.
   *
   * @param columns the columns' names; null if the file's first line has them
   * @param slotOfColumn the columns that are referred to
   */
  CsvExtractor(char separator, @Nullable List<String> columns, Map<String, Integer> slotOfColumn) {
    this.separator = separator;
    this.slotOfColumn = new LinkedHashMap<>(slotOfColumn);
    this.header = columns == null;
    if (columns != null) {
      name(columns);
    }
  }

  @Override
  public boolean readsHeader() {
    return header;
  }

  @Override
  public void extract(Line line, Fields fields, Found found) {
    Normalized early = columns(line, fields);
    if (early == null) {
      found.record();
    } else {
      found.none(early);
    }
  }

  private @Nullable Normalized columns(Line line, Fields fields) {
    List<String> values = split(line.text());
    if (values == null) {
      return new Normalized.Dead(
          DeadReason.MALFORMED_CSV,
          "a quote does not end where the value does, or more than %d columns"
              .formatted(MAX_COLUMNS));
    }
    int[] known = slotAt;
    if (known == null) {
      name(values);
      return missing == null ? new Normalized.Ignored("header") : malformedHeader(missing);
    }
    if (missing != null) {
      return malformedHeader(missing);
    }
    for (int i = 0; i < values.size() && i < known.length; i++) {
      fields.saw(columnNames.get(i), values.get(i));
      if (known[i] >= 0) {
        fields.set(known[i], values.get(i));
      }
    }
    return null;
  }

  private static Normalized malformedHeader(String missing) {
    return new Normalized.Dead(
        DeadReason.MALFORMED_HEADER, "the first line does not name the column(s) " + missing);
  }

  private void name(List<String> columns) {
    int[] slots = new int[columns.size()];
    Arrays.fill(slots, -1);
    var absent = new ArrayList<>(slotOfColumn.keySet());
    for (int i = 0; i < slots.length; i++) {
      String column = header ? columns.get(i).strip() : columns.get(i);
      if (absent.remove(column)) {
        slots[i] = slotOfColumn.getOrDefault(column, -1);
      }
    }
    missing = absent.isEmpty() ? null : String.join(", ", absent);
    slotAt = slots;
    columnNames = List.copyOf(columns);
  }

  private @Nullable List<String> split(String text) {
    var values = new ArrayList<String>();
    int at = 0;
    while (true) {
      if (values.size() == MAX_COLUMNS) {
        return null;
      }
      if (at < text.length() && text.charAt(at) == '"') {
        var value = new StringBuilder();
        int end = at + 1;
        while (true) {
          int quote = text.indexOf('"', end);
          if (quote < 0) {
            return null;
          }
          value.append(text, end, quote);
          end = quote + 1;
          if (end < text.length() && text.charAt(end) == '"') {
            value.append('"');
            end++;
          } else {
            break;
          }
        }
        values.add(value.toString());
        at = end;
        if (at < text.length() && text.charAt(at) != separator) {
          return null;
        }
      } else {
        int end = text.indexOf(separator, at);
        end = end < 0 ? text.length() : end;
        values.add(text.substring(at, end));
        at = end;
      }
      if (at >= text.length()) {
        return values;
      }
      at++;
    }
  }
}
