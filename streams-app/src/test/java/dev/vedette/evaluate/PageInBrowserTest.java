package dev.vedette.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Registry;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.Now;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.topology.PipelineSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a real browser shows it, without a network; skipped where there is no browser. */
class PageInBrowserTest {
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").getEpochSecond();

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  PageInBrowserTest() {}

  private static String browser() {
    return BROWSERS.stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseGet(() -> Assumptions.abort("no browser: none of " + BROWSERS));
  }

  /** Two networks: in one an intrusion that is found, in the other a leak that nothing shows. */
  private Path page() throws IOException {
    for (String network : List.of("open", "still")) {
      var lines = new ArrayList<String>();
      lines.add("time,name,ip,host,short,time_label,event_label");
      for (int hour = 0; hour < 24 * 4; hour++) {
        for (String host : List.of("web", "mail", "files")) {
          String leak = network.equals("still") && hour == 80 && host.equals("mail") ? "leak" : "-";
          lines.add(line(START + hour * 3_600L + 60, host, "W-Update", leak));
        }
      }
      for (int attack = 0; network.equals("open") && attack < 12; attack++) {
        lines.add(line(START + 80 * 3_600L + 300 + attack, "web", "S-New-" + attack, "scan"));
      }
      Files.write(directory.resolve(network + "_alerts.txt"), lines);
    }
    var recording =
        new Recording(
            Formats.of("ait-alerts"),
            Input.of(
                List.of(
                    directory.resolve("open_alerts.txt").toString(),
                    directory.resolve("still_alerts.txt").toString())),
            new Context("default", 2026),
            Duration.ofMinutes(30));
    var settings =
        new EvaluationSettings(
            SubjectType.DEVICE,
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            List.of(Target.ALL),
            "privilege_escalation",
            5,
            50,
            1);
    var reader =
        new ScenarioReader(recording, "event_label", new ScenarioReader.Settings(true, null, null));
    Report report =
        new Evaluation(Registry.all(), PipelineSettings.DEFAULT.at(Now.RECEPTION), settings)
            .of(reader.read((lines, bytes, all) -> {}).scenarios());
    EvaluationFiles.write(report, directory.resolve("out"));
    return directory.resolve("out").resolve("evaluation.html");
  }

  private static String line(long time, String host, String kind, String label) {
    return "%d,Wazuh: %s,192.0.2.%d,%s,%s,x,%s"
        .formatted(time, kind, host.length(), host, kind, label);
  }

  private String run(String browser, String... what) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(browser);
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--window-size=1200,900",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--user-data-dir=" + directory.resolve("profile")));
    command.addAll(List.of(what));
    Path out = directory.resolve("stdout");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("stderr").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor(), "the browser's exit code");
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Test
  void shouldShowAtTheTopWhereItIsStrongAndWhereItIsWeak() throws Exception {
    String browser = browser();
    String page = page().toUri().toString();
    String shown = run(browser, "--dump-dom", page);
    int details = shown.indexOf("id=\"open\"");
    assertTrue(details > 0, "the first network's own part");
    String top = shown.substring(0, details);
    assertTrue(top.contains("Where it is strong, where it is weak"), top);
    assertTrue(
        top.matches("(?s).*class=\"tag blind\">blind</span> 1[^(]*\\(all in still\\).*"), top);
    assertTrue(top.contains("<svg") && top.contains("Mean average precision"), top);
    assertFalse(shown.contains("<script"), "a page without scripts");

    Path picture = directory.resolve("page.png");
    run(browser, "--screenshot=" + picture, page);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(1200, image.getWidth());
    var colours = new HashSet<Integer>();
    for (int x = 0; x < image.getWidth(); x += 3) {
      for (int y = 0; y < image.getHeight(); y += 3) {
        colours.add(image.getRGB(x, y));
      }
    }
    assertTrue(colours.size() > 30, () -> "a picture of " + colours.size() + " colours");
  }
}
