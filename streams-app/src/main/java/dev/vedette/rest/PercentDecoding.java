package dev.vedette.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict percent-decoding: each escape is two hexadecimal digits, and the whole is UTF-8. Anything
 * else is refused rather than repaired, so that no two requests mean the same subject by accident.
 */
final class PercentDecoding {
  private PercentDecoding() {}

  /** A segment of a path: {@code +} is itself. */
  static String segment(String raw) {
    return decode(raw, false);
  }

  /** A part of a query: {@code +} is a space, as forms write it. */
  static String query(String raw) {
    return decode(raw, true);
  }

  private static String decode(String raw, boolean plusIsSpace) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = high >= 0 ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (low < 0) {
          throw new ProblemException(
              Problem.badRequest("A percent sign is not followed by two hexadecimal digits."));
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c > 0x7E || c < 0x21) {
        throw new ProblemException(
            Problem.badRequest("A character that must be percent-encoded is not."));
      } else {
        bytes.write(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(Problem.badRequest("What is percent-encoded is not valid UTF-8."));
    }
  }
}
