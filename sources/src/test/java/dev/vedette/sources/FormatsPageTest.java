package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/formats.md} is made of the mapping files; {@code -Dvedette.docs.write=true} writes
 * it.
 */
class FormatsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats.md");

  @Test
  void shouldBeWhatTheMappingFilesSay() throws IOException {
    String page = FormatsPage.text();
    if (Boolean.getBoolean("vedette.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page,
        Files.readString(PAGE),
        "docs/formats.md is made of the mapping files: run with -Dvedette.docs.write=true");
  }
}
