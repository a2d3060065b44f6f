package dev.vedette.app;

import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sees to it that a directory holds one replay only: the same input with the same settings. */
final class SameRun {
  private SameRun() {}

  /** Notes what runs in a directory, or checks that it is what ran there before. */
  static void check(Path data, String identity, PipelineSettings settings, int partitions)
      throws IOException {
    Files.createDirectories(data);
    Path note = data.resolve("run");
    String run =
        "input %s%ngrace %s%nlearn-until %s%npolicy %s%nfacts %016x%npartitions %d%n"
            .formatted(
                identity,
                settings.intake().grace(),
                settings.behaviour().learnUntil(),
                settings.policy().version(),
                settings.facts().version(),
                partitions);
    if (!Files.exists(note)) {
      Files.writeString(note, run);
      return;
    }
    String before = Files.readString(note);
    if (!before.equals(run)) {
      throw new IllegalArgumentException(
          "%s holds the replay of another input or with other settings. Use another --out, or remove"
                  .formatted(data)
              + " that directory. It holds:%n%sand this is:%n%s".formatted(before, run));
    }
  }
}
