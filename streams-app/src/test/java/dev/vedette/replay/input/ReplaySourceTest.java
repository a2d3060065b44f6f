package dev.vedette.replay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.sources.Normalized;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTest {
  private static final Instant WALL = Instant.parse("2026-11-22T00:00:00Z");

  @TempDir private Path directory;

  private List<Item> read(String format, Path... files) throws IOException {
    var names = List.of(files).stream().map(Path::toString).toList();
    try (var source =
        new ReplaySource(
            new InputReader(Input.of(names), InputStream.nullInputStream()),
            Formats.of(format),
            new Context("acme", 2025),
            new ReceptionClock(Duration.ofMinutes(30), WALL))) {
      var items = new ArrayList<Item>();
      source.forEachRemaining(items::add);
      return items;
    }
  }

  private static String failed(String time, String address) {
    return time + " gate sshd[7]: Failed password for root from " + address + " port 5 ssh2";
  }

  private static String stamp(Item item) {
    return Instant.ofEpochMilli(item.receivedMillis()).toString();
  }

  @Test
  void shouldStampEveryLineAndGoOnOverTheTurnOfTheYear() throws IOException {
    Path log =
        Files.writeString(
            directory.resolve("auth.log"),
            String.join(
                "\n",
                "Dec 31 23:00:00 gate kernel: hello",
                failed("Dec 31 23:50:00", "192.0.2.1"),
                "not syslog",
                failed("Jan  1 00:10:00", "192.0.2.1"),
                failed("Dec 31 23:59:00", "192.0.2.2"),
                "Jan  1 00:11:00 gate cron[1]: x"));
    List<Item> items = read("sshd", log);
    assertEquals(
        List.of(
            "2025-12-31T23:50:00Z",
            "2025-12-31T23:50:00Z",
            "2025-12-31T23:50:00Z",
            "2026-01-01T00:10:00Z",
            "2026-01-01T00:10:00Z",
            "2026-01-01T00:10:00Z"),
        items.stream().map(ReplaySourceTest::stamp).toList());
    Item dead = items.get(2);
    assertEquals("auth.log:3", dead.origin());
    assertEquals("not syslog", new String(dead.raw(), UTF_8));
    assertTrue(dead.normalized() instanceof Normalized.Dead);
    assertEquals(0, items.get(3).raw().length);
  }

  @Test
  void shouldBeginAnewWithEachFile() throws IOException {
    Path one = Files.writeString(directory.resolve("1"), failed("Jan  1 00:10:00", "192.0.2.1"));
    Path two = Files.writeString(directory.resolve("2"), failed("Dec  1 00:10:00", "192.0.2.1"));
    List<Item> items = read("sshd", one, two);
    assertEquals("2025-01-01T00:10:00Z", stamp(items.get(0)));
    assertEquals("2025-12-01T00:10:00Z", stamp(items.get(1)));
    assertEquals(1, items.get(1).index());
  }

  @Test
  void shouldCountEveryRecordOfALineAsAnItem() throws IOException {
    Path mapping =
        Files.writeString(
            directory.resolve("batch.yaml"),
            """
            format: batch
            kind: json
            each: $records
            event: {time: $t, category: data, action: read}
            """);
    Path log =
        Files.writeString(
            directory.resolve("batch.json"),
            """
            {"records":[{"t":"2025-05-04T10:00:00Z"},{"t":"soon"},{"t":"2025-05-04T10:00:01Z"}]}
            {"records":[]}
            {"t":"2025-05-04T10:00:02Z"}
            """);
    List<Item> items = read(mapping.toString(), log);
    assertEquals(
        List.of(
            "0 batch.json:1[1]",
            "1 batch.json:1[2]",
            "2 batch.json:1[3]",
            "3 batch.json:2",
            "4 batch.json:3"),
        items.stream().map(i -> i.index() + " " + i.origin()).toList());
    assertEquals("{\"t\":\"soon\"}", new String(items.get(1).raw(), UTF_8));
    assertEquals(12, items.get(1).rawLength());
    assertEquals("2025-05-04T10:00:01Z", stamp(items.get(2)));
    assertTrue(items.get(3).normalized() instanceof Normalized.Ignored);
  }

  @Test
  void shouldReportAnOversizedLineWithItsFirstPart() throws IOException {
    Path log =
        Files.writeString(
            directory.resolve("big.log"),
            "x".repeat(20 << 20) + "\n" + failed("May  4 10:00:00", "192.0.2.1") + "\n");
    List<Item> items = read("sshd", log);
    assertEquals(2, items.size());
    assertEquals("oversized", ((Normalized.Dead) items.getFirst().normalized()).reason());
    assertEquals(20L << 20, items.getFirst().rawLength());
    assertEquals(16_384, items.getFirst().raw().length);
    assertEquals("2025-05-04T10:00:00Z", stamp(items.getFirst()));
    assertTrue(items.getLast().normalized() instanceof Normalized.Event);
  }

  @Test
  void shouldNotReadOnForeverWhereNoEventFollows() throws IOException {
    Path log = directory.resolve("quiet.log");
    try (var out = Files.newBufferedWriter(log)) {
      out.write(failed("May  4 10:00:00", "192.0.2.1") + "\n");
      for (int i = 0; i < 60_000; i++) {
        out.write("May  4 10:00:00 gate kernel: line " + i + "\n");
      }
      out.write(failed("May  4 10:00:01", "192.0.2.1") + "\n");
    }
    try (var source =
        new ReplaySource(
            new InputReader(Input.of(List.of(log.toString())), InputStream.nullInputStream()),
            Formats.named("sshd"),
            new Context("acme", 2025),
            new ReceptionClock(Duration.ofMinutes(30), WALL))) {
      source.next();
      var progress = source.progress();
      assertTrue(progress.bytesRead() < progress.totalBytes() / 2, progress::toString);
      int rest = 0;
      while (source.hasNext()) {
        source.next();
        rest++;
      }
      assertEquals(60_001, rest);
    }
  }

  @Test
  void shouldGiveTheSameAgain() throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append(failed("May  4 10:%02d:%02d".formatted(i / 60, i % 60), "192.0.2." + i % 9));
      lines.append('\n');
    }
    Path log = Files.writeString(directory.resolve("auth.log"), lines);
    assertEquals(told(read("sshd", log)), told(read("sshd", log)));
    assertEquals(500, read("sshd", log).size());
  }

  private static List<String> told(List<Item> items) {
    return items.stream()
        .map(i -> i.index() + i.origin() + i.normalized() + i.receivedMillis())
        .toList();
  }
}
