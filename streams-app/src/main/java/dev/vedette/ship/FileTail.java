package dev.vedette.ship;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a file that grows, through its rotations.
 *
 * <p>What is read is the file that is open, not its name. When another file has taken the name, the
 * open one is read until nothing has come for a while, as its writer may not have noticed yet, and
 * then the new one from its beginning. A file that got shorter, or begins otherwise than it did,
 * was emptied and is read from its beginning. After a restart the file is known by the file
 * system's own name for it and by how it begins; if it was renamed meanwhile it is looked for
 * beside its old name.
 */
final class FileTail implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FileTail.class);

  /** Read at once; a line that is longer grows the buffer, up to the longest that is kept. */
  private static final int CHUNK = 256 * 1024;

  /** So much without an end is no line: what follows is read as the next one. */
  private static final long MAX_SKIPPED = 64L << 20;

  private final Path path;
  private final int maxLineBytes;
  private final Duration linger;
  private final LongSupplier nanos;

  private @Nullable FileChannel open;
  private String fileKey = "";
  private long offset;
  private Position verified = new Position("", 0, 0, "");
  private byte[] buffer = new byte[CHUNK];
  private long quietSinceNanos;
  private boolean quiet;

  /**
   * A line.
   *
   * @param bytes without the line's end; of a line that is too long only as much as is kept
   * @param length how many bytes the whole line has
   * @param offset where it begins in its file
   */
  record Line(byte[] bytes, long length, long offset) {}

  /**
   * A tail; nothing is opened yet.
   *
   * @param maxLineBytes the longest line that is kept whole
   * @param linger how long a rotated file is quiet before it is done
   * @param nanos a clock that only runs forward
   */
  FileTail(Path path, int maxLineBytes, Duration linger, LongSupplier nanos) {
    this.path = path;
    this.maxLineBytes = maxLineBytes;
    this.linger = linger;
    this.nanos = nanos;
  }

  Path path() {
    return path;
  }

  /** Goes on where an earlier tail was. */
  void resume(Position from) throws IOException {
    for (Path candidate : candidates()) {
      FileChannel file = tryOpen(candidate);
      if (file == null) {
        continue;
      }
      if (Position.fileKey(candidate).equals(from.fileKey()) && from.fits(file)) {
        begin(file, from.fileKey(), from.offset());
        return;
      }
      file.close();
    }
    LOG.warn(
        "the rest of {} after byte {} is not there any more: it was emptied or removed",
        path.getFileName(),
        from.offset());
  }

  /** The file of the name first, then those that it may have been renamed to. */
  private List<Path> candidates() throws IOException {
    var candidates = new ArrayList<Path>();
    candidates.add(path);
    candidates.addAll(rotatedFiles());
    return candidates;
  }

  /** Files beside this one that are called as rotation calls them, not packed. */
  private List<Path> rotatedFiles() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return List.of();
    }
    Pattern called =
        Pattern.compile(Pattern.quote(String.valueOf(path.getFileName())) + "[.-][0-9][0-9T.-]*");
    try (var siblings = Files.list(directory)) {
      return siblings
          .filter(Files::isRegularFile)
          .filter(file -> called.matcher(String.valueOf(file.getFileName())).matches())
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The rotated file that was written to next after the open one, if there were several rotations;
   * null if there is none, or if the open one was removed.
   */
  private @Nullable Path successor() throws IOException {
    var written = new TreeMap<FileTime, Path>();
    FileTime own = null;
    for (Path file : rotatedFiles()) {
      FileTime at = Files.getLastModifiedTime(file);
      if (Position.fileKey(file).equals(fileKey)) {
        own = at;
      } else {
        written.put(at, file);
      }
    }
    var next = own == null ? null : written.higherEntry(own);
    return next == null ? null : next.getValue();
  }

  /**
   * The lines that have come since the last call, some at a time; empty if there are none now.
   *
   * @param atEnd whether the file's end ends its last line
   */
  List<Line> poll(boolean atEnd) throws IOException {
    FileChannel file = open;
    if (file == null) {
      file = tryOpen(path);
      if (file == null) {
        return List.of();
      }
      begin(file, Position.fileKey(path), 0);
    }
    if (!verified.fits(file)) {
      LOG.info("{} was emptied and is read from its beginning", path.getFileName());
      begin(file, fileKey, 0);
    }
    List<Line> lines = read(file, atEnd);
    if (!lines.isEmpty()) {
      quiet = false;
      verified = Position.of(fileKey, file, offset);
      return lines;
    }
    return rotated() ? next(file) : List.of();
  }

  /** Where it is: before the first line that was not returned yet. */
  Position position() {
    return verified;
  }

  private boolean rotated() throws IOException {
    try {
      return !Position.fileKey(path).equals(fileKey);
    } catch (NoSuchFileException e) {
      return false; // its successor is not there yet
    }
  }

  /**
   * The open file has another name by now: its last line, if it has no end, and then the new one.
   */
  private List<Line> next(FileChannel old) throws IOException {
    if (!quiet) {
      quiet = true;
      quietSinceNanos = nanos.getAsLong();
    }
    if (nanos.getAsLong() - quietSinceNanos < linger.toNanos()) {
      return List.of();
    }
    List<Line> rest = read(old, true);
    if (!rest.isEmpty()) {
      quiet = false;
      verified = Position.of(fileKey, old, offset);
      return rest;
    }
    Path missed = successor();
    old.close();
    open = null;
    LOG.info("{} was rotated: the next one is read", path.getFileName());
    FileChannel next = missed == null ? null : tryOpen(missed);
    if (missed != null && next != null) {
      begin(next, Position.fileKey(missed), 0);
    }
    return poll(false);
  }

  private void begin(FileChannel file, String key, long from) throws IOException {
    open = file;
    fileKey = key;
    offset = from;
    quiet = false;
    verified = Position.of(key, file, from);
  }

  private static @Nullable FileChannel tryOpen(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private List<Line> read(FileChannel file, boolean atEnd) throws IOException {
    int length = fill(file, offset);
    int used = 0;
    var lines = new ArrayList<Line>();
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        lines.add(line(used, i, i - used, offset + used));
        used = i + 1;
      }
    }
    if (used == 0 && length == buffer.length) {
      return buffer.length <= maxLineBytes ? grow(file, atEnd) : tooLong(file, atEnd);
    }
    if (atEnd && used < length && offset + length >= file.size()) {
      lines.add(line(used, length, length - used, offset + used));
      used = length;
    }
    offset += used;
    return lines;
  }

  private List<Line> grow(FileChannel file, boolean atEnd) throws IOException {
    buffer = new byte[(int) Math.min(2L * buffer.length, maxLineBytes + 1L)];
    List<Line> lines = read(file, atEnd);
    buffer = buffer.length > CHUNK ? new byte[CHUNK] : buffer;
    return lines;
  }

  /** Skips to the end of a line that is longer than the buffer; nothing while it has none. */
  private List<Line> tooLong(FileChannel file, boolean atEnd) throws IOException {
    byte[] start = Arrays.copyOf(buffer, Math.min(buffer.length, maxLineBytes));
    long at = offset + buffer.length;
    while (true) {
      int length = fill(file, at);
      for (int i = 0; i < length; i++) {
        if (buffer[i] == '\n') {
          return skipped(start, at + i, at + i + 1);
        }
      }
      at += length;
      if (at - offset > MAX_SKIPPED) {
        return skipped(start, at, at);
      }
      if (length == 0) {
        return atEnd ? skipped(start, at, at) : List.of();
      }
    }
  }

  private List<Line> skipped(byte[] start, long end, long next) {
    var line = new Line(start, end - offset, offset);
    offset = next;
    return List.of(line);
  }

  private int fill(FileChannel file, long at) throws IOException {
    var into = ByteBuffer.wrap(buffer);
    while (into.hasRemaining()) {
      if (file.read(into, at + into.position()) < 0) {
        break;
      }
    }
    return into.position();
  }

  private Line line(int from, int to, int length, long at) {
    int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    return new Line(Arrays.copyOfRange(buffer, from, end), length - (to - end), at);
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
