package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.results.RunFiles.Summary;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.SimulationFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector in shadow says the same, is written down, and moves nobody's risk. */
class ShadowTest {
  private static final String TRIED = "password-spray";

  @TempDir private Path directory;

  @Test
  void shouldSignalWithoutMovingRisk() throws Exception {
    Path events = directory.resolve("events.jsonl");
    SimulationFiles.write(
        CompanySettings.of(30, 10, 5), events, directory.resolve("labels.csv"), (n, at) -> {});
    Path counted = directory.resolve("counted");
    Path tried = directory.resolve("tried");
    Summary with = Runs.backtest("vedette", events, counted);
    Summary without =
        Runs.backtest("vedette", events, tried, Runs.SETTINGS.withShadow(Set.of(TRIED)));
    long its = lines(counted.resolve("signals.jsonl"));
    assertTrue(its > 0, "the company is sprayed");
    assertTrue(Files.notExists(counted.resolve("shadow-signals.jsonl")));
    assertEquals(0, lines(tried.resolve("signals.jsonl")));
    assertTrue(lines(tried.resolve("shadow-signals.jsonl")) > 0);
    assertTrue(without.riskUpdates() < with.riskUpdates(), without + " " + with);
    assertEquals(with.eventsDigest(), without.eventsDigest());

    Path replayed = directory.resolve("replayed");
    Summary same =
        Runs.replay("vedette", events, replayed, 2, 1, Runs.SETTINGS.withShadow(Set.of(TRIED)));
    assertEquals(without.digest(), same.digest());
    assertEquals(
        Files.readString(tried.resolve("shadow-signals.jsonl")),
        Files.readString(replayed.resolve("shadow-signals.jsonl")));
  }

  private static long lines(Path file) throws Exception {
    try (var lines = Files.lines(file)) {
      return lines.filter(line -> line.contains('"' + TRIED + '"')).count();
    }
  }
}
