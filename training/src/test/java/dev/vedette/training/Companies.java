package dev.vedette.training;

import dev.vedette.backtest.Backtest;
import dev.vedette.flows.Now;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.SimulationFiles;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Simulated companies through a backtest, as {@code simulate} and {@code backtest} do it. */
final class Companies {
  static final int DAYS = 20;

  /** Detectors learn in the first half: the slowest takes ten days. */
  static final Instant JUDGED_FROM =
      Instant.ofEpochMilli(CompanySettings.DEFAULT_START_MILLIS + DAYS / 2 * 86_400_000L);

  private Companies() {}

  /** The folder of the run of a company. */
  static Path run(Path directory, int users, long seed, boolean attacked) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("run-" + seed));
    Path events = folder.resolve("events.jsonl");
    CompanySettings settings = CompanySettings.of(users, DAYS, seed);
    SimulationFiles.write(
        attacked ? settings : settings.withoutAttacks(),
        events,
        folder.resolve("labels.csv"),
        (n, at) -> {});
    PipelineSettings pipeline =
        PipelineSettings.DEFAULT.at(Now.RECEPTION).learningUntil(JUDGED_FROM);
    var recording =
        new Recording(
            Formats.named("vedette"),
            Input.of(List.of(events.toString())),
            new Context("default", 2026),
            pipeline.intake().grace());
    new Backtest(recording, pipeline, (lines, bytes, of) -> {}).run(folder);
    return folder;
  }
}
