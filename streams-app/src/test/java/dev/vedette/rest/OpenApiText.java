package dev.vedette.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The document as it is written: an example is replaced, and every other line stays. */
final class OpenApiText {
  private static final Path DOCUMENT = Path.of("src", "main", "resources", "openapi.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(Feature.WRITE_DOC_START_MARKER)
              .disable(Feature.SPLIT_LINES)
              .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private OpenApiText() {}

  /** Replaces an example in the source. */
  static void renew(String name, boolean isJson, String answer) throws IOException {
    Files.writeString(DOCUMENT, renewed(Files.readString(DOCUMENT), name, isJson, answer));
  }

  /**
   * The document with another example.
   *
   * @param name an operation, whose answer 200 it is; an operation and a status, as {@code
   *     getRisk-404}; or one of the shared responses
   */
  static String renewed(String document, String name, boolean isJson, String answer)
      throws IOException {
    List<String> lines = document.lines().toList();
    int at = find(lines, "example:", start(lines, name));
    String indent = indentOf(lines.get(at));
    int end = at + 1;
    while (end < lines.size()
        && (lines.get(end).isBlank() || lines.get(end).startsWith(indent + " "))) {
      end++;
    }
    var all = new ArrayList<>(lines.subList(0, at));
    all.add(indent + "example:" + (isJson ? "" : answer.endsWith("\n") ? " |+" : " |-"));
    String text = isJson ? YAML.writeValueAsString(JSON.readTree(answer)) : answer;
    text.lines().map(line -> line.isEmpty() ? "" : indent + "  " + line).forEach(all::add);
    all.addAll(lines.subList(end, lines.size()));
    return all.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static int start(List<String> lines, String name) {
    if (Character.isUpperCase(name.charAt(0))) {
      return find(lines, name + ":", lines.indexOf("  responses:"));
    }
    String[] parts = name.split("-", 2);
    int operation = find(lines, "operationId: " + parts[0], 0);
    return find(lines, '"' + (parts.length == 1 ? "200" : parts[1]) + "\":", operation);
  }

  private static int find(List<String> lines, String begin, int from) {
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals(begin) || line.startsWith(begin + " ")) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "the document has no %s after line %d".formatted(begin, from));
  }

  private static String indentOf(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }
}
