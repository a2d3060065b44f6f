package dev.vedette.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demonstration as a process of its own, as {@code bin/vedette demo} starts it. */
final class RunningDemo {
  private static final Pattern ADDRESS =
      Pattern.compile("(http://127\\.0\\.0\\.1:[0-9]+)/console/#/([a-z]+)/board");
  private static final Pattern VICTIM = Pattern.compile("/subjects/user/([a-z.]+)/risk");
  private static final Duration START = Duration.ofMinutes(5);

  private final Process process;
  private final Path log;
  private final URI server;
  private final String victim;

  private RunningDemo(Process process, Path log, URI server, String victim) {
    this.process = process;
    this.log = log;
    this.server = server;
    this.victim = victim;
  }

  /** Starts it, and returns when the company is at work and the console can be opened. */
  static RunningDemo start(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("demo.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vedette.app.Vedette",
                "demo",
                "--no-browser",
                "--for",
                "15m")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long until = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < until && process.isAlive()) {
      String said = Files.readString(log);
      Matcher address = ADDRESS.matcher(said);
      Matcher victim = VICTIM.matcher(said);
      if (address.find() && victim.find()) {
        return new RunningDemo(process, log, URI.create(address.group(1)), victim.group(1));
      }
      var _ = process.waitFor(200, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly();
    return fail("the demonstration did not start: " + Files.readString(log));
  }

  /** Where it serves: scheme, host and port. */
  URI server() {
    return server;
  }

  /** The user that is attacked first. */
  Subject victim() {
    return Subject.of("acme", SubjectType.USER, victim);
  }

  /** What it has said. */
  String said() throws IOException {
    return Files.readString(log);
  }

  /** Ends it as Ctrl-C does. */
  void stop() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(90, TimeUnit.SECONDS), "it ends when it is asked to");
  }
}
