package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorted lists of the earliest events: the smallest k by time and id, whatever the order of adding.
 * An event costs at most {@value #MAX_BYTES} bytes of state.
 */
final class EventRefs {
  /** Longer ids are cut and completed with their event's hash. */
  static final int MAX_ID_CHARS = 64;

  /** Time, length and three bytes a character. */
  static final int MAX_BYTES = 10 + 2 + 3 * MAX_ID_CHARS;

  private static final int HEX_CHARS = 16;

  private EventRefs() {}

  /** The event of an observation, with an id that is bounded and survives UTF-8. */
  static EventRef of(Observation observation) {
    String id = observation.eventId();
    if (id.length() > MAX_ID_CHARS) {
      id =
          id.substring(0, MAX_ID_CHARS - HEX_CHARS - 1)
              + "~"
              + observation.hash().hex().substring(0, HEX_CHARS);
    }
    return new EventRef(observation.timeMillis(), wellFormed(id));
  }

  /** Whether the event would come before another; allocates only if the times are the same. */
  static boolean isBefore(Observation observation, EventRef other) {
    return observation.timeMillis() != other.timeMillis()
        ? observation.timeMillis() < other.timeMillis()
        : of(observation).compareTo(other) < 0;
  }

  /** Adds an event; the same list if {@code most} earlier ones are there. */
  static List<EventRef> add(List<EventRef> earliest, Observation observation, int most) {
    int size = earliest.size();
    if (size == most && !isBefore(observation, earliest.get(size - 1))) {
      return earliest;
    }
    return add(earliest, of(observation), most);
  }

  private static List<EventRef> add(List<EventRef> earliest, EventRef ref, int most) {
    int at = earliest.size();
    while (at > 0 && ref.compareTo(earliest.get(at - 1)) < 0) {
      at--;
    }
    return at >= most ? earliest : Copies.inserted(earliest, at, ref, most);
  }

  /** The earliest of both lists. */
  static List<EventRef> merge(List<EventRef> a, List<EventRef> b, int most) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    List<EventRef> merged = a;
    for (EventRef ref : b) {
      merged = add(merged, ref, most);
    }
    return merged;
  }

  /** How many of a sorted list come before an event. */
  static int countBefore(List<EventRef> sorted, EventRef limit) {
    int n = 0;
    while (n < sorted.size() && sorted.get(n).compareTo(limit) < 0) {
      n++;
    }
    return n;
  }

  /** The later of two events; null is none. */
  static @Nullable EventRef later(@Nullable EventRef a, @Nullable EventRef b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) >= 0 ? a : b;
  }

  static void writeMaybe(@Nullable EventRef ref, Packer to) {
    to.putByte(ref == null ? 0 : 1);
    if (ref != null) {
      write(ref, to);
    }
  }

  static @Nullable EventRef readMaybe(Unpacker from) {
    return from.getByte() == 0 ? null : read(from);
  }

  static void write(EventRef ref, Packer to) {
    to.putSigned(ref.timeMillis()).putText(ref.id());
  }

  static EventRef read(Unpacker from) {
    return new EventRef(from.getSigned(), from.getText());
  }

  static void writeAll(List<EventRef> refs, Packer to) {
    to.putVar(refs.size());
    for (EventRef ref : refs) {
      write(ref, to);
    }
  }

  static List<EventRef> readAll(Unpacker from) {
    int size = from.getVarInt();
    var refs = new ArrayList<EventRef>();
    for (int i = 0; i < size; i++) {
      refs.add(read(from));
    }
    return List.copyOf(refs);
  }

  /** The text with every surrogate without its partner replaced: UTF-8 cannot say it. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '?' : c));
        return clean.toString();
      }
    }
    return text;
  }
}
