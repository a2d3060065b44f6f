package dev.vedette.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command of the application in a process of its own, with this process's Java and class path,
 * that can be killed and started again.
 */
public final class CommandProcess implements AutoCloseable {
  private static final String MAIN = "dev.vedette.app.Vedette";
  private static final Duration DYING = Duration.ofSeconds(20);

  private final Path logs;
  private final List<String> command;
  private int starts;
  private @Nullable Process process;

  /**
   * A command that is not started yet.
   *
   * @param logs the directory where each start leaves what it said
   * @param jvm options of the virtual machine
   * @param arguments the command and its options
   */
  public CommandProcess(Path logs, List<String> jvm, List<String> arguments) {
    this.logs = logs;
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(arguments);
  }

  /** Starts it, anew if it was started before. */
  public void start() throws IOException {
    starts++;
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
  }

  /** How often it was started. */
  public int starts() {
    return starts;
  }

  /** The process that was started last. */
  public Process process() {
    Process started = process;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  /** Kills it as {@code kill -9} does, and returns when it is dead. */
  public void kill() throws InterruptedException {
    process().destroyForcibly();
    if (!process().waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("a killed process does not end");
    }
  }

  /**
   * Stops it as {@code kill} does.
   *
   * @return whether it ended in time
   */
  public boolean stop(Duration patience) throws InterruptedException {
    process().destroy();
    return process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the last start said. */
  public String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return logs.resolve("run-" + starts + ".log");
  }

  /** Kills it, if it runs. */
  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
