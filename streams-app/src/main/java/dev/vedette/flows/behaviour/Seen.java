package dev.vedette.flows.behaviour;

import dev.vedette.events.EventHash;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that a subject has seen, by the hour of event time, so that a duplicate is known as
 * one. Hashes are kept in chunks of {@value #CHUNK}: a store then writes some hundred bytes for a
 * new hash, whatever the subject's traffic.
 */
final class Seen {
  static final int CHUNK = 8;
  static final int HASH_BYTES = 16;

  private final TreeMap<Integer, Hour> hours = new TreeMap<>();
  private final List<Hour> changed = new ArrayList<>();
  private @Nullable Hour latest;
  private boolean hasLetGo;

  /** What a store has of an hour, and takes of it. */
  interface Chunks {
    /** The chunks of an hour, in order; empty if the subject is new. */
    List<byte[]> load(int hour);

    /** Stores a chunk. */
    void store(int hour, int chunk, byte[] bytes);
  }

  private static final class Hour {
    final int number;
    final HashSet128 all = new HashSet128();

    /** The hashes from the first chunk on that is not full or not stored. */
    final List<EventHash> last = new ArrayList<>(CHUNK);

    /** The number of that chunk. */
    int chunk;

    boolean isChanged;

    /** Whether it was looked at since {@link Seen#letGoOfIdle} was last called. */
    boolean isInUse;

    Hour(int number) {
      this.number = number;
    }
  }

  /** Notes a hash, and says whether it is new. */
  boolean add(int hour, EventHash hash, Chunks chunks) {
    Hour of = latest;
    if (of == null || of.number != hour) {
      of = hours.get(hour);
      if (of == null) {
        of = load(hour, chunks);
        hours.put(hour, of);
      }
      latest = of;
    }
    of.isInUse = true;
    if (!of.all.add(hash)) {
      return false;
    }
    of.last.add(hash);
    if (!of.isChanged) {
      of.isChanged = true;
      changed.add(of);
    }
    return true;
  }

  /** Stores what was added since the last call. */
  void store(Chunks chunks, Packer scratch) {
    for (Hour of : changed) {
      of.isChanged = false;
      store(of, chunks, scratch);
    }
    changed.clear();
  }

  private static void store(Hour of, Chunks chunks, Packer scratch) {
    for (int from = 0; from < of.last.size(); from += CHUNK) {
      List<EventHash> chunk = of.last.subList(from, Math.min(from + CHUNK, of.last.size()));
      scratch.clear();
      for (EventHash one : chunk) {
        scratch.putLong(one.high()).putLong(one.low());
      }
      chunks.store(of.number, of.chunk + from / CHUNK, scratch.toBytes());
    }
    letGoOfFull(of);
  }

  /** Lets go of the hours before this one, for good. */
  void forgetBefore(int hour) {
    hours.headMap(hour).clear();
    changed.removeIf(of -> of.number < hour);
    latest = null;
  }

  /** The memory that the hashes take, in bytes and nearly. */
  long bytes() {
    long bytes = 0;
    for (Hour of : hours.values()) {
      bytes += of.all.bytes();
    }
    return bytes;
  }

  /**
   * Keeps in memory only hours that were looked at since the last call or are not stored yet; the
   * others are read back when they are wanted.
   */
  void letGoOfIdle() {
    letGoIf(of -> !of.isInUse);
    hours.values().forEach(of -> of.isInUse = false);
  }

  /** Keeps in memory only what is not stored yet. */
  void letGoOfStored() {
    letGoIf(of -> true);
  }

  /** Whether a store may hold hours that are not in memory. */
  boolean hasLetGo() {
    return hasLetGo;
  }

  private void letGoIf(Predicate<Hour> unwanted) {
    hasLetGo |= hours.values().removeIf(of -> !of.isChanged && unwanted.test(of));
    latest = null;
  }

  private static Hour load(int hour, Chunks chunks) {
    var of = new Hour(hour);
    for (byte[] chunk : chunks.load(hour)) {
      var from = new Unpacker(chunk);
      while (!from.atEnd()) {
        var hash = new EventHash(from.getLong(), from.getLong());
        of.all.add(hash);
        of.last.add(hash);
      }
      letGoOfFull(of);
    }
    return of;
  }

  private static void letGoOfFull(Hour of) {
    int full = of.last.size() / CHUNK;
    of.last.subList(0, full * CHUNK).clear();
    of.chunk += full;
  }
}
