package dev.vedette.flows.behaviour;

import dev.vedette.events.EventHash;

/** A set of hashes in two arrays of longs: 32 bytes an entry at most, no objects. */
final class HashSet128 {
  private long[] high = new long[8];
  private long[] low = new long[8];
  private int size;
  private boolean hasZero;

  /** Adds a hash, and says whether it was new. */
  boolean add(EventHash hash) {
    if (hash.high() == 0 && hash.low() == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if ((size + 1) * 2 > high.length) {
      grow();
    }
    return insert(hash.high(), hash.low());
  }

  /** The number of hashes. */
  int size() {
    return size + (hasZero ? 1 : 0);
  }

  private boolean insert(long hashHigh, long hashLow) {
    int mask = high.length - 1;
    int at = (int) hashLow & mask;
    while (high[at] != 0 || low[at] != 0) {
      if (high[at] == hashHigh && low[at] == hashLow) {
        return false;
      }
      at = at + 1 & mask;
    }
    high[at] = hashHigh;
    low[at] = hashLow;
    size++;
    return true;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    high = new long[oldHigh.length * 2];
    low = new long[oldLow.length * 2];
    size = 0;
    for (int i = 0; i < oldHigh.length; i++) {
      if (oldHigh[i] != 0 || oldLow[i] != 0) {
        insert(oldHigh[i], oldLow[i]);
      }
    }
  }
}
