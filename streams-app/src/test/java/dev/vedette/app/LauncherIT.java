package dev.vedette.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as a user meets it, with the packaged application: it runs after {@code package}.
 */
@Timeout(120)
class LauncherIT {
  private static final Path LAUNCHER = Path.of("..", "bin", "vedette").toAbsolutePath().normalize();

  @TempDir private Path elsewhere;

  @Test
  void shouldRunFromAnywhereThroughLinks() throws Exception {
    Path link = elsewhere.resolve("a link");
    Files.createSymbolicLink(link, LAUNCHER);
    Path linkToLink = elsewhere.resolve("vedette");
    Files.createSymbolicLink(linkToLink, Path.of("a link"));
    Ran ran = run(linkToLink, Map.of(), "version");
    assertEquals(0, ran.exitCode(), ran::text);
    assertTrue(ran.text().startsWith("vedette "), ran::text);
    assertTrue(ran.text().contains("(Java "), ran::text);
  }

  @Test
  void shouldExitWithTwoWhenCalledWrongly() throws Exception {
    Ran ran = run(LAUNCHER, Map.of(), "no-such-command");
    assertEquals(2, ran.exitCode(), ran::text);
    assertTrue(ran.text().contains("no-such-command"), ran::text);
  }

  @Test
  void shouldSayWhichJavaIsMissing() throws Exception {
    Ran ran = run(LAUNCHER, Map.of("VEDETTE_JAVA_HOME", elsewhere.toString()), "version");
    assertEquals(1, ran.exitCode(), ran::text);
    assertTrue(ran.text().contains("VEDETTE_JAVA_HOME is " + elsewhere), ran::text);
    assertTrue(ran.text().contains("JDK 25"), ran::text);
  }

  @Test
  void shouldHandJavaOptionsOn() throws Exception {
    Ran ran = run(LAUNCHER, Map.of("VEDETTE_JAVA_OPTS", "-Xmx64m -showversion"), "version");
    assertEquals(0, ran.exitCode(), ran::text);
    assertTrue(ran.text().contains("Runtime Environment"), ran::text);
  }

  private record Ran(int exitCode, String text) {}

  private Ran run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    File output = Files.createTempFile(elsewhere, "output", ".txt").toFile();
    var builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end: " + Files.readString(output.toPath()));
    }
    return new Ran(process.exitValue(), Files.readString(output.toPath(), UTF_8));
  }
}
