package dev.vedette.flows.behaviour;

import dev.vedette.events.EventHash;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The hashes that a subject has seen, by the hour of event time, so that a duplicate is known as
 * one. Hashes are kept in chunks of {@value #CHUNK}: a store then writes some hundred bytes for a
 * new hash, whatever the subject's traffic.
 */
final class Seen {
  static final int CHUNK = 8;

  private final TreeMap<Integer, Hour> hours = new TreeMap<>();
  private final TreeSet<Integer> changed = new TreeSet<>();

  /** What a store has of an hour, and takes of it. */
  interface Chunks {
    /** The chunks of an hour, in order; empty if the subject is new. */
    List<byte[]> load(int hour);

    /** Stores a chunk. */
    void store(int hour, int chunk, byte[] bytes);
  }

  private static final class Hour {
    final HashSet128 all = new HashSet128();

    /** The hashes from the first chunk on that is not full or not stored. */
    final List<EventHash> last = new ArrayList<>(CHUNK);

    /** The number of that chunk. */
    int chunk;
  }

  /** Notes a hash, and says whether it is new. */
  boolean add(int hour, EventHash hash, Chunks chunks) {
    Hour of = hours.get(hour);
    if (of == null) {
      of = load(hour, chunks);
      hours.put(hour, of);
    }
    if (!of.all.add(hash)) {
      return false;
    }
    of.last.add(hash);
    changed.add(hour);
    return true;
  }

  /** Stores what was added since the last call. */
  void store(Chunks chunks, Packer scratch) {
    for (int hour : changed) {
      Hour of = hours.get(hour);
      if (of != null) {
        store(hour, of, chunks, scratch);
      }
    }
    changed.clear();
  }

  private static void store(int hour, Hour of, Chunks chunks, Packer scratch) {
    for (int from = 0; from < of.last.size(); from += CHUNK) {
      List<EventHash> chunk = of.last.subList(from, Math.min(from + CHUNK, of.last.size()));
      scratch.clear();
      for (EventHash one : chunk) {
        scratch.putLong(one.high()).putLong(one.low());
      }
      chunks.store(hour, of.chunk + from / CHUNK, scratch.toBytes());
    }
    letGoOfFull(of);
  }

  /** Lets go of the hours before this one. */
  void forgetBefore(int hour) {
    hours.headMap(hour).clear();
  }

  private static Hour load(int hour, Chunks chunks) {
    var of = new Hour();
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
