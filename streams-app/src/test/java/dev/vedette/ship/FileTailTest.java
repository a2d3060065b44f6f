package dev.vedette.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailTest {
  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final int MAX_LINE = 1_000_000;

  @TempDir private Path directory;
  private Path log;
  private long nanos = Long.MAX_VALUE - 1;
  private FileTail tail;

  @BeforeEach
  void open() {
    log = directory.resolve("auth.log");
    tail = new FileTail(log, MAX_LINE, LINGER, () -> nanos);
  }

  @AfterEach
  void close() throws IOException {
    tail.close();
  }

  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static List<String> texts(List<FileTail.Line> lines) {
    return lines.stream().map(line -> new String(line.bytes(), UTF_8)).toList();
  }

  private List<String> poll() throws IOException {
    return texts(tail.poll(false));
  }

  /** Another process, that goes on where the last one was. */
  private void restart() throws IOException {
    Position at = tail.position();
    tail.close();
    var positions = new Positions(directory.resolve("data"));
    positions.put(log, at);
    positions.save();
    tail = new FileTail(log, MAX_LINE, LINGER, () -> nanos);
    Position from = new Positions(directory.resolve("data")).of(log);
    assertEquals(at, from);
    if (from != null) {
      tail.resume(from);
    }
  }

  @Test
  void shouldWaitForTheEndOfALine() throws IOException {
    assertEquals(List.of(), poll());
    write(log, "one\ntwo\r\nthr");
    assertEquals(List.of("one", "two"), poll());
    assertEquals(List.of(), poll());
    write(log, "ee\n\n");
    assertEquals(List.of("three", ""), poll());
    write(log, "rest");
    assertEquals(List.of("rest"), texts(tail.poll(true)));
    assertEquals(List.of(), texts(tail.poll(true)));
  }

  @Test
  void shouldFinishARotatedFileBeforeTheNext() throws IOException {
    write(log, "one\n");
    assertEquals(List.of("one"), poll());
    Path old = directory.resolve("auth.log.1");
    Files.move(log, old);
    write(old, "two\n");
    assertEquals(List.of("two"), poll());
    assertEquals(List.of(), poll());
    write(log, "four\n");
    assertEquals(List.of(), poll(), "the writer may still have the old one open");
    nanos += LINGER.toNanos() / 2;
    write(old, "three, without an end");
    assertEquals(List.of(), poll());
    nanos += LINGER.toNanos() + 1;
    assertEquals(List.of("three, without an end"), poll());
    assertEquals(List.of(), poll());
    nanos += LINGER.toNanos() + 1;
    assertEquals(List.of("four"), poll());
    write(log, "five\n");
    assertEquals(List.of("five"), poll());
  }

  @Test
  void shouldReadATruncatedFileFromItsBeginning() throws IOException {
    write(log, "one\ntwo\n");
    assertEquals(2, poll().size());
    Files.writeString(log, "");
    assertEquals(List.of(), poll());
    write(log, "three\n");
    assertEquals(List.of("three"), poll());
    Files.writeString(log, "four, and longer than what was there before\n");
    assertEquals(List.of("four, and longer than what was there before"), poll());
  }

  @Test
  void shouldGoOnAfterARestart() throws IOException {
    write(log, "one\ntwo\n");
    assertEquals(2, poll().size());
    write(log, "three\n");
    restart();
    assertEquals(List.of("three"), poll());
    restart();
    assertEquals(List.of(), poll());
  }

  @Test
  void shouldFindWhatWasRotatedTwiceWhileItWasAway() throws IOException {
    write(log, "one\ntwo\n");
    assertEquals(2, poll().size());
    write(log, "three\n");
    Path second = directory.resolve("auth.log.2");
    Path first = directory.resolve("auth.log.1");
    Files.move(log, second);
    write(first, "four\n");
    write(log, "five\n");
    Path packed = directory.resolve("auth.log.3.gz");
    write(packed, "no lines");
    Files.setLastModifiedTime(second, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(first, FileTime.fromMillis(2_000_000));
    restart();
    var read = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      read.addAll(poll());
      nanos += LINGER.toNanos() + 1;
    }
    assertEquals(List.of("three", "four", "five"), read);
  }

  @Test
  void shouldNotTakeAnotherFileForTheSame() throws IOException {
    write(log, "one\ntwo\n");
    assertEquals(2, poll().size());
    Files.writeString(log, "something else\nthat is as long\n");
    restart();
    assertEquals(List.of("something else", "that is as long"), poll());
  }

  @Test
  void shouldKeepTheStartOfALineThatIsTooLong() throws IOException {
    write(log, "before\n" + "x".repeat(3 * MAX_LINE) + "\nafter\n");
    assertEquals(List.of("before"), poll());
    FileTail.Line line = tail.poll(false).getFirst();
    assertEquals(3L * MAX_LINE, line.length());
    assertEquals(MAX_LINE, line.bytes().length);
    assertEquals(7, line.offset());
    assertEquals(List.of("after"), poll());
    write(log, "y".repeat(MAX_LINE) + "\n");
    line = tail.poll(false).getFirst();
    assertEquals(MAX_LINE, line.length());
    assertEquals(MAX_LINE, line.bytes().length);
  }

  /** Appends, rotations, truncations after reading, and restarts, in any order. */
  @Test
  void shouldLoseAndDoubleNothing() throws IOException {
    var random = new Random(11);
    var written = new ArrayList<String>();
    var read = new ArrayList<String>();
    int rotations = 0;
    int truncations = 0;
    int restarts = 0;
    write(log, "");
    assertEquals(List.of(), poll(), "what is rotated before it is opened is not looked for");
    for (int step = 0; step < 3_000; step++) {
      switch (random.nextInt(20)) {
        case 0 -> {
          if (Files.exists(log)) {
            Files.move(log, directory.resolve("auth.log." + ++rotations));
            // Rotations a day apart, for a clock that ticks coarsely.
            Path moved = directory.resolve("auth.log." + rotations);
            Files.setLastModifiedTime(moved, FileTime.fromMillis(rotations * 86_400_000L));
          }
        }
        case 1 -> {
          drain(read);
          if (Files.exists(log)) {
            Files.writeString(log, "");
            poll();
            truncations++;
          }
        }
        case 2 -> {
          restart();
          restarts++;
        }
        case 3, 4, 5, 6, 7, 8 -> read.addAll(poll());
        default -> {
          String line = "line " + written.size();
          written.add(line);
          write(log, line + "\n");
        }
      }
      nanos += Duration.ofSeconds(random.nextInt(4)).toNanos();
    }
    drain(read);
    assertTrue(rotations > 50 && truncations > 50 && restarts > 50 && written.size() > 1_000);
    assertEquals(written, read);
  }

  private void drain(List<String> read) throws IOException {
    for (int i = 0, quiet = 0; quiet < 5; i++) {
      List<String> some = poll();
      read.addAll(some);
      quiet = some.isEmpty() ? quiet + 1 : 0;
      nanos += LINGER.toNanos() + 1;
      assertTrue(i < 10_000);
    }
  }
}
