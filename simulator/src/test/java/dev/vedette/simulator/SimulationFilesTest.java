package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulationFilesTest {
  private static final CompanySettings SETTINGS = CompanySettings.of(60, 16, 7);

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldWriteTheSameBytesForTheSameSeed() throws Exception {
    Path one = folder.resolve("one.jsonl");
    Path two = folder.resolve("two.jsonl.gz");
    SimulationFiles.write(SETTINGS, one, null, (_, _) -> {});
    SimulationFiles.write(SETTINGS, two, null, (_, _) -> {});
    byte[] bytes = Files.readAllBytes(one);
    assertTrue(bytes.length > 5_000_000);
    assertTrue(Files.size(two) * 4 < bytes.length);
    try (var unpacked = new GZIPInputStream(Files.newInputStream(two))) {
      assertArrayEquals(bytes, unpacked.readAllBytes());
    }
  }

  @Test
  void shouldLabelEventsThatExist() throws Exception {
    Path events = folder.resolve("events.jsonl");
    Path labels = folder.resolve("labels.csv");
    var told = new ArrayList<Long>();
    var written = SimulationFiles.write(SETTINGS, events, labels, (n, _) -> told.add(n));
    var ids = new HashSet<String>();
    for (String line : Files.readAllLines(events)) {
      ids.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8)).id());
    }
    List<String> lines = Files.readAllLines(labels);
    assertEquals("event_id,campaign,attack,step,principal", lines.getFirst());
    assertTrue(lines.size() > 300, "only " + lines.size());
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = List.of(line.split(",", -1));
      assertEquals(5, fields.size());
      assertTrue(ids.contains(fields.getFirst()), line);
    }
    assertEquals(ids.size(), written.events());
    assertEquals(lines.size() - 1, written.labels());
    assertEquals(written.events(), told.getLast());
    assertTrue(told.size() >= 2);
  }
}
