package dev.vedette.training;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Files to learn from, plain or {@code .gz}, in UTF-8. */
final class InputFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private InputFile() {}

  static InputStream bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER_BYTES) : in;
  }

  static BufferedReader text(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(bytes(file), StandardCharsets.UTF_8), BUFFER_BYTES);
  }

  /** {@code sha256:} and the hash of the files' bytes, one after the other. */
  static String digest(List<Path> files) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (Path file : files) {
      try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }
}
