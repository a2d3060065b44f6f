package dev.vedette.sources.facts;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A literal IPv4 or IPv6 address as 128 bits; IPv4 as its IPv4-mapped IPv6 address.
 *
 * @param high the first 64 bits, big-endian
 * @param low the next 64 bits
 */
record Address(long high, long low) implements Comparable<Address> {
  private static final long MAPPED = 0xFFFF_0000_0000L;

  /** The length of the prefix of all IPv4 addresses. */
  static final int IPV4_BITS = 96;

  /** The address of a literal; null if the text is none, or has a zone. */
  static @Nullable Address of(String text) {
    InetAddress literal = literal(text);
    return literal == null ? null : of(literal);
  }

  /** The same address. */
  static Address of(InetAddress literal) {
    return of(literal.getAddress());
  }

  private static Address of(byte[] bytes) {
    if (bytes.length == 4) {
      return new Address(0, MAPPED | number(bytes, 0, 4));
    }
    return new Address(number(bytes, 0, 8), number(bytes, 8, 8));
  }

  private static long number(byte[] bytes, int from, int length) {
    long number = 0;
    for (int i = from; i < from + length; i++) {
      number = number << 8 | (bytes[i] & 0xFF);
    }
    return number;
  }

  /**
   * The JDK's address of a literal; null if the text is none, or has a zone. Asks no name server.
   */
  static @Nullable InetAddress literal(String text) {
    // A zone depends on the machine; a text without dot and colon may be a number, or a name.
    if (text.indexOf('%') >= 0 || (text.indexOf(':') < 0 && text.indexOf('.') < 0)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notLiteral) {
      return null;
    }
  }

  /**
   * One spelling for each IPv6 address; IPv4-mapped ones are IPv4; a host name in lower case.
   *
   * <p>Never longer than an address may be: only ASCII is lowered, as some letters grow. An address
   * with a zone stays as it is: which zones there are depends on the machine.
   */
  static String canonical(String text) {
    if (text.indexOf(':') < 0) {
      return lower(text);
    }
    InetAddress literal = literal(text);
    return literal == null ? lower(text) : literal.getHostAddress();
  }

  private static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return text;
      }
    }
    return text.toLowerCase(Locale.ROOT);
  }

  boolean isIpv4() {
    return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED;
  }

  /** The first bits of it, the others zero. */
  Address first(int bits) {
    if (bits >= 64) {
      return new Address(high, bits == 64 ? 0 : low & -1L << (128 - bits));
    }
    return new Address(bits == 0 ? 0 : high & -1L << (64 - bits), 0);
  }

  @Override
  public int compareTo(Address other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }
}
