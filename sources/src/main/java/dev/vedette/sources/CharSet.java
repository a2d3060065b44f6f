package dev.vedette.sources;

/**
 * A set of ASCII characters.
 *
 * @param low those below 64, a bit each
 * @param high those from 64 to 127, a bit each
 */
record CharSet(long low, long high) {
  static final CharSet NONE = new CharSet(0, 0);
  static final CharSet ALL = new CharSet(-1, -1);

  /** One character, which is ASCII. */
  static CharSet of(int c) {
    return c < 64 ? new CharSet(1L << c, 0) : new CharSet(0, 1L << (c - 64));
  }

  /** All from one to another, both ASCII. */
  static CharSet range(int from, int to) {
    CharSet set = NONE;
    for (int c = from; c <= to; c++) {
      set = set.or(of(c));
    }
    return set;
  }

  CharSet or(CharSet other) {
    return new CharSet(low | other.low, high | other.high);
  }

  /** All that are not in this one. */
  CharSet not() {
    return new CharSet(~low, ~high);
  }

  boolean has(int c) {
    return ((c < 64 ? low >>> c : high >>> (c - 64)) & 1) != 0;
  }

  /** Whether all characters of another are in this one. */
  boolean hasAll(CharSet other) {
    return (other.low & ~low) == 0 && (other.high & ~high) == 0;
  }

  /** Whether a character is in both. */
  boolean meets(CharSet other) {
    return (low & other.low) != 0 || (high & other.high) != 0;
  }

  /** The same whatever the case of letters. */
  CharSet anyCase() {
    CharSet all = this;
    for (int c = 'A'; c <= 'Z'; c++) {
      int lower = Character.toLowerCase(c);
      if (has(c) || has(lower)) {
        all = all.or(of(c)).or(of(lower));
      }
    }
    return all;
  }
}
