package dev.vedette.ship;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How far a file was sent, and how the file is known again under another name, or as another file
 * under the same name.
 *
 * @param fileKey the file system's name for the file itself (device and inode); empty if it has
 *     none
 * @param offset bytes that are done, up to the end of a line
 * @param headLength how many of the file's first bytes were looked at, at most {@value #HEAD_BYTES}
 * @param headHash the SHA-256 of these, in hexadecimal
 */
record Position(String fileKey, long offset, int headLength, String headHash) {
  static final int HEAD_BYTES = 512;

  /** Where an open file is, at an offset. */
  static Position of(String fileKey, FileChannel file, long offset) throws IOException {
    int length = (int) Math.min(offset, HEAD_BYTES);
    return new Position(fileKey, offset, length, headHash(file, length));
  }

  /** Whether a file that is open begins as this one did, and reaches as far. */
  boolean fits(FileChannel file) throws IOException {
    return file.size() >= offset && headHash(file, headLength).equals(headHash);
  }

  /** The file system's name for what lies at a path now. */
  static String fileKey(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? "" : key.toString();
  }

  private static String headHash(FileChannel file, int length) throws IOException {
    var head = ByteBuffer.allocate(length);
    while (head.hasRemaining() && file.read(head, head.position()) >= 0) {
      // reads until the head is full or the file is at its end
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(head.flip());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
