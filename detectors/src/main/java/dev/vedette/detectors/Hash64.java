package dev.vedette.detectors;

import dev.vedette.events.Subject;

/**
 * A 64-bit hash that is the same everywhere and for ever, because it is stored: FNV-1a over UTF-16
 * units (Fowler, Noll, Vo) finished by the mixer of SplitMix64 (Steele, Lea, Flood 2014). It is not
 * secret: who invents names to collide only hides how many names there are, not how often it fails.
 */
final class Hash64 {
  private static final long OFFSET = 0xCBF29CE484222325L;

  private Hash64() {}

  static long of(String text) {
    return mix(fnv(OFFSET, text));
  }

  /** Of a principal of one tenant. */
  static long of(Subject principal) {
    return mix(fnv(fnv(OFFSET, principal.type().wireName()), principal.id()));
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long fnv(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}
