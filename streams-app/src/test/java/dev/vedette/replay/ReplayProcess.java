package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.runtime.CommandProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command {@code replay} in a process of its own, that can be killed and started again. */
final class ReplayProcess {
  /** It is killed before what the second compiler could do for it would be worth its time. */
  private static final List<String> BRIEF =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final CommandProcess command;

  /**
   * A replay that is not started yet.
   *
   * @param logs where each start leaves what it said
   * @param options of the command
   */
  ReplayProcess(Path logs, List<String> options) {
    command =
        new CommandProcess(
            logs, BRIEF, Stream.concat(Stream.of("replay"), options.stream()).toList());
  }

  void start() throws IOException {
    command.start();
  }

  /** The process that was started last. */
  Process process() {
    return command.process();
  }

  /** Kills it as {@code kill -9} does, and returns when it is dead. */
  void kill() throws InterruptedException {
    command.kill();
  }

  /** Starts it again if it stopped with a failure of its own. */
  void restartIfStopped() throws IOException {
    if (!process().isAlive() && process().exitValue() != 0) {
      System.out.printf(
          "ReplayProcess: start %d stopped by itself: %s%n",
          command.starts(), command.said().lines().reduce("", (before, line) -> line));
      start();
    }
  }

  /** Waits until it is done, and starts it again if it stops, as often as is meant. */
  void finish(Duration patience, int restarts) throws IOException, InterruptedException {
    for (int i = 0; i < restarts; i++) {
      assertTrue(process().waitFor(patience.toSeconds(), TimeUnit.SECONDS), command::said);
      restartIfStopped();
    }
    finish(patience);
  }

  /** Waits until it is done. */
  void finish(Duration patience) throws InterruptedException {
    try {
      assertTrue(process().waitFor(patience.toSeconds(), TimeUnit.SECONDS), command::said);
    } finally {
      command.close();
    }
    assertEquals(0, process().exitValue(), command::said);
  }

  /** What the last start said. */
  String said() {
    return command.said();
  }
}
