package dev.vedette.training;

import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every model is told of itself. */
final class HeadOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the model is written.")
  private Path out;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = ModelHead.EVERY_TENANT,
      description = "Whose model it is (default *: of every tenant that has none of its own).")
  private String tenant;

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description = "The name under which it is looked up (default: the usual one of its kind).")
  private @Nullable String id;

  @Option(
      names = "--model-version",
      paramLabel = "N",
      defaultValue = "1",
      description = "Its version, 1 and up (default ${DEFAULT-VALUE}).")
  private int version;

  @Option(
      names = "--effective-from",
      paramLabel = "TIME",
      description =
          "The first instant of event time at which it counts (default: when it is made).")
  private @Nullable Instant effectiveFrom;

  @Option(
      names = "--created-at",
      paramLabel = "TIME",
      description = "When it was made (default: now); for files that are the same byte by byte.")
  private @Nullable Instant createdAt;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed and the same files give the same model.")
  private long seed;

  @SuppressWarnings("NullAway.Init")
  HeadOptions() {}

  long seed() {
    return seed;
  }

  /** The head of a model that is learned from these files. */
  ModelHead head(ModelKind kind, List<Path> files) throws IOException {
    Instant created = createdAt != null ? createdAt : Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new ModelHead(
        tenant,
        id != null ? id : usual(kind),
        version,
        created.toEpochMilli(),
        (effectiveFrom != null ? effectiveFrom : created).toEpochMilli(),
        InputFile.digest(files));
  }

  /** Under what a service looks it up. */
  private static String usual(ModelKind kind) {
    return switch (kind) {
      case ISOLATION_FOREST -> "subject-hour";
      case PEER_GROUPS -> "behaviour";
      case CALIBRATION -> "evidence";
      case FUSION_WEIGHTS -> "verdicts";
    };
  }

  /** Writes the model; how many bytes it has. */
  long write(Model model) throws IOException {
    byte[] json = ModelWriter.json(model);
    Files.write(out, json);
    return json.length;
  }

  Path out() {
    return out;
  }
}
