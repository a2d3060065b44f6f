package dev.vedette.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The formats that come with Vedette: those that {@code formats/index} names, one a line, each in a
 * mapping file of its name.
 */
public final class Formats {
  private static final List<String> NAMES =
      text("index").lines().map(String::strip).filter(n -> !n.isEmpty()).sorted().toList();

  private Formats() {}

  /** Their names, sorted. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * A format that comes with Vedette.
   *
   * @throws MappingException if there is none of that name; the message lists them
   */
  public static Format named(String name) {
    return Format.parse(name + ".yaml", yaml(name));
  }

  /**
   * The mapping file of a format that comes with Vedette.
   *
   * @throws MappingException if there is none of that name; the message lists them
   */
  public static String yaml(String name) {
    if (!NAMES.contains(name)) {
      throw new MappingException(
          "there is no format \"%s\"; there are %s, or give a file NAME.yaml"
              .formatted(name, String.join(", ", NAMES)));
    }
    return text(name + ".yaml");
  }

  private static String text(String file) {
    try (InputStream resource = Formats.class.getResourceAsStream("/formats/" + file)) {
      if (resource == null) {
        throw new IllegalStateException("the build left out formats/" + file);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A format by its name, or from a user's mapping file if that ends in {@code .yaml} or {@code
   * .yml}.
   *
   * @throws MappingException if the file is not a mapping, or the name none that is known
   * @throws IOException if the file cannot be read
   */
  public static Format of(String nameOrFile) throws IOException {
    return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml")
        ? Format.load(Path.of(nameOrFile))
        : named(nameOrFile);
  }
}
