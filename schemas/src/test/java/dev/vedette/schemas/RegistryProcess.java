package dev.vedette.schemas;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apicurio Registry as a child process on a free port of 127.0.0.1, in memory. */
final class RegistryProcess implements AutoCloseable {
  static final Path HOME = Path.of("target/registry");
  private static final Path LOG = Path.of("target/registry.log");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final URI url;

  private RegistryProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Whether the build has unpacked it. */
  static boolean isThere() {
    return Files.exists(HOME.resolve("quarkus-run.jar"));
  }

  /** Starts it and waits until it answers. */
  static RegistryProcess start() throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx384m",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-Dquarkus.management.enabled=false",
                    "-jar",
                    "quarkus-run.jar"))
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile())
            .start();
    var registry =
        new RegistryProcess(
            process, URI.create("http://127.0.0.1:%d/apis/ccompat/v7".formatted(port)));
    try {
      registry.awaitAnswer();
    } catch (IllegalStateException e) {
      registry.close();
      throw e;
    }
    return registry;
  }

  URI url() {
    return url;
  }

  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var request =
        HttpRequest.newBuilder(URI.create(url + "/subjects"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline && process.isAlive()) {
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // It does not listen yet.
        }
        process.waitFor(200, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException("the registry does not answer, see " + LOG);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
