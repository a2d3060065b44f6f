package dev.vedette.flows.behaviour;

import dev.vedette.events.EventHash;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The hashes that a subject has seen, by the hour of event time, so that a duplicate is known as
 * one. Hashes are kept in chunks of {@value #CHUNK}: a store then writes some hundred bytes for a
 * new hash, whatever the subject's traffic.
 */
final class Seen {
  static final int CHUNK = 8;

  private final TreeMap<Integer, Hour> hours = new TreeMap<>();

  /** What a store has of an hour, and takes of it. */
  interface Chunks {
    /** The chunks of an hour, in order; empty if the subject is new. */
    List<byte[]> load(int hour);

    /** Stores a chunk. */
    void store(int hour, int chunk, byte[] bytes);
  }

  private static final class Hour {
    final HashSet128 all = new HashSet128();
    final List<EventHash> last = new ArrayList<>(CHUNK);
    int chunk;
  }

  /** Notes a hash, and says whether it is new. */
  boolean add(int hour, EventHash hash, Chunks chunks, Packer scratch) {
    Hour of = hours.get(hour);
    if (of == null) {
      of = load(hour, chunks);
      hours.put(hour, of);
    }
    if (!of.all.add(hash)) {
      return false;
    }
    if (of.last.size() == CHUNK) {
      of.last.clear();
      of.chunk++;
    }
    of.last.add(hash);
    scratch.clear();
    for (EventHash one : of.last) {
      scratch.putLong(one.high()).putLong(one.low());
    }
    chunks.store(hour, of.chunk, scratch.toBytes());
    return true;
  }

  /** Lets go of the hours before this one. */
  void forgetBefore(int hour) {
    hours.headMap(hour).clear();
  }

  private static Hour load(int hour, Chunks chunks) {
    var of = new Hour();
    List<byte[]> stored = chunks.load(hour);
    for (int i = 0; i < stored.size(); i++) {
      var from = new Unpacker(stored.get(i));
      of.chunk = i;
      of.last.clear();
      while (!from.atEnd()) {
        var hash = new EventHash(from.getLong(), from.getLong());
        of.all.add(hash);
        of.last.add(hash);
      }
    }
    return of;
  }
}
