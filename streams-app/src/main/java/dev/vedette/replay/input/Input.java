package dev.vedette.replay.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A file to read, or standard input.
 *
 * @param path the file; {@code -} is standard input
 * @param kind how it is packed, by its name
 * @param totalBytes how much there is to read, for progress: the file's size, for an archive the
 *     size that its entries claim to have; 0 if unknown
 */
public record Input(Path path, Kind kind, long totalBytes) {
  /** The identity of standard input, which cannot be read twice. */
  public static final String STDIN_IDENTITY = "stdin";

  /** How an input is packed. */
  public enum Kind {
    PLAIN,
    GZIP,
    ZIP,
    STDIN
  }

  /**
   * Looks at every input before any is read.
   *
   * @param names files, or {@code -}, at most once, for standard input
   * @throws IOException naming the first that is not there, not a file, or cannot be read
   */
  public static List<Input> of(List<String> names) throws IOException {
    if (names.isEmpty()) {
      throw new IOException("no input is given");
    }
    if (names.stream().filter("-"::equals).count() > 1) {
      throw new IOException("standard input (-) can be read only once");
    }
    var inputs = new ArrayList<Input>();
    for (String name : names) {
      inputs.add(of(name));
    }
    return List.copyOf(inputs);
  }

  private static Input of(String name) throws IOException {
    Path path = Path.of(name);
    if (name.equals("-")) {
      return new Input(path, Kind.STDIN, 0);
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(name, null, "there is no such input");
    }
    if (Files.isDirectory(path)) {
      throw new IOException(name + " is a directory, not a file");
    }
    if (!Files.isReadable(path)) {
      throw new IOException(name + " cannot be read");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".zip")) {
      try (var archive = new ZipFile(path.toFile())) {
        long claimed = archive.stream().mapToLong(e -> Math.max(0, e.getSize())).sum();
        return new Input(path, Kind.ZIP, claimed);
      } catch (ZipException e) {
        throw new IOException(name + " is not a zip archive: " + e.getMessage(), e);
      }
    }
    return new Input(path, lower.endsWith(".gz") ? Kind.GZIP : Kind.PLAIN, Files.size(path));
  }

  /**
   * The SHA-256 of the file as it lies there, in hexadecimal, or {@value #STDIN_IDENTITY}. Reads
   * the whole file.
   */
  public String identity() throws IOException {
    if (kind == Kind.STDIN) {
      return STDIN_IDENTITY;
    }
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Whether a file has lines that can be followed one by one: it is not packed, and no JSON
   * document that goes over several lines or is too long for one.
   */
  public static boolean hasLines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(2);
      if (first.length == 2 && first[0] == 0x1F && first[1] == (byte) 0x8B) {
        return false;
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      return !Opening.of(in).documents();
    }
  }

  /** Whether it is a file of no bytes. */
  public boolean isEmpty() {
    return (kind == Kind.PLAIN || kind == Kind.GZIP) && totalBytes == 0;
  }

  /** The file's name without directories; {@code stdin} for standard input. */
  public String name() {
    return kind == Kind.STDIN ? "stdin" : String.valueOf(path.getFileName());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
