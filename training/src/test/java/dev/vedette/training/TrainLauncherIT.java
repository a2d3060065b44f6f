package dev.vedette.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training as a user meets it, and what is in which archive: it runs after {@code package}. */
@Timeout(120)
class TrainLauncherIT {
  private static final Path LAUNCHER = Path.of("..", "bin", "vedette").toAbsolutePath().normalize();

  @TempDir private Path elsewhere;

  @SuppressWarnings("NullAway.Init")
  TrainLauncherIT() {}

  @Test
  void shouldTrainInAProcessOfItsOwn() throws Exception {
    Ran help = run("train", "--help");
    assertEquals(0, help.exitCode(), help::text);
    assertTrue(help.text().contains("isolation-forest"), help::text);
    assertTrue(help.text().contains("GPL-3.0"), help::text);
    assertEquals(2, run("train", "no-such-command").exitCode());
    Ran failed =
        run("train", "peer-groups", "--events", "no-such-file", "--k", "2", "--out", "x.json");
    assertEquals(1, failed.exitCode(), failed::text);
    assertTrue(failed.text().contains("train: no-such-file is not a file"), failed::text);
  }

  @Test
  void shouldKeepSmileOutOfTheApplicationAndKafkaOutOfTraining() throws IOException {
    List<String> application = jars(Path.of("..", "streams-app", "target", "lib"));
    assertTrue(application.stream().anyMatch(jar -> jar.startsWith("kafka-streams")));
    assertFalse(application.stream().anyMatch(jar -> jar.contains("smile")));
    List<String> training = jars(Path.of("target", "lib"));
    assertTrue(training.stream().anyMatch(jar -> jar.startsWith("smile-core")));
    for (String stranger : List.of("kafka", "duckdb", "streams-app", "rocksdb", "openblas")) {
      assertFalse(training.stream().anyMatch(jar -> jar.contains(stranger)), stranger);
    }
  }

  private static List<String> jars(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private record Ran(int exitCode, String text) {}

  private Ran run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    File output = Files.createTempFile(elsewhere, "output", ".txt").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end: " + Files.readString(output.toPath()));
    }
    return new Ran(process.exitValue(), Files.readString(output.toPath(), UTF_8));
  }
}
