package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.detectors.Registry;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventHash;
import dev.vedette.risk.Policy;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.Format;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The build that runs: the jars, or folders of classes, of all modules that have a say in results.
 * Which libraries they take stands in the manifest of the application's.
 */
final class Build {
  private static final List<Class<?>> MODULES =
      List.of(
          AccessEvent.class, Topics.class, Format.class, Registry.class, Policy.class, Build.class);

  private Build() {}

  /** What tells it from others, 32 hexadecimal digits. Reads some megabytes. */
  static String digest() throws IOException {
    var all = new StringBuilder();
    for (Class<?> module : MODULES) {
      all.append(digest(placeOf(module))).append('\n');
    }
    return hash(all);
  }

  /** Of a jar or a folder, by names and contents. */
  static String digest(Path place) throws IOException {
    List<Path> files;
    try (var inside = Files.walk(place)) {
      files = inside.filter(Files::isRegularFile).sorted().toList();
    }
    var all = new StringBuilder();
    for (Path file : files) {
      all.append(place.relativize(file))
          .append(' ')
          .append(EventHash.of(Files.readAllBytes(file)).hex())
          .append('\n');
    }
    return hash(all);
  }

  private static String hash(StringBuilder text) {
    return EventHash.of(text.toString().getBytes(UTF_8)).hex();
  }

  private static Path placeOf(Class<?> module) {
    try {
      return Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path has no place for " + module, e);
    }
  }
}
