package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.replay.Disordered.Line;
import dev.vedette.results.RunFiles.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server's log, which nobody of this project wrote: who guesses is found. */
class SshLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The addresses with the most lines "Failed password|none for … from ADDRESS". */
  private static final List<String> MOST_FAILED =
      List.of(
          "183.62.140.253",
          "187.141.143.180",
          "103.99.0.122",
          "112.95.230.3",
          "5.188.10.180",
          "185.190.58.151");

  private static final String SLOW = "203.0.113.99";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  SshLogTest() {}

  @Test
  void shouldRankTheGuessersFirstAndFindTheSameEverywhere() throws Exception {
    Path log = Runs.sharedData("loghub_openssh/OpenSSH_2k.log");

    Summary plain = Runs.backtest("sshd", log, directory.resolve("plain"));
    Summary one = Runs.replay("sshd", log, directory.resolve("one"), 1, 1);
    Summary four = Runs.replay("sshd", log, directory.resolve("four"), 4, 2);

    for (Summary summary : List.of(plain, one, four)) {
      assertTrue(summary.counts().closes(), () -> summary.counts().toString());
      assertEquals(2_000, summary.counts().read());
      assertEquals(0, summary.counts().deadLettered());
      assertEquals(plain.digest(), summary.digest());
    }
    List<String> ranked = ranked(directory.resolve("plain"));
    assertTrue(ranked.subList(0, 8).containsAll(MOST_FAILED), ranked::toString);
  }

  @Test
  void shouldFindTheSameShuffledDoubledAndBesideLinesThatAreNone() throws Exception {
    Path log = Runs.sharedData("loghub_openssh/OpenSSH_2k.log");
    var inOrder = new ArrayList<Line>();
    for (String text : Files.readAllLines(log)) {
      var at = LocalTime.parse(text.substring(7, 15)).atDate(LocalDate.of(2024, 12, 10));
      inOrder.add(new Line(at.toInstant(ZoneOffset.UTC), text));
    }
    Summary expected = Runs.backtest("sshd", log, directory.resolve("expected"));
    Disordered disordered = Disordered.of(inOrder, Runs.SETTINGS.intake().grace(), 20_261_124L);
    assertTrue(disordered.late() > 500, "late: " + disordered.late());
    var lines = new ArrayList<>(disordered.lines().stream().map(Line::text).toList());
    lines.add(700, "LabSZ sshd has no time");
    lines.add(
        900, "Dec 32 09:00:00 LabSZ sshd[1]: Failed password for root from 192.0.2.1 port 9 ssh2");
    lines.add(1_100, "Dec 10 09:13:00 LabSZ sshd[1]: Accepted the invitation");
    Path shuffled = Files.write(directory.resolve("shuffled.log"), lines);

    Path plainly = directory.resolve("shuffled");
    Path inFour = directory.resolve("shuffled-four");
    for (Summary summary :
        List.of(
            Runs.backtest("sshd", shuffled, plainly),
            Runs.replay("sshd", shuffled, inFour, 4, 2))) {
      assertTrue(summary.counts().closes(), () -> summary.counts().toString());
      assertEquals(lines.size(), summary.counts().read());
      assertEquals(3, summary.counts().deadLettered());
      assertEquals(expected.counts().scored(), summary.counts().scored());
      assertEquals(
          disordered.twice().size(),
          summary.counts().duplicates() + summary.counts().ignored() - expected.counts().ignored());
      assertEquals(expected.digest(), summary.digest());
    }
    for (Path out : List.of(plainly, inFour)) {
      var reasons = new HashSet<String>();
      for (String line : Files.readAllLines(out.resolve("dead-letters.jsonl"))) {
        JsonNode letter = JSON.readTree(line);
        assertFalse(letter.path("raw").asText().isEmpty(), line);
        reasons.add(letter.path("reason").asText() + " " + letter.path("origin").asText());
      }
      assertEquals(
          Set.of(
              "no-pattern shuffled.log:701",
              "unreadable-time shuffled.log:901",
              "no-rule shuffled.log:1101"),
          reasons);
    }
  }

  @Test
  void shouldFindWhoGuessesOnceInTenMinutesAllDay() throws IOException {
    Path log = Runs.sharedData("loghub_openssh/OpenSSH_2k.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    for (int i = 0; i < 144; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Dec 10 %02d:%d0:07 LabSZ sshd[%d]: Failed password for invalid user person%d from %s"
                  + " port %d ssh2",
              i / 6,
              i % 6,
              40_000 + i,
              i,
              SLOW,
              30_000 + i));
    }
    // The sort is stable: lines of one second keep their order.
    lines.sort((a, b) -> a.substring(0, 15).compareTo(b.substring(0, 15)));
    Path with = Files.write(directory.resolve("with-slow.log"), lines);

    Summary summary = Runs.backtest("sshd", with, directory.resolve("slow"));

    assertTrue(summary.counts().closes());
    List<String> ranked = ranked(directory.resolve("slow"));
    assertTrue(ranked.indexOf(SLOW) >= 0 && ranked.indexOf(SLOW) < 8, ranked::toString);
  }

  /** Addresses by the sum of their evidence, most first. */
  private static List<String> ranked(Path out) throws IOException {
    Map<String, Double> evidence = new HashMap<>();
    for (String line : Files.readAllLines(out.resolve("signals.jsonl"))) {
      JsonNode signal = JSON.readTree(line);
      if (signal.path("subject").path("type").asText().equals("ip")) {
        evidence.merge(
            signal.path("subject").path("id").asText(),
            signal.path("evidence").asDouble(),
            Double::sum);
      }
    }
    return evidence.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }
}
