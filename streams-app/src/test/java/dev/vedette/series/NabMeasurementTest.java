package dev.vedette.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.series.NabMeasurement.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NabMeasurementTest {
  private static final String FOREST = "randomCutForest";

  /** How far above the forest the project claims to be on the part of the benchmark at hand. */
  private static final double MARGIN = 8;

  @Test
  void shouldBeClearlyBetterThanARandomCutForest() throws IOException {
    var measurement = new NabMeasurement(sharedData());

    assertTrue(measurement.score(FOREST) > 40, "the forest is no straw man");
    assertTrue(measurement.score() > measurement.score(FOREST) + MARGIN, measurement::text);
  }

  @Test
  void shouldReproduceWhatThePublisherSaysOfEachSeries() throws IOException {
    Proof proof = new NabMeasurement(sharedData()).proof(FOREST);

    assertNotNull(proof);
    assertTrue(proof.published() < -1, "something was published");
    assertEquals(proof.published(), proof.recomputed(), 1e-6);
  }

  @Test
  void shouldSayWhatIsMissing(@TempDir Path folder) throws IOException {
    assertThrows(IllegalArgumentException.class, () -> new NabMeasurement(folder));

    series(folder, "{\"a/b.csv\": [[\"2026-01-01 00:00:00\", \"2026-01-01 00:07:00\"]]}");
    var noEnd = assertThrows(IllegalArgumentException.class, () -> new NabMeasurement(folder));
    assertTrue(String.valueOf(noEnd.getMessage()).contains("00:07:00"), noEnd::getMessage);

    series(folder, "{\"a/b.csv\": []}");
    assertThrows(IllegalArgumentException.class, () -> new NabMeasurement(folder));
  }

  @Test
  void shouldMeasureAFolderWithoutPublishedScores(@TempDir Path folder) throws IOException {
    series(folder, "{\"a/b.csv\": [[\"2026-01-01 00:01:00\", \"2026-01-01 00:02:00.000000\"]]}");

    var measurement = new NabMeasurement(folder);

    // All scores are 0, so an alarm at each point is best: (1 − 0.11 + 1)/2.
    assertEquals(94.5, measurement.score(), 1e-9);
    assertTrue(Double.isNaN(measurement.score(FOREST)));
    assertTrue(measurement.text().contains("a/b.csv"), measurement::text);
  }

  private static void series(Path folder, String windows) throws IOException {
    Files.createDirectories(folder.resolve("data/a"));
    Files.createDirectories(folder.resolve("labels"));
    Files.writeString(
        folder.resolve("data/a/b.csv"),
        """
        timestamp,value
        2026-01-01 00:00:00,1
        2026-01-01 00:01:00,2
        2026-01-01 00:02:00,3
        """);
    Files.writeString(folder.resolve("labels/combined_windows.json"), windows);
  }

  /** The folder of real data beside the project, or the test is skipped with a reason. */
  private static Path sharedData() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared/data");
      if (Files.isDirectory(data.resolve("nab"))) {
        return data;
      }
    }
    return Assumptions.abort("there is no ../shared/data/nab beside the project");
  }
}
