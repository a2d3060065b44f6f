package dev.vedette.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.detectors.model.Model;
import dev.vedette.events.EventHash;
import dev.vedette.models.ModelJson;
import dev.vedette.models.ModelSet;
import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Models that lie in files. */
final class ModelFiles {
  private ModelFiles() {}

  /** Reads all of them. */
  static ModelSet read(List<Path> files) throws IOException {
    ModelSet models = ModelSet.NONE;
    for (Path file : files) {
      models = models.with(read(file));
    }
    return models;
  }

  /** What tells files in this order from others: {@code none}, or 32 hexadecimal digits. */
  static String digest(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return "none";
    }
    var all = new StringBuilder();
    for (Path file : files) {
      all.append(EventHash.of(Files.readAllBytes(file)).hex());
    }
    return EventHash.of(all.toString().getBytes(UTF_8)).hex();
  }

  /** Reads one. */
  static Model read(Path file) throws IOException {
    if (Files.size(file) > Topics.MAX_MODEL_BYTES) {
      throw new IOException("%s: more than %,d bytes".formatted(file, Topics.MAX_MODEL_BYTES));
    }
    return ModelJson.read(file.toString(), Files.readAllBytes(file));
  }
}
