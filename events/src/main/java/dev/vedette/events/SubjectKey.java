package dev.vedette.events;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Subjects as Kafka keys: readable text that survives any character in any part.
 *
 * <p>{@code tenant/type/id}, and for a session of a principal {@code
 * tenant/session/id/ownerType/ownerId}. In each part everything but letters, digits and {@code
 * -._~@:+} is percent-encoded as UTF-8 ({@code %2F}); a surrogate without its partner, which UTF-8
 * cannot say, is written {@code %uD800}. The encoding is canonical: equal subjects have equal keys,
 * different subjects have different keys.
 */
public final class SubjectKey {
  private static final String PLAIN = "-._~@:+";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private SubjectKey() {}

  /** The key of a subject. */
  public static String encode(Subject subject) {
    var key = new StringBuilder(48);
    part(key, subject.tenant());
    key.append('/').append(subject.type().wireName()).append('/');
    part(key, subject.id());
    Subject owner = subject.owner();
    if (owner != null) {
      key.append('/').append(owner.type().wireName()).append('/');
      part(key, owner.id());
    }
    return key.toString();
  }

  /**
   * The subject of a key.
   *
   * @throws IllegalArgumentException if the text is not exactly what {@link #encode} writes
   */
  public static Subject decode(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length != 3 && parts.length != 5) {
      throw malformed(key, null);
    }
    Subject subject;
    try {
      String tenant = unpart(parts[0]);
      Subject owner =
          parts.length == 3 ? null : Subject.of(tenant, SubjectType.of(parts[3]), unpart(parts[4]));
      subject = new Subject(tenant, SubjectType.of(parts[1]), unpart(parts[2]), owner);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(key, e);
    }
    if (!encode(subject).equals(key)) {
      throw malformed(key, null);
    }
    return subject;
  }

  /**
   * The first 64 bits of the SHA-256 of a subject's key, for lists that should not name anybody.
   * Whoever knows a name can find it: it hides names from a glance, not from a search.
   */
  public static long digest64(Subject subject) {
    return EventHash.of(encode(subject).getBytes(StandardCharsets.UTF_8)).high();
  }

  /** One part of a key by itself, for keys that are made of other things than subjects. */
  public static String encodePart(String text) {
    var key = new StringBuilder(text.length() + 8);
    part(key, text);
    return key.toString();
  }

  private static IllegalArgumentException malformed(String key, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "\"%s\" is not a subject key: tenant/type/id, each part percent-encoded"
            .formatted(Text.excerpt(key)),
        cause);
  }

  private static void part(StringBuilder key, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        key.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        percent(key, text.substring(i, i + 2));
        i++;
      } else if (Character.isSurrogate(c)) {
        key.append("%u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          key.append(HEX[c >> shift & 15]);
        }
      } else {
        percent(key, String.valueOf(c));
      }
    }
  }

  private static void percent(StringBuilder key, String character) {
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      key.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
    }
  }

  private static String unpart(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    var text = new StringBuilder(part.length());
    var bytes = new byte[part.length() / 3];
    for (int i = 0; i < part.length(); ) {
      if (part.charAt(i) != '%') {
        text.append(part.charAt(i++));
      } else if (part.charAt(i + 1) == 'u') {
        text.append((char) Integer.parseInt(part, i + 2, i + 6, 16));
        i += 6;
      } else {
        int n = 0;
        for (; i < part.length() && part.charAt(i) == '%' && part.charAt(i + 1) != 'u'; i += 3) {
          bytes[n++] = (byte) Integer.parseInt(part, i + 1, i + 3, 16);
        }
        text.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
