package dev.vedette.replay.input;

import dev.vedette.sources.DocumentLayout;
import dev.vedette.sources.Format;
import dev.vedette.sources.Normalized;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all inputs, one after the other: plain and {@code .gz} files, all entries of {@code
 * .zip} archives by name, standard input. Reads as it goes, so that memory is bounded by the
 * longest line that is accepted, however far the input unpacks.
 *
 * <p>For a format of JSON a file that is no lines but a document ({@link Opening}) is read record
 * by record, as if each were a line.
 */
public final class InputReader implements Iterator<Line>, Closeable {
  private final ArrayDeque<Input> inputs;
  private final ArrayDeque<ZipEntry> entries = new ArrayDeque<>();
  private final InputStream stdin;
  private final long totalBytes;
  private final @Nullable DocumentLayout layout;

  private @Nullable ZipFile archive;
  private @Nullable InputStream open;
  private @Nullable LineReader lines;
  private @Nullable DocumentReader documents;
  private String archiveName = "";
  private String name = "";
  private int part = -1;
  private long index;
  private long line;
  private long bytesRead;
  private @Nullable Line ahead;

  /**
   * A reader of lines, whatever is in them; nothing is opened yet.
   *
   * @param stdin what {@code -} stands for
   */
  public InputReader(List<Input> inputs, InputStream stdin) {
    this(inputs, stdin, Optional.empty());
  }

  /**
   * A reader of a format's lines and documents; nothing is opened yet.
   *
   * @param stdin what {@code -} stands for
   */
  public InputReader(List<Input> inputs, InputStream stdin, Format format) {
    this(inputs, stdin, format.documents());
  }

  private InputReader(List<Input> inputs, InputStream stdin, Optional<DocumentLayout> layout) {
    this.layout = layout.orElse(null);
    this.inputs = new ArrayDeque<>(inputs);
    this.stdin = stdin;
    this.totalBytes = inputs.stream().mapToLong(Input::totalBytes).sum();
  }

  /**
   * How much of the input has been read, and how much there is.
   *
   * @param totalBytes 0 if unknown
   */
  public record Progress(long bytesRead, long totalBytes) {}

  /** How far it is. */
  public Progress progress() {
    return new Progress(totalBytes == 0 ? bytesRead : Math.min(bytesRead, totalBytes), totalBytes);
  }

  /**
   * Whether there is another line.
   *
   * @throws UncheckedIOException naming file and line, if the input cannot be read further
   */
  @Override
  public boolean hasNext() {
    if (ahead == null) {
      try {
        ahead = read();
      } catch (IOException e) {
        throw new UncheckedIOException(
            new IOException(
                "%s cannot be read after %s: %s".formatted(name, place(), e.getMessage()), e));
      }
    }
    return ahead != null;
  }

  @Override
  public Line next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("the input is at its end");
    }
    Line next = ahead;
    ahead = null;
    return next;
  }

  private String place() {
    DocumentReader current = documents;
    return current == null ? "line " + line : current.place();
  }

  private @Nullable Line read() throws IOException {
    while (true) {
      LineReader current = lines;
      if (current != null) {
        LineReader.Line found = current.next();
        if (found != null) {
          line++;
          return line(String.valueOf(line), found.bytes(), found.length(), Around.NOTHING, null);
        }
        closePart();
      }
      DocumentReader records = documents;
      if (records != null) {
        Piece found = records.next();
        if (found != null) {
          return line(found.place(), found.bytes(), found.length(), found.around(), found.broken());
        }
        closePart();
      }
      if (!openPart()) {
        return null;
      }
    }
  }

  private Line line(
      String place, byte[] bytes, long length, Around around, Normalized.@Nullable Dead broken) {
    return new Line(index++, part, name + ":" + place, bytes, length, around, broken);
  }

  private boolean openPart() throws IOException {
    ZipFile zip = archive;
    if (zip != null) {
      ZipEntry entry = entries.poll();
      if (entry != null) {
        String own = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        start(archiveName + "!" + own);
        InputStream unpacked = new Counted(zip.getInputStream(entry));
        begin(own.toLowerCase(Locale.ROOT).endsWith(".gz") ? gzip(unpacked) : unpacked);
        return true;
      }
      zip.close();
      archive = null;
    }
    Input input = inputs.poll();
    if (input == null) {
      return false;
    }
    start(input.name());
    switch (input.kind()) {
      case STDIN -> begin(new Counted(stdin));
      case PLAIN -> begin(new Counted(Files.newInputStream(input.path())));
      case GZIP -> begin(gzip(new Counted(Files.newInputStream(input.path()))));
      case ZIP -> {
        ZipFile opened = new ZipFile(input.path().toFile());
        archive = opened;
        archiveName = input.name();
        opened.stream()
            .filter(e -> !e.isDirectory())
            .sorted(Comparator.comparing(ZipEntry::getName))
            .forEach(entries::add);
        return openPart();
      }
    }
    return true;
  }

  private void start(String file) {
    name = file;
    line = 0;
  }

  private void begin(InputStream in) throws IOException {
    part++;
    open = in;
    DocumentLayout records = layout;
    if (records == null) {
      lines = new LineReader(in);
      return;
    }
    Opening opening = Opening.of(in);
    if (opening.documents()) {
      documents = new DocumentReader(opening.all(), records);
    } else {
      lines = new LineReader(opening.all());
    }
  }

  private InputStream gzip(InputStream packed) throws IOException {
    open = packed;
    return new GZIPInputStream(packed, 1 << 16);
  }

  private void closePart() throws IOException {
    lines = null;
    documents = null;
    InputStream stream = open;
    open = null;
    if (stream != null) {
      stream.close();
    }
  }

  /** Closes what is open; standard input too. */
  @Override
  public void close() throws IOException {
    closePart();
    ZipFile zip = archive;
    archive = null;
    if (zip != null) {
      zip.close();
    }
  }

  /** A stream that counts what passes for the progress. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      bytesRead += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      bytesRead += Math.max(0, n);
      return n;
    }
  }
}
