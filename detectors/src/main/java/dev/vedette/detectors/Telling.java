package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;

/**
 * An event that is shown for a window full of events: a sample that tells what it is about, where
 * the earliest ones might be innocent. Kept are the {@value #MOST} with the smallest keys: of
 * hashes of things, so that each thing is as likely to be shown, or of sizes, so that the greatest
 * are. Of the events of one key the earliest is shown. At most {@value #MAX_BYTES} bytes of state.
 *
 * @param key 32 bits of what it was chosen by
 * @param event the event
 */
record Telling(long key, EventRef event) implements Sighting<Telling> {
  static final int MOST = 3;
  static final int MAX_BYTES = 1 + MOST * (5 + EventRefs.MAX_BYTES);

  private static final int KEY_BITS = 32;

  @Override
  public Telling and(Telling other) {
    return event.compareTo(other.event) <= 0 ? this : other;
  }

  /** Adds an event chosen by a thing's hash, or by its time if there is no thing. */
  static List<Telling> add(List<Telling> sorted, Observation observation, long thing) {
    long hash = thing == 0 ? Hash64.mix(observation.timeMillis()) : thing;
    return addByKey(sorted, observation, hash >>> (Long.SIZE - KEY_BITS));
  }

  /** Adds an event chosen by its size, the greatest first. */
  static List<Telling> addBySize(List<Telling> sorted, Observation observation, long size) {
    return addByKey(sorted, observation, 0x7F80_0000L - Float.floatToIntBits((float) size));
  }

  private static List<Telling> addByKey(List<Telling> sorted, Observation observation, long key) {
    int size = sorted.size();
    if (size == MOST && key > sorted.get(size - 1).key) {
      return sorted;
    }
    int at = Sighting.find(sorted, key);
    if (at >= 0 && !EventRefs.isBefore(observation, sorted.get(at).event)) {
      return sorted;
    }
    return Sighting.add(sorted, new Telling(key, EventRefs.of(observation)), MOST);
  }

  /** The events, in the order of time. */
  static List<EventRef> events(List<Telling> sorted) {
    return sorted.stream().map(Telling::event).sorted().toList();
  }

  static void writeAll(List<Telling> sorted, Packer to) {
    to.putVar(sorted.size());
    for (Telling one : sorted) {
      to.putVar(one.key);
      EventRefs.write(one.event, to);
    }
  }

  static List<Telling> readAll(Unpacker from) {
    int size = from.getVarInt();
    var sorted = new ArrayList<Telling>();
    for (int i = 0; i < size; i++) {
      sorted.add(new Telling(from.getVar(), EventRefs.read(from)));
    }
    return List.copyOf(sorted);
  }
}
