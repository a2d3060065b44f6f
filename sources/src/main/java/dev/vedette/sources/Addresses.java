package dev.vedette.sources;

import java.net.Inet6Address;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Network addresses as logs write them. No name is ever looked up. */
final class Addresses {
  private static final String MAPPED = "::ffff:";
  private static final int MAX_CHARS = 64;

  private Addresses() {}

  /**
   * What stands before the port: {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}, {@code
   * gate.example:443}; or the whole, if there is no port, as in {@code 2001:db8::1}. An IPv4
   * address that is written as IPv6 ({@code ::ffff:192.0.2.1}) is IPv4.
   */
  static @Nullable String host(String text) {
    String host = text;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      host = end < 0 ? text.substring(1) : text.substring(1, end);
    } else if (oneColon(text)) {
      host = text.substring(0, text.indexOf(':'));
    }
    return host.isEmpty() ? null : unmapped(host);
  }

  /** What stands behind the address, if it is a number from 1 to 65535. */
  static @Nullable String port(String text) {
    String port = "";
    if (text.startsWith("[")) {
      int end = text.indexOf("]:");
      port = end < 0 ? "" : text.substring(end + 2);
    } else if (oneColon(text)) {
      port = text.substring(text.indexOf(':') + 1);
    }
    if (port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int number = Integer.parseInt(port);
    return number >= 1 && number <= 65_535 ? Integer.toString(number) : null;
  }

  /**
   * The address, if it is one: IPv4 in four parts, or IPv6 with or without brackets and zone (which
   * is left out), in lower case.
   */
  static @Nullable String ip(String text) {
    String literal =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = literal.indexOf('%');
    literal = unmapped(zone < 0 ? literal : literal.substring(0, zone));
    if (literal.length() > MAX_CHARS) {
      return null;
    }
    if (isIpv4(literal)) {
      return literal;
    }
    return isIpv6(literal) ? literal.toLowerCase(Locale.ROOT) : null;
  }

  private static boolean oneColon(String text) {
    int colon = text.indexOf(':');
    return colon >= 0 && text.indexOf(':', colon + 1) < 0;
  }

  private static String unmapped(String host) {
    if (host.regionMatches(true, 0, MAPPED, 0, MAPPED.length())) {
      String inner = host.substring(MAPPED.length());
      return isIpv4(inner) ? inner : host;
    }
    return host;
  }

  private static boolean isIpv4(String text) {
    int parts = 1;
    int digits = 0;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (digits == 0) {
          return false;
        }
        parts++;
        digits = 0;
        value = 0;
      } else if (c >= '0' && c <= '9') {
        digits++;
        value = value * 10 + (c - '0');
        if (digits > 3 || value > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return parts == 4 && digits > 0;
  }

  private static boolean isHex(int c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0 || !text.chars().allMatch(c -> c == ':' || c == '.' || isHex(c))) {
      return false;
    }
    try {
      return Inet6Address.ofLiteral(text).getAddress().length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
