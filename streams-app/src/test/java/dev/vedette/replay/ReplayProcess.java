package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The command {@code replay} in a process of its own, that can be killed and started again. */
final class ReplayProcess {
  private static final long DEAD_SECONDS = 20;

  private final Path logs;
  private final List<String> command;
  private int starts;
  private @Nullable Process process;

  /**
   * A replay that is not started yet.
   *
   * @param logs where each start leaves what it said
   * @param options of the command
   */
  ReplayProcess(Path logs, List<String> options) {
    this.logs = logs;
    command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vedette.app.Vedette",
                "replay"));
    command.addAll(options);
  }

  void start() throws IOException {
    starts++;
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
  }

  /** The process that was started last. */
  Process process() {
    return Objects.requireNonNull(process, "not started");
  }

  /** Kills it as {@code kill -9} does, and returns when it is dead. */
  void kill() throws InterruptedException {
    process().destroyForcibly();
    assertTrue(process().waitFor(DEAD_SECONDS, TimeUnit.SECONDS), "a killed process ends");
  }

  /** Starts it again if it stopped with a failure of its own. */
  void restartIfStopped() throws IOException {
    if (!process().isAlive() && process().exitValue() != 0) {
      System.out.printf(
          "ReplayProcess: start %d stopped by itself: %s%n",
          starts, said().lines().reduce("", (before, line) -> line));
      start();
    }
  }

  /** Waits until it is done, and starts it again if it stops, as often as is meant. */
  void finish(Duration patience, int restarts) throws IOException, InterruptedException {
    for (int i = 0; i < restarts; i++) {
      assertTrue(process().waitFor(patience.toSeconds(), TimeUnit.SECONDS), this::said);
      restartIfStopped();
    }
    finish(patience);
  }

  /** Waits until it is done. */
  void finish(Duration patience) throws InterruptedException {
    try {
      assertTrue(process().waitFor(patience.toSeconds(), TimeUnit.SECONDS), this::said);
    } finally {
      process().destroyForcibly();
    }
    assertEquals(0, process().exitValue(), this::said);
  }

  /** What the last start said. */
  String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path log() {
    return logs.resolve("run-" + starts + ".log");
  }
}
