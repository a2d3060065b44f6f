package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.simulator.cloudtrail.TrailLife;
import dev.vedette.simulator.cloudtrail.TrailSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulator is frozen: it was written before the detectors were tuned, and a change after that
 * could make the attacks easier to find. Whoever changes it does what the module's README says.
 */
final class FrozenTest {
  private static final String CHANGED =
      "the simulator has changed since it was frozen: see \"Frozen\" in simulator/README.md";

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldWriteTheBytesThatWereFrozen() throws IOException {
    List<String> lines = frozen().stream().filter(line -> !line.startsWith("#")).toList();
    assertTrue(lines.size() >= 5, "only " + lines.size() + " hashes");
    var now = new StringBuilder();
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", -1));
      String setting = String.join(" ", words.subList(0, words.size() - 1));
      now.append(setting).append(' ').append(hash(setting.split(" ", -1))).append('\n');
    }
    assertEquals(String.join("\n", lines) + "\n", now.toString(), CHANGED);
  }

  private String hash(String[] setting) throws IOException {
    MessageDigest digest = sha256();
    int size = Integer.parseInt(setting[1]);
    int days = Integer.parseInt(setting[2]);
    long seed = Long.parseLong(setting[3]);
    if (setting[0].equals("cloudtrail")) {
      TrailLife.of(TrailSettings.of(size, days, seed))
          .forEachRemaining(r -> digest.update((r.json() + "\n").getBytes(StandardCharsets.UTF_8)));
    } else {
      assertEquals("company", setting[0]);
      CompanySettings settings = CompanySettings.of(size, days, seed);
      settings = settings.withAttacks(settings.attacksFromDay(), Double.parseDouble(setting[4]));
      Path events = folder.resolve("events.jsonl");
      Path labels = folder.resolve("labels.csv");
      SimulationFiles.write(settings, events, labels, (_, _) -> {});
      for (Path each : List.of(events, labels)) {
        byte[] bytes = Files.readAllBytes(each);
        assertTrue(bytes.length > 10_000, () -> "trivial: " + each);
        digest.update(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<String> frozen() throws IOException {
    try (InputStream file = FrozenTest.class.getResourceAsStream("frozen.txt")) {
      assertNotNull(file);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
