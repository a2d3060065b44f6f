package dev.vedette.replay;

import dev.vedette.backtest.Backtest;
import dev.vedette.flows.Now;
import dev.vedette.replay.input.Input;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The same recording through backtest and replay, for tests that compare them. */
final class Runs {
  static final PipelineSettings SETTINGS = PipelineSettings.DEFAULT.at(Now.RECEPTION);

  private Runs() {}

  static Recording recording(String source, Path file) throws IOException {
    return new Recording(
        Formats.named(source),
        Input.of(List.of(file.toString())),
        new Context("default", 2024),
        SETTINGS.intake().grace());
  }

  static Summary backtest(String source, Path file, Path out) throws IOException {
    return backtest(source, file, out, SETTINGS);
  }

  static Summary backtest(String source, Path file, Path out, PipelineSettings settings)
      throws IOException {
    return new Backtest(recording(source, file), settings, (lines, bytes, of) -> {}).run(out);
  }

  static Summary replay(String source, Path file, Path out, int partitions, int threads)
      throws IOException, InterruptedException {
    return replay(source, file, out, partitions, threads, SETTINGS);
  }

  static Summary replay(
      String source, Path file, Path out, int partitions, int threads, PipelineSettings settings)
      throws IOException, InterruptedException {
    String name = Brokers.unique("replay");
    var deployment =
        new Deployment(
            name,
            ClientProperties.NONE.withBootstrapServers(Brokers.forTests()),
            out.resolve("state"),
            threads,
            Duration.ofMillis(100),
            32L << 20,
            partitions,
            true,
            0,
            "test");
    return new Replay(
            recording(source, file),
            settings.withTopicPrefix(name + "."),
            deployment,
            (progress, bytes, of) -> {})
        .run(out);
  }

  /** A file of the real data beside the project, or the test is skipped with a reason. */
  static Path sharedData(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return Assumptions.abort("there is no ../shared/data/" + name + " beside the project");
  }
}
