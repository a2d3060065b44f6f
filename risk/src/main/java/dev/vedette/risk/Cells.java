package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Unpacker;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The evidence of a subject: a sparse table (family, hour) of integers, in micro-nats, sorted by
 * hour and then by family. A signal's upsert adds its difference to one cell, so the table is a
 * function of the signals' final versions alone, whatever their order; a cell of zero does not
 * exist. An hour is counted from the epoch, and its cell's instant is the end of the hour.
 *
 * <p>At most {@value #MAX} cells: where one more would come, the oldest hour goes, whole, and
 * nothing at or before it is taken any more. Immutable.
 *
 * <p>Encoded (version 1): {@code count·2 + hasFloor}, the floor's hour, then of each cell a tag
 * {@code hourGap·16 + family} (of the first: its hour, then its family) and the micro-nats, all of
 * variable length. At most {@code 14 + 16·count} bytes; a cell of usual size takes 5 or 6.
 */
public final class Cells {
  /** The most cells that a table holds. */
  public static final int MAX = 2048;

  /** No evidence. */
  public static final Cells EMPTY = new Cells(Integer.MIN_VALUE, new long[0], new long[0]);

  /** Milliseconds in an hour. */
  public static final long HOUR_MILLIS = 3_600_000L;

  private static final int VERSION = 1;

  /** Cells of this hour and before were given up. */
  private final int floorHour;

  /** hour · 16 + ordinal of the family, ascending. */
  private final long[] keys;

  private final long[] micros;

  private Cells(int floorHour, long[] keys, long[] micros) {
    this.floorHour = floorHour;
    this.keys = keys;
    this.micros = micros;
  }

  /** The cells of signals, given as upserts or as final versions with {@code previous} 0. */
  public static Cells of(Iterable<Signal> signals) {
    Cells cells = EMPTY;
    for (Signal signal : signals) {
      cells = cells.add(signal.family(), signal.hour(), signal.deltaMicros());
    }
    return cells;
  }

  /** These cells with so many micro-nats more in one of them. */
  public Cells add(Family family, int hour, long deltaMicros) {
    if (deltaMicros == 0 || hour <= floorHour) {
      return this;
    }
    long key = key(family, hour);
    int found = Arrays.binarySearch(keys, key);
    if (found < 0) {
      int at = -found - 1;
      long[] wider = new long[keys.length + 1];
      long[] deeper = new long[keys.length + 1];
      System.arraycopy(keys, 0, wider, 0, at);
      System.arraycopy(micros, 0, deeper, 0, at);
      wider[at] = key;
      deeper[at] = deltaMicros;
      System.arraycopy(keys, at, wider, at + 1, keys.length - at);
      System.arraycopy(micros, at, deeper, at + 1, keys.length - at);
      return new Cells(floorHour, wider, deeper).atMost(MAX);
    }
    long[] changed = micros.clone();
    changed[found] += deltaMicros;
    var sum = new Cells(floorHour, keys, changed);
    return changed[found] == 0 ? sum.where(i -> i != found) : sum;
  }

  /** The sum of two tables, cell by cell: what a session and its owner have together. */
  public Cells merge(Cells other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    long[] allKeys = new long[keys.length + other.keys.length];
    long[] allMicros = new long[allKeys.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < keys.length || j < other.keys.length) {
      boolean left = j == other.keys.length || (i < keys.length && keys[i] <= other.keys[j]);
      boolean right = i == keys.length || (j < other.keys.length && other.keys[j] <= keys[i]);
      long sum = (left ? micros[i] : 0) + (right ? other.micros[j] : 0);
      if (sum != 0) {
        allKeys[n] = left ? keys[i] : other.keys[j];
        allMicros[n++] = sum;
      }
      i += left ? 1 : 0;
      j += right ? 1 : 0;
    }
    return new Cells(
        Math.min(floorHour, other.floorHour),
        Arrays.copyOf(allKeys, n),
        Arrays.copyOf(allMicros, n));
  }

  /**
   * These cells without those that can count no more, whatever comes: ten half-lives and a day
   * before the newest hour of the subject. The day is there because the window that named the
   * newest hour, up to a day long, may end that much after the last event.
   */
  public Cells withoutExpired(Formula formula, int newestHour) {
    long atMillis = (newestHour - 24L) * HOUR_MILLIS;
    return where(i -> formula.counts(family(i), endMillis(i), atMillis));
  }

  /**
   * The cells that count at an instant: the canonical form for comparing two runs, which may have
   * dropped old cells at different times.
   */
  public Cells counting(Formula formula, long atMillis) {
    return where(i -> formula.counts(family(i), endMillis(i), atMillis));
  }

  /** These cells without the oldest hours, whole, so that at most so many are left. */
  Cells atMost(int count) {
    if (keys.length <= count) {
      return this;
    }
    int floor = hour(keys.length - count - 1);
    Cells kept = where(i -> hour(i) > floor);
    return new Cells(floor, kept.keys, kept.micros);
  }

  /** Whether there is no evidence. */
  public boolean isEmpty() {
    return keys.length == 0;
  }

  /** The number of cells. */
  public int size() {
    return keys.length;
  }

  /** The family of the i-th cell. */
  public Family family(int i) {
    return Family.ofOrdinal(familyOrdinal(i));
  }

  int familyOrdinal(int i) {
    return (int) (keys[i] & 15);
  }

  /** The hour of the i-th cell, since the epoch. */
  public int hour(int i) {
    return (int) (keys[i] >> 4);
  }

  /** The evidence of the i-th cell, in micro-nats, never 0. */
  public long micros(int i) {
    return micros[i];
  }

  /** The instant of the i-th cell: the end of its hour. */
  public long endMillis(int i) {
    return (hour(i) + 1L) * HOUR_MILLIS;
  }

  /** The evidence of one cell, in micro-nats; 0 if it does not exist. */
  public long micros(Family family, int hour) {
    int found = Arrays.binarySearch(keys, key(family, hour));
    return found < 0 ? 0 : micros[found];
  }

  /** Compact bytes that begin with a version. */
  public byte[] encode() {
    var packer = new Packer().putByte(VERSION);
    pack(packer);
    return packer.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are malformed or of another version
   */
  public static Cells decode(byte[] bytes) {
    var unpacker = new Unpacker(bytes);
    int version = unpacker.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException("cells of version " + version + ", not " + VERSION);
    }
    Cells cells = unpack(unpacker);
    if (!unpacker.atEnd()) {
      throw new IllegalArgumentException("there is more behind the cells");
    }
    return cells;
  }

  void pack(Packer packer) {
    boolean hasFloor = floorHour != Integer.MIN_VALUE;
    packer.putVar(keys.length * 2L + (hasFloor ? 1 : 0));
    if (hasFloor) {
      packer.putSigned(floorHour);
    }
    for (int i = 0; i < keys.length; i++) {
      if (i == 0) {
        packer.putSigned(hour(0)).putByte((int) (keys[0] & 15));
      } else {
        packer.putVar(keys[i] - (keys[i - 1] & ~15L));
      }
      packer.putSigned(micros[i]);
    }
  }

  static Cells unpack(Unpacker unpacker) {
    int header = unpacker.getVarInt();
    int count = header >>> 1;
    if (count > MAX) {
      throw new IllegalArgumentException("%d cells: there are at most %d".formatted(count, MAX));
    }
    int floor = (header & 1) == 0 ? Integer.MIN_VALUE : Math.toIntExact(unpacker.getSigned());
    int families = Family.values().length;
    long[] keys = new long[count];
    long[] micros = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] =
          i == 0
              ? unpacker.getSigned() * 16 + unpacker.getByte()
              : (keys[i - 1] & ~15L) + unpacker.getVar();
      micros[i] = unpacker.getSigned();
      if ((i > 0 && keys[i] <= keys[i - 1])
          || keys[i] >> 4 != (int) (keys[i] >> 4)
          || (keys[i] & 15) >= families
          || micros[i] == 0) {
        throw new IllegalArgumentException("malformed cell " + i);
      }
    }
    return new Cells(floor, keys, micros);
  }

  private Cells where(IntPredicate kept) {
    int first = 0;
    while (first < keys.length && kept.test(first)) {
      first++;
    }
    if (first == keys.length) {
      return this;
    }
    long[] keptKeys = keys.clone();
    long[] keptMicros = micros.clone();
    int n = first;
    for (int i = first + 1; i < keys.length; i++) {
      if (kept.test(i)) {
        keptKeys[n] = keys[i];
        keptMicros[n++] = micros[i];
      }
    }
    return new Cells(floorHour, Arrays.copyOf(keptKeys, n), Arrays.copyOf(keptMicros, n));
  }

  // The order of families is part of stored state: Family says so.
  @SuppressWarnings("EnumOrdinal")
  private static long key(Family family, int hour) {
    return hour * 16L + family.ordinal();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cells cells
        && floorHour == cells.floorHour
        && Arrays.equals(keys, cells.keys)
        && Arrays.equals(micros, cells.micros);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(keys) * 31 + Arrays.hashCode(micros);
  }

  /** One line a reader can check, such as {@code {credential@498000=5000000}}. */
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (int i = 0; i < keys.length; i++) {
      text.append(i == 0 ? "" : ", ").append(family(i).wireName());
      text.append('@').append(hour(i)).append('=').append(micros[i]);
    }
    return text.append('}').toString();
  }
}
