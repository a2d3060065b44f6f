package dev.vedette.runtime.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A single Kafka node in a child process, on 127.0.0.1, with a persistent data directory.
 *
 * <p>Records survive {@link #close()}, a kill of the child and a kill of this process. The child
 * never outlives this process: see {@link BrokerProcess}.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int PORT_TRIES = 5;

  private final Process process;
  private final String bootstrapServers;
  private final Duration stopWait;

  private EmbeddedBroker(Process process, String bootstrapServers, Duration stopWait) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
    this.stopWait = stopWait;
  }

  /**
   * Starts a broker and returns once it serves.
   *
   * @param dataDirectory made where it is missing; one broker at a time
   * @throws BrokerException where the directory is in use or cannot be used, or the broker does not
   *     start in time
   */
  public static EmbeddedBroker start(Path dataDirectory, BrokerSettings settings) {
    var directory = new DataDirectory(dataDirectory.toAbsolutePath().normalize());
    for (int tries = 1; ; tries++) {
      Process process = launch(directory, settings);
      BrokerReport report = firstReport(process, directory, settings);
      if (report.state() == BrokerReport.State.READY) {
        return new EmbeddedBroker(process, report.detail(), settings.stopWait());
      }
      end(process, settings.stopWait());
      if (report.state() != BrokerReport.State.PORT_TAKEN || tries == PORT_TRIES) {
        throw new BrokerException(explain(report, directory, settings));
      }
    }
  }

  /** Where clients connect: {@code 127.0.0.1:port}. The port differs from start to start. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The process id of the child. */
  public long pid() {
    return process.pid();
  }

  /** Completes with the child's exit code when it ends, asked for or not. */
  public CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Stops the broker cleanly; kills it where that takes longer than the settings allow. */
  @Override
  public void close() {
    end(process, stopWait);
  }

  private static Process launch(DataDirectory directory, BrokerSettings settings) {
    try {
      Files.createDirectories(directory.root());
      return new ProcessBuilder(command(directory, settings))
          .redirectError(directory.standardError().toFile())
          .start();
    } catch (IOException e) {
      throw new BrokerException(
          "Cannot start a broker in %s: %s".formatted(directory.root(), e), e);
    }
  }

  private static List<String> command(DataDirectory directory, BrokerSettings settings) {
    var command = new ArrayList<String>();
    // Ctrl-C and a closed terminal reach the whole process group. The broker has to serve until the
    // application has stopped cleanly; a JVM leaves signals alone that it finds ignored. It gives
    // way to answers as the flows do.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec nice -n 4 \"$0\" \"$@\""));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + settings.heapMegabytes() + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:ErrorFile=" + directory.root().resolve("broker.crash.log"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BrokerProcess.class.getName());
    command.add(directory.root().toString());
    command.add(Integer.toString(settings.port()));
    command.add(Long.toString(settings.lockWait().toMillis()));
    return command;
  }

  private static BrokerReport firstReport(
      Process process, DataDirectory directory, BrokerSettings settings) {
    var report = new CompletableFuture<BrokerReport>();
    // No virtual thread: who waits for a pipe keeps the carrier, one for each core, from all
    // others.
    Thread.ofPlatform().daemon().name("broker-output").start(() -> read(process, report));
    Duration limit = settings.lockWait().plus(settings.startWait());
    try {
      return report.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new BrokerException(
          "The broker in %s was not ready within %s; see %s"
              .formatted(directory.root(), limit, directory.log()),
          e);
    } catch (ExecutionException e) {
      throw new BrokerException("The broker's output could not be read", e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BrokerException("Interrupted while the broker started", e);
    }
  }

  /** Reads to the end, so that the child never blocks on a full pipe. */
  private static void read(Process process, CompletableFuture<BrokerReport> first) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        BrokerReport report = BrokerReport.parse(line);
        if (report != null) {
          first.complete(report);
        }
      }
      first.complete(
          new BrokerReport(BrokerReport.State.FAILED, "the process ended before it was ready"));
    } catch (IOException e) {
      first.completeExceptionally(e);
    }
  }

  private static String explain(
      BrokerReport report, DataDirectory directory, BrokerSettings settings) {
    return switch (report.state()) {
      case LOCKED ->
          "The data directory %s is still in use by another broker after %d s: stop that one first, or choose another directory"
              .formatted(directory.root(), settings.lockWait().toSeconds());
      case PORT_TAKEN ->
          "The broker's port %s on 127.0.0.1 is in use: %s"
              .formatted(settings.port() == 0 ? "(any)" : settings.port(), report.detail());
      case READY, FAILED ->
          "The broker in %s did not start: %s; see %s and %s"
              .formatted(
                  directory.root(), report.detail(), directory.log(), directory.standardError());
    };
  }

  private static void end(Process process, Duration wait) {
    try {
      // The end of its input is the child's sign to stop.
      process.getOutputStream().close();
      if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
