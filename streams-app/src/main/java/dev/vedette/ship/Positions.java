package dev.vedette.ship;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far each file was sent, kept in a file that is replaced as a whole: a line {@code offset TAB
 * headLength TAB headHash TAB fileKey TAB path} each.
 */
final class Positions {
  private static final String NAME = "positions";

  private final Path file;
  private final Map<String, Position> byPath = new TreeMap<>();

  /**
   * Opens what a directory remembers.
   *
   * @throws IOException naming the file, if it is no such file
   */
  Positions(Path directory) throws IOException {
    Files.createDirectories(directory);
    file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      List<String> parts = List.of(line.split("\t", 5));
      try {
        if (parts.size() != 5) {
          throw new NumberFormatException("there are not five parts");
        }
        byPath.put(
            parts.get(4),
            new Position(
                parts.get(3),
                Long.parseLong(parts.get(0)),
                Integer.parseInt(parts.get(1)),
                parts.get(2)));
      } catch (NumberFormatException e) {
        throw new IOException("%s holds no positions: %s".formatted(file, e.getMessage()), e);
      }
    }
  }

  @Nullable Position of(Path path) {
    return byPath.get(name(path));
  }

  /** Remembers a position, durably when {@link #save} is back. */
  void put(Path path, Position position) {
    byPath.put(name(path), position);
  }

  void save() throws IOException {
    var lines = new StringBuilder();
    byPath.forEach((path, at) ->
        lines
            .append(at.offset())
            .append('\t')
            .append(at.headLength())
            .append('\t')
            .append(at.headHash())
            .append('\t')
            .append(at.fileKey())
            .append('\t')
            .append(path)
            .append('\n'));
    Path next = file.resolveSibling(NAME + ".next");
    Files.writeString(next, lines, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String name(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
