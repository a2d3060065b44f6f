package dev.vedette.sources;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A line of input, or what is left of it inside an envelope: as bytes and as text. */
final class Line {
  private byte @Nullable [] utf8;
  private @Nullable String text;

  private Line(byte @Nullable [] utf8, @Nullable String text) {
    this.utf8 = utf8;
    this.text = text;
  }

  /**
   * A line of these bytes, without a byte order mark.
   *
   * @throws CharacterCodingException if they are not UTF-8
   */
  static Line of(byte[] bytes) throws CharacterCodingException {
    if (isAscii(bytes)) {
      return new Line(bytes, null);
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? of(text.substring(1)) : new Line(bytes, text);
  }

  /** A line of that text. */
  static Line of(String text) {
    return new Line(null, text);
  }

  private static boolean isAscii(byte[] bytes) {
    int all = 0;
    for (byte b : bytes) {
      all |= b;
    }
    return all >= 0;
  }

  byte[] utf8() {
    byte[] known = utf8;
    if (known == null) {
      known = text().getBytes(StandardCharsets.UTF_8);
      utf8 = known;
    }
    return known;
  }

  String text() {
    String known = text;
    if (known == null) {
      known = new String(utf8(), StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  /** Whether there is nothing but white space. */
  boolean isBlank() {
    byte[] bytes = utf8;
    return (bytes == null || bytes.length == 0 || bytes[0] <= ' ') && text().isBlank();
  }
}
