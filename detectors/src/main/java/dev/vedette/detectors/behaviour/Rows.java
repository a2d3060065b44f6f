package dev.vedette.detectors.behaviour;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The retained windows of one length by their index, in order, in two arrays: mostly the last is
 * asked for, and nearly all come after it.
 */
final class Rows {
  private static final long[] NO_INDEXES = {};
  private static final Row[] NO_ROWS = {};
  private static final int FEW = 4;

  private long[] indexes = NO_INDEXES;
  private Row[] rows = NO_ROWS;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The index of the window at a place, which is from 0 to less than the size. */
  long index(int place) {
    return indexes[place];
  }

  /** The window at a place. */
  Row row(int place) {
    return rows[place];
  }

  long firstIndex() {
    return indexes[0];
  }

  long lastIndex() {
    return indexes[size - 1];
  }

  /** The window with this index, or null. */
  @Nullable Row get(long index) {
    int place = placeFrom(index);
    return place < size && indexes[place] == index ? rows[place] : null;
  }

  /** The place of the first window that doesn't come before this index; the size if all do. */
  int placeFrom(long index) {
    if (size == 0 || indexes[size - 1] < index) {
      return size;
    }
    if (indexes[size - 1] == index) {
      return size - 1;
    }
    int found = Arrays.binarySearch(indexes, 0, size, index);
    return found < 0 ? -found - 1 : found;
  }

  /** The windows from one index to before another. */
  List<Row> between(long from, long to) {
    return List.of(Arrays.copyOfRange(rows, placeFrom(from), placeFrom(to)));
  }

  void put(long index, Row row) {
    int place = placeFrom(index);
    if (place < size && indexes[place] == index) {
      rows[place] = row;
      return;
    }
    if (size == indexes.length) {
      int room = size + Math.max(FEW, size >> 1);
      indexes = Arrays.copyOf(indexes, room);
      rows = Arrays.copyOf(rows, room);
    }
    System.arraycopy(indexes, place, indexes, place + 1, size - place);
    System.arraycopy(rows, place, rows, place + 1, size - place);
    indexes[place] = index;
    rows[place] = row;
    size++;
  }

  /**
   * Lets go of all windows before a place; those that are left take no more room than they need.
   */
  void removeBefore(int place) {
    indexes = Arrays.copyOfRange(indexes, place, size);
    rows = Arrays.copyOfRange(rows, place, size);
    size -= place;
  }
}
