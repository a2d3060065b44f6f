package dev.vedette.sources;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the record that is being read, each in its slot, and the work that reading it may
 * still cost.
 */
final class Fields {
  private final @Nullable String[] slots;
  private final int[] listFrom;
  private final int[] listTo;
  private final Set<String> absent;
  private final int longestAbsent;
  private Work work = new Work();
  private @Nullable Map<String, String> seen;

  /**
   * Fields, none of which has a value.
   *
   * @param slots how many
   * @param lists how many lists of records there may be
   * @param absent texts that say that a field has no value
   */
  Fields(int slots, int lists, Set<String> absent) {
    this.absent = absent;
    this.longestAbsent = absent.stream().mapToInt(String::length).max().orElse(0);
    this.slots = new @Nullable String[slots];
    this.listFrom = new int[lists];
    this.listTo = new int[lists];
  }

  /** From now on notes all fields of a record, also those that nothing refers to. */
  void trace() {
    seen = new LinkedHashMap<>();
  }

  /** Whether all fields of a record are noted. */
  boolean traced() {
    return seen != null;
  }

  /** Notes that the record has a field, if that is asked for. */
  void saw(String name, @Nullable String text) {
    if (seen != null && text != null && !text.isEmpty()) {
      seen.putIfAbsent(name, text);
    }
  }

  /** What was noted since it was last asked for. */
  Map<String, String> seen() {
    Map<String, String> noted = seen;
    seen = noted == null ? null : new LinkedHashMap<>();
    return noted == null ? Map.of() : noted;
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

  /** The value of a field; null if the record has no such field, or nothing in it. */
  @Nullable String value(int slot) {
    String text = slots[slot];
    if (text == null || text.isEmpty()) {
      return null;
    }
    return text.length() <= longestAbsent && absent.contains(text) ? null : text;
  }

  void set(int slot, @Nullable String text) {
    slots[slot] = text;
  }

  /** The texts of some fields. */
  @Nullable String[] values(int[] of) {
    var values = new @Nullable String[of.length];
    for (int i = 0; i < of.length; i++) {
      values[i] = slots[of[i]];
    }
    return values;
  }

  /** Gives some fields their texts again. */
  void set(int[] to, @Nullable String[] values) {
    for (int i = 0; i < to.length; i++) {
      slots[to[i]] = values[i];
    }
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
