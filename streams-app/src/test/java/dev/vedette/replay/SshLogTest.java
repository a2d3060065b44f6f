package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.results.RunFiles.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    assertTrue(plain.counts().closes());
    assertEquals(2_000, plain.counts().read());
    assertEquals(plain.digest(), one.digest());
    assertEquals(plain.digest(), four.digest());
    List<String> ranked = ranked(directory.resolve("plain"));
    assertTrue(ranked.subList(0, 8).containsAll(MOST_FAILED), ranked::toString);
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
