package dev.vedette.app;

import dev.vedette.detectors.Registry;
import dev.vedette.sources.facts.AliasFile;
import dev.vedette.sources.facts.FactFolder;
import dev.vedette.sources.facts.Facts;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that judges events may be told. */
final class PipelineOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "30m",
      converter = DurationConverter.class,
      description = "How late an event may be and still count (default ${DEFAULT-VALUE}).")
  private Duration grace;

  @Option(
      names = "--learn-until",
      paramLabel = "TIME",
      description =
          "Windows that start before this instant (ISO 8601) teach and are not judged: history"
              + " without alerts.")
  private @Nullable Instant learnUntil;

  @Option(
      names = "--facts",
      paramLabel = "DIR",
      description =
          "A folder of what is known beside the log: principals, devices, leases, networks,"
              + " reputation, tor, geo/*.mmdb (docs/facts.md).")
  private @Nullable Path folder;

  @Option(
      names = "--aliases",
      paramLabel = "FILE",
      description = "Names that are the same principal, a line tenant,alias,principal each.")
  private @Nullable Path aliases;

  @Option(
      names = "--shadow",
      paramLabel = "DETECTOR",
      split = ",",
      description =
          "Detectors that are only tried: their signals go to signals.shadow.v1 (or"
              + " shadow-signals.jsonl) and move nobody's risk.")
  private List<String> shadow = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Models that were learned in batch (docs/models.md), known from the beginning; those of"
              + " models.v1 come to them.")
  private List<Path> models = List.of();

  @Mixin private PolicyOption policy;

  private @Nullable Facts facts;

  @SuppressWarnings("NullAway.Init")
  PipelineOptions() {}

  Duration grace() {
    return grace;
  }

  /** The settings that these options ask for. */
  PipelineSettings settings() throws IOException {
    PipelineSettings settings = PipelineSettings.DEFAULT.withGrace(grace).withPolicy(policy.read());
    if (learnUntil != null) {
      settings = settings.learningUntil(learnUntil);
    }
    for (String id : shadow) {
      if (Registry.all().stream().noneMatch(detector -> detector.id().equals(id))) {
        throw new IllegalArgumentException(
            "--shadow %s: there is no such detector (docs/detections.md lists them)".formatted(id));
      }
    }
    return settings
        .withShadow(Set.copyOf(shadow))
        .withFacts(facts())
        .withModels(ModelFiles.read(models));
  }

  /** What tells the models from others: none, or a hash of their files. */
  String modelsDigest() throws IOException {
    return ModelFiles.digest(models);
  }

  private void remark(String text) {
    spec.commandLine().getErr().println("--facts: " + text);
  }

  /** What the folder and the file of aliases say; read once. */
  Facts facts() throws IOException {
    if (facts == null) {
      Facts known = folder == null ? Facts.NONE : FactFolder.load(folder, this::remark);
      facts = aliases == null ? known : known.withAliases(AliasFile.load(aliases));
    }
    return facts;
  }
}
