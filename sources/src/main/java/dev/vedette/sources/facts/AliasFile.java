package dev.vedette.sources.facts;

import dev.vedette.events.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names that are the same principal, and nothing else about it: a line {@code
 * tenant,alias,principal} for each alias; {@code *} is any tenant; {@code #} begins a comment.
 */
public final class AliasFile {
  private AliasFile() {}

  /**
   * Reads such a file: one fact for each principal.
   *
   * @throws IllegalArgumentException naming file and line if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static List<PrincipalFact> load(Path file) throws IOException {
    var aliases = new HashMap<Map.Entry<String, String>, Set<String>>();
    int number = 0;
    String name = String.valueOf(file.getFileName());
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number > FactFile.MAX_ROWS) {
          throw FactFile.wrong(name, number, "at most %d lines".formatted(FactFile.MAX_ROWS));
        }
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        List<String> parts = List.of(line.split(",", -1));
        if (parts.size() != 3 || parts.stream().anyMatch(String::isBlank)) {
          throw FactFile.wrong(
              name, number, "\"%s\" is not tenant,alias,principal".formatted(Text.excerpt(line)));
        }
        aliases
            .computeIfAbsent(
                Map.entry(parts.get(0).strip(), parts.get(2).strip()), key -> new HashSet<>())
            .add(parts.get(1).strip());
      }
    }
    var facts = new ArrayList<PrincipalFact>();
    aliases.forEach(
        (who, names) -> facts.add(PrincipalFact.alias(who.getKey(), who.getValue(), names)));
    return facts;
  }
}
