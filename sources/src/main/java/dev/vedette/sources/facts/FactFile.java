package dev.vedette.sources.facts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.vedette.events.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of facts from CSV (RFC 4180, UTF-8, with a line of column names) or JSON (an array of
 * objects, or an object after the other). {@code effectiveFrom} and {@code effective_from} are the
 * same name.
 */
final class FactFile {
  /** The greatest number of rows of a file. */
  static final int MAX_ROWS = 5_000_000;

  private static final int MAX_ROW_CHARS = 1 << 18;
  private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxStringLength(MAX_ROW_CHARS)
                  .maxNameLength(1024)
                  .maxNumberLength(64)
                  .build())
          .build();

  private FactFile() {}

  static IllegalArgumentException wrong(String file, long line, String what) {
    return new IllegalArgumentException("%s:%d: %s".formatted(file, line, what));
  }

  static IllegalArgumentException wrong(String file, long line, String what, String value) {
    return wrong(file, line, "%s: \"%s\"".formatted(what, Text.excerpt(value)));
  }

  /**
   * Reads all rows of a file whose name says its format.
   *
   * @throws IllegalArgumentException naming file, line and field if something is wrong
   */
  static void read(String file, BufferedReader text, Consumer<FactRow> rows) throws IOException {
    if (file.endsWith(".csv") || file.endsWith(".csv.gz")) {
      csv(file, text, rows);
    } else {
      json(file, text, rows);
    }
  }

  private static void json(String file, Reader text, Consumer<FactRow> rows) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      int count = 0;
      boolean inArray = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        if (token == JsonToken.START_ARRAY && !inArray) {
          inArray = true;
        } else if (token == JsonToken.END_ARRAY && inArray) {
          inArray = false;
        } else if (token == JsonToken.START_OBJECT) {
          if (++count > MAX_ROWS) {
            throw wrong(file, line, "at most %d facts".formatted(MAX_ROWS));
          }
          rows.accept(object(file, line, parser));
        } else {
          throw wrong(file, line, "an object or a list of objects is wanted");
        }
      }
    } catch (JsonProcessingException e) {
      throw wrong(
          file,
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
          "malformed JSON",
          e.getOriginalMessage());
    }
  }

  private static FactRow object(String file, int line, JsonParser parser) throws IOException {
    var fields = new HashMap<String, Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = name(parser.currentName());
      int at = parser.currentTokenLocation().getLineNr();
      JsonToken token = parser.nextToken();
      Object value =
          switch (token) {
            case VALUE_NULL -> null;
            case START_ARRAY -> array(file, name, parser);
            case START_OBJECT ->
                throw wrong(file, at, "field \"%s\" is an object".formatted(Text.excerpt(name)));
            default -> parser.getText();
          };
      if (value != null && fields.put(name, value) != null) {
        throw wrong(file, at, "field \"%s\" is there twice".formatted(Text.excerpt(name)));
      }
    }
    return new FactRow(file, line, fields);
  }

  private static List<String> array(String file, String name, JsonParser parser)
      throws IOException {
    var items = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw wrong(
            file,
            parser.currentTokenLocation().getLineNr(),
            "field \"%s\" is a list of something else than texts".formatted(Text.excerpt(name)));
      }
      items.add(parser.getText());
    }
    return items;
  }

  private static String name(String given) {
    return HUMP.matcher(given.strip()).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }

  private static void csv(String file, BufferedReader text, Consumer<FactRow> rows)
      throws IOException {
    var csv = new Csv(file, text);
    List<String> columns = csv.next();
    if (columns == null) {
      throw wrong(file, 1, "the file is empty; its first line names the columns");
    }
    List<String> names = columns.stream().map(FactFile::name).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw wrong(file, csv.line, "a column is there twice");
    }
    int count = 0;
    for (List<String> cells = csv.next(); cells != null; cells = csv.next()) {
      if (++count > MAX_ROWS) {
        throw wrong(file, csv.line, "at most %d facts".formatted(MAX_ROWS));
      }
      if (cells.size() != names.size()) {
        throw wrong(
            file,
            csv.line,
            "%d fields, not %d as in the header".formatted(cells.size(), names.size()));
      }
      Map<String, Object> fields = new HashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        if (!cells.get(i).isBlank()) {
          fields.put(names.get(i), cells.get(i));
        }
      }
      rows.accept(new FactRow(file, csv.line, fields));
    }
  }

  /** Reads records of a CSV file; empty lines and lines that begin with # are skipped. */
  private static final class Csv {
    private final String file;
    private final BufferedReader text;

    /** The line where the record begins that was read last. */
    private long line;

    private long lines;

    Csv(String file, BufferedReader text) {
      this.file = file;
      this.text = text;
    }

    @Nullable List<String> next() throws IOException {
      String given = text.readLine();
      lines++;
      while (given != null && (given.isBlank() || given.startsWith("#"))) {
        given = text.readLine();
        lines++;
      }
      line = lines;
      if (given == null) {
        return null;
      }
      String rest = lines == 1 && given.startsWith("\uFEFF") ? given.substring(1) : given;
      var cells = new ArrayList<String>();
      var cell = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; ; i++) {
        if (i == rest.length()) {
          if (!quoted) {
            cells.add(cell.toString());
            return cells;
          }
          String more = text.readLine();
          lines++;
          if (more == null || cell.length() > MAX_ROW_CHARS) {
            throw wrong(file, line, "a quotation mark is not closed");
          }
          cell.append('\n');
          rest = more;
          i = -1;
          continue;
        }
        char c = rest.charAt(i);
        if (quoted && c == '"' && i + 1 < rest.length() && rest.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else if (c == '"' && (quoted || cell.isEmpty())) {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          cells.add(cell.toString());
          cell.setLength(0);
        } else {
          cell.append(c);
        }
      }
    }
  }
}
