package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.results.RunFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a folder after a run is of that run, and as the README says. */
class FilesOfARunTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int GUESSES = 40;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  FilesOfARunTest() {}

  /** One address fails on many accounts. */
  private Path spray() throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < GUESSES; i++) {
      lines.add(
          """
          {"id":"e%d","time":"%s","category":"authentication","action":"sign_in",\
          "outcome":"failure","principal":{"id":"user-%d"},"source":{"ip":"198.51.100.77"}}\
          """
              .formatted(i, START.plusSeconds(i * 9L), i));
    }
    return Files.write(directory.resolve("spray.jsonl"), lines);
  }

  @Test
  void shouldLeaveNothingOfAnEarlierRun() throws IOException {
    Path out = Files.createDirectories(directory.resolve("out"));
    Files.writeString(out.resolve("shadow-signals.jsonl"), "old\n");
    Runs.backtest("vedette", spray(), out);
    assertFalse(Files.exists(out.resolve("shadow-signals.jsonl")));
    assertTrue(Files.exists(out.resolve("scores.csv")));
    assertTrue(Files.exists(out.resolve("summary.json")));

    // As a replay begins, which writes no scores.
    new RunFiles(out).close();
    assertFalse(Files.exists(out.resolve("scores.csv")));
    assertFalse(Files.exists(out.resolve("summary.json")));
  }

  @Test
  void shouldHaveTheDigestsThatTheReadmeRecomputes() throws Exception {
    Path out = directory.resolve("out");
    Runs.backtest("vedette", spray(), out);
    var run = new RunDirectory(out);
    JsonNode digests = run.summary().get("digests");
    assertTrue(run.count("signals") > 0, "there are signals");
    List<String> commands =
        Files.readAllLines(Path.of("..", "README.md")).stream()
            .filter(line -> line.contains("sha256sum"))
            .toList();
    assertEquals(3, commands.size(), commands::toString);
    for (String command : commands) {
      String name = command.substring(command.lastIndexOf("# ") + 2);
      String filled =
          command.replace(
              " EVENTS SIGNALS CELLS ",
              " %s %s %s "
                  .formatted(
                      digests.get("events").asText(),
                      digests.get("signals").asText(),
                      digests.get("cells").asText()));
      String expected = name.equals("digest") ? run.digest() : digests.get(name).asText();
      assertEquals(expected, bash(out, filled), command);
    }
  }

  private static String bash(Path where, String command) throws Exception {
    Process bash =
        new ProcessBuilder("bash", "-c", command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, bash.waitFor(), said);
    return said.split(" ", -1)[0];
  }

  @Test
  void shouldScoreEachEventAndSubject() throws IOException {
    Path out = directory.resolve("out");
    Runs.backtest("vedette", spray(), out);
    List<String> rows = Files.readAllLines(out.resolve("scores.csv"));
    assertEquals(
        "event_id,time,subject_type,subject_id,session_id,signal,score,level,top_detector",
        rows.getFirst());
    String last =
        rows.stream()
            .filter(row -> row.startsWith("e%d,".formatted(GUESSES - 1)) && row.contains(",ip,"))
            .findFirst()
            .orElseThrow();
    List<String> cells = List.of(last.split(",", -1));
    assertEquals(9, cells.size(), last);
    Instant at = Instant.parse(cells.get(1));
    assertEquals(START.plusSeconds((GUESSES - 1) * 9L), at);
    assertEquals("198.51.100.77", cells.get(3));

    // It was the last event, so what was known right after it is what is known in the end.
    var run = new RunDirectory(out);
    BigDecimal evidence = BigDecimal.ZERO;
    for (JsonNode signal : run.lines("signals.jsonl")) {
      JsonNode window = signal.path("window");
      if (signal.path("subject").path("id").asText().equals("198.51.100.77")
          && !at.isBefore(Instant.parse(window.path("start").asText()))
          && at.isBefore(Instant.parse(window.path("end").asText()))) {
        evidence = evidence.add(new BigDecimal(signal.path("evidence").asText()));
      }
    }
    assertTrue(evidence.signum() > 0, last);
    assertEquals(0, evidence.compareTo(new BigDecimal(cells.get(5))), last);
    JsonNode risk =
        run.lines("risk.jsonl").stream()
            .filter(line -> line.path("subject").path("id").asText().equals("198.51.100.77"))
            .findFirst()
            .orElseThrow();
    assertEquals(risk.path("score").asDouble(), Double.parseDouble(cells.get(6)), 0.0001);
    assertEquals(risk.path("level").asText(), cells.get(7));
  }
}
