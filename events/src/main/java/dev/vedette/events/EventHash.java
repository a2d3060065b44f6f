package dev.vedette.events;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identity of an event's id and content: the first 128 bits of the SHA-256 of its canonical JSON
 * ({@link EventJson#canonical}). Two events with the same id and other content differ. Nobody can
 * make two events that collide, so nobody can hide one behind another.
 *
 * @param high the first 64 bits, big-endian
 * @param low the next 64 bits
 */
public record EventHash(long high, long low) implements Comparable<EventHash> {
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(EventHash::sha256);

  /** The hash of an event. */
  public static EventHash of(AccessEvent event) {
    return of(EventJson.canonical(event));
  }

  /** The hash of bytes. */
  public static EventHash of(byte[] bytes) {
    var digest = ByteBuffer.wrap(SHA_256.get().digest(bytes));
    return new EventHash(digest.getLong(), digest.getLong());
  }

  /** An id for an event whose source gives none: 32 hexadecimal digits of its content. */
  public static String idOf(AccessEvent withoutId) {
    return of(withoutId).hex();
  }

  /** 32 hexadecimal digits. */
  public String hex() {
    var hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  @Override
  public int compareTo(EventHash other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
