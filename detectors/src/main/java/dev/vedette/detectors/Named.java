package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.List;

/**
 * That a thing with a name was seen. At most {@value #MAX_BYTES} bytes.
 *
 * @param key hash of the name
 * @param name as {@link ShortName} makes it
 * @param first the earliest event that shows it
 */
record Named(long key, String name, EventRef first) implements Sighting<Named> {
  static final int MAX_BYTES = ShortName.MAX_BYTES + EventRefs.MAX_BYTES;

  static Named of(String name, EventRef first) {
    return new Named(Hash64.of(name), name, first);
  }

  /** Adds a thing; the same list if it was seen earlier. */
  static List<Named> add(List<Named> seen, String name, Observation observation, int most) {
    String shortName = ShortName.of(name);
    int at = Sighting.find(seen, Hash64.of(shortName));
    return at >= 0 && !EventRefs.isBefore(observation, seen.get(at).first)
        ? seen
        : Sighting.add(seen, of(shortName, EventRefs.of(observation)), most);
  }

  @Override
  public Named and(Named other) {
    return new Named(
        key,
        name.compareTo(other.name) <= 0 ? name : other.name,
        first.compareTo(other.first) <= 0 ? first : other.first);
  }

  void write(Packer to) {
    to.putText(name);
    EventRefs.write(first, to);
  }

  static Named read(Unpacker from) {
    return of(from.getText(), EventRefs.read(from));
  }
}
