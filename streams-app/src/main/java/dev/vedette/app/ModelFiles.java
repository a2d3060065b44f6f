package dev.vedette.app;

import dev.vedette.detectors.model.Model;
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

  /** Reads one. */
  static Model read(Path file) throws IOException {
    if (Files.size(file) > Topics.MAX_MODEL_BYTES) {
      throw new IOException("%s: more than %,d bytes".formatted(file, Topics.MAX_MODEL_BYTES));
    }
    return ModelJson.read(file.toString(), Files.readAllBytes(file));
  }
}
