package dev.vedette.sources;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Real data that lies beside the repository on some machines and is never copied into it. */
final class RealData {
  private RealData() {}

  /** The lines of a file of {@code shared/data}; without it the test is skipped, with a reason. */
  static List<String> lines(String file) throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared").resolve("data").resolve(file);
      if (Files.isReadable(found)) {
        return Files.readAllLines(found, StandardCharsets.UTF_8);
      }
    }
    assumeTrue(false, "skipped: there is no shared/data/" + file + " above this directory");
    return List.of();
  }
}
