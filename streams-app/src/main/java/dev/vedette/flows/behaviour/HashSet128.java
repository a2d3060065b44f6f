package dev.vedette.flows.behaviour;

import dev.vedette.events.EventHash;

/**
 * A set of hashes in one array of longs, the halves of a hash side by side: 24 to 48 bytes an
 * entry, no objects, and one cache line for a look.
 */
final class HashSet128 {
  /** What an entry takes at most. */
  static final long MAX_ENTRY_BYTES = 48;

  private long[] halves = new long[16];
  private int size;
  private boolean hasZero;

  /** Adds a hash, and says whether it was new. */
  boolean add(EventHash hash) {
    if (hash.high() == 0 && hash.low() == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if ((size + 1) * 3L > halves.length) {
      grow();
    }
    return insert(hash.high(), hash.low());
  }

  /** The number of hashes. */
  int size() {
    return size + (hasZero ? 1 : 0);
  }

  /** The memory that it takes, in bytes and nearly. */
  long bytes() {
    return 8L * halves.length + 64;
  }

  private boolean insert(long high, long low) {
    int mask = halves.length - 2;
    int at = (int) (low << 1) & mask;
    while (halves[at] != 0 || halves[at + 1] != 0) {
      if (halves[at] == high && halves[at + 1] == low) {
        return false;
      }
      at = at + 2 & mask;
    }
    halves[at] = high;
    halves[at + 1] = low;
    size++;
    return true;
  }

  private void grow() {
    long[] old = halves;
    halves = new long[Math.multiplyExact(old.length, 2)];
    size = 0;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0 || old[i + 1] != 0) {
        insert(old[i], old[i + 1]);
      }
    }
  }
}
