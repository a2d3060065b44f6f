package dev.vedette.detectors;

import java.util.Arrays;

/** Keys that a window teaches: each once, in the order in which they were first added. */
final class Keys {
  private long[] keys = new long[8];
  private int size;

  /** Adds a key, if it is not there. */
  void add(long key) {
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        return;
      }
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size++] = key;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(keys, size);
  }
}
