package dev.vedette.sources;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the record that is being read, each in its slot, and the work that reading it may
 * still cost.
 */
final class Fields {
  private final @Nullable String[] slots;
  private final int[] listFrom;
  private final int[] listTo;
  private Work work = new Work();

  /** Fields, all absent; and places for so many lists of records. */
  Fields(int slots, int lists) {
    this.slots = new @Nullable String[slots];
    this.listFrom = new int[lists];
    this.listTo = new int[lists];
  }

  /** Begins a line. */
  void clear() {
    Arrays.fill(slots, null);
    work = new Work();
  }

  /** Begins another record of the line. */
  void clear(int[] ofRecord) {
    for (int slot : ofRecord) {
      slots[slot] = null;
    }
  }

  /** The text of a field, or null if the record has no such field. */
  @Nullable String get(int slot) {
    return slots[slot];
  }

  void set(int slot, @Nullable String text) {
    slots[slot] = text;
  }

  Work work() {
    return work;
  }

  /** Forgets where lists stand. */
  void clearLists() {
    Arrays.fill(listTo, 0);
  }

  /** The list of that number stands in these bytes. */
  void list(int number, int from, int to) {
    listFrom[number] = from;
    listTo[number] = to;
  }

  /** Where the list of that number begins. */
  int listFrom(int number) {
    return listFrom[number];
  }

  /** Behind the list of that number; 0 if there is none. */
  int listTo(int number) {
    return listTo[number];
  }
}
