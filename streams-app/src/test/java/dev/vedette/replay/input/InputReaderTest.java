package dev.vedette.replay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputReaderTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path directory;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static List<Line> read(InputStream stdin, Object... names) throws IOException {
    var records = new ArrayList<Line>();
    List<Input> inputs = Input.of(Arrays.stream(names).map(String::valueOf).toList());
    try (var reader = new InputReader(inputs, stdin)) {
      reader.forEachRemaining(records::add);
      if (inputs.stream().noneMatch(i -> i.kind() == Input.Kind.STDIN)) {
        var progress = reader.progress();
        assertEquals(progress.totalBytes(), progress.bytesRead());
      }
    }
    for (int i = 0; i < records.size(); i++) {
      assertEquals(i, records.get(i).index());
    }
    return records;
  }

  private static List<String> told(List<Line> records) {
    return records.stream()
        .map(r -> r.part() + " " + r.origin() + " " + new String(r.bytes(), UTF_8))
        .toList();
  }

  @Test
  void shouldReadPlainPackedAndStandardInputInTheOrderGiven() throws IOException {
    Path plain = file("a.log", "one\r\ntwo\n\nlast".getBytes(UTF_8));
    Path packed = file("b.log.gz", gzip("three\n".getBytes(UTF_8)));
    Path empty = file("empty.log", new byte[0]);
    var stdin = new ByteArrayInputStream("four\n".getBytes(UTF_8));
    assertEquals(
        List.of(
            "0 a.log:1 one",
            "0 a.log:2 two",
            "0 a.log:3 ",
            "0 a.log:4 last",
            "2 b.log.gz:1 three",
            "3 stdin:1 four"),
        told(read(stdin, plain, empty, packed, "-")));
  }

  @Test
  void shouldReadAllEntriesOfAnArchiveByName() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("d/b.log"));
      zip.write("b1\nb2".getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("d/"));
      zip.putNextEntry(new ZipEntry("c.log.gz"));
      zip.write(gzip("c1".getBytes(UTF_8)));
      zip.putNextEntry(new ZipEntry("a!.log"));
      zip.write("a1\n".getBytes(UTF_8));
    }
    Path archive = file("x.ZIP", bytes.toByteArray());
    assertEquals(
        List.of(
            "0 x.ZIP!a!.log:1 a1",
            "1 x.ZIP!c.log.gz:1 c1",
            "2 x.ZIP!b.log:1 b1",
            "2 x.ZIP!b.log:2 b2"),
        told(read(InputStream.nullInputStream(), archive)));
  }

  @Test
  void shouldSkipALineThatIsTooLongToItsEnd() throws IOException {
    var content = new ByteArrayOutputStream();
    byte[] longest = new byte[MIB];
    Arrays.fill(longest, (byte) 'x');
    content.write("before\n".getBytes(UTF_8));
    content.write(longest);
    content.write("\r\n".getBytes(UTF_8));
    for (int i = 0; i < 20; i++) {
      content.write(longest);
    }
    content.write("\r\nafter\r\n".getBytes(UTF_8));
    content.write(longest);
    content.write('y');
    List<Line> records =
        read(InputStream.nullInputStream(), file("long.log", content.toByteArray()));
    assertEquals(5, records.size());
    assertFalse(records.get(1).oversized());
    assertArrayEquals(longest, records.get(1).bytes());
    assertTrue(records.get(2).oversized());
    assertEquals(20L * MIB, records.get(2).length());
    assertEquals(16_384, records.get(2).bytes().length);
    assertEquals("after", new String(records.get(3).bytes(), UTF_8));
    assertEquals("long.log:4", records.get(3).origin());
    assertTrue(records.get(4).oversized());
    assertEquals(MIB + 1L, records.get(4).length());
  }

  @Test
  void shouldReadAnArchiveThatUnpacksToFarMoreThanMemoryHolds() throws IOException {
    Path bomb = directory.resolve("bomb.gz");
    byte[] zeros = new byte[MIB];
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      for (int i = 0; i < 256; i++) {
        out.write(zeros);
      }
      out.write("\nend\n".getBytes(UTF_8));
    }
    assertTrue(Files.size(bomb) < MIB);
    List<Line> records = read(InputStream.nullInputStream(), bomb);
    assertEquals(2, records.size());
    assertEquals(256L * MIB, records.getFirst().length());
    assertEquals("end", new String(records.getLast().bytes(), UTF_8));
  }

  @Test
  void shouldRefuseWhatCannotBeReadBeforeAnythingStarts() throws IOException {
    Path good = file("good.log", new byte[] {'a'});
    Path fake = file("fake.zip", new byte[] {'a'});
    assertThrows(IOException.class, () -> Input.of(List.of()));
    assertThrows(IOException.class, () -> Input.of(List.of("-", "-")));
    assertThrows(IOException.class, () -> Input.of(List.of(directory.toString())));
    assertThrows(IOException.class, () -> Input.of(List.of(fake.toString())));
    String missing = directory.resolve("missing.log").toString();
    var e = assertThrows(IOException.class, () -> Input.of(List.of(good.toString(), missing)));
    assertEquals(missing + ": there is no such input", missing + ": " + reason(e));
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.lastIndexOf(": ") + 2);
  }

  @Test
  void shouldSayWhereAPackedFileBreaksOff() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.append(i * 7919L).append('\n');
    }
    byte[] whole = gzip(text.toString().getBytes(UTF_8));
    Path broken = file("broken.gz", Arrays.copyOf(whole, whole.length / 2));
    var e =
        assertThrows(UncheckedIOException.class, () -> read(InputStream.nullInputStream(), broken));
    assertTrue(
        String.valueOf(e.getMessage()).contains("broken.gz cannot be read after line"),
        e.getMessage());
  }

  @Test
  void shouldKnowAFileByItsContent() throws IOException {
    Path a = file("a", "abc".getBytes(UTF_8));
    Path b = file("b", "abc".getBytes(UTF_8));
    Path c = file("c", "abd".getBytes(UTF_8));
    List<Input> inputs = Input.of(List.of(a.toString(), b.toString(), c.toString(), "-"));
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        inputs.get(0).identity());
    assertEquals(inputs.get(0).identity(), inputs.get(1).identity());
    assertFalse(inputs.get(0).identity().equals(inputs.get(2).identity()));
    assertEquals("stdin", inputs.get(3).identity());
  }
}
