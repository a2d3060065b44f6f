package dev.vedette.detectors;

/** Names of bounded length for state and sentences; different names stay different. */
final class ShortName {
  static final int MAX_CHARS = 64;

  /** Length and three bytes a character. */
  static final int MAX_BYTES = 2 + 3 * MAX_CHARS;

  private static final int HEX_CHARS = 16;

  private ShortName() {}

  /** The name itself; a longer one cut and completed with its hash; what UTF-8 can say. */
  static String of(String name) {
    if (name.length() <= MAX_CHARS) {
      return EventRefs.wellFormed(name);
    }
    String hash = Long.toHexString(Hash64.of(name));
    return EventRefs.wellFormed(
        name.substring(0, MAX_CHARS - HEX_CHARS - 1) + "~" + "0".repeat(16 - hash.length()) + hash);
  }
}
