package dev.vedette.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of cells in columns of equal width: text to the left, figures to the right. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row; as many cells as headings. */
  void row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "%d cells for %d headings".formatted(cells.size(), rows.getFirst().size()));
    }
    rows.add(List.copyOf(cells));
  }

  /** A share in per cent with one decimal; a dash of nothing. */
  static String share(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** The table, each row a line. */
  String text() {
    int columns = rows.getFirst().size();
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        int width = width(i);
        String cell = row.get(i);
        String blanks = " ".repeat(width - cell.length());
        line.append(i == 0 ? "" : "  ").append(figures(i) ? blanks + cell : cell + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
  }

  private boolean figures(int column) {
    return rows.stream()
        .skip(1)
        .map(r -> r.get(column))
        .allMatch(c -> c.isEmpty() || c.equals("-") || Character.isDigit(c.charAt(0)));
  }
}
