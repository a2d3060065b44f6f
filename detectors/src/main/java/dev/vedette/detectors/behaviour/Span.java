package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.Codec;
import dev.vedette.detectors.Detector;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The detectors that judge windows of one length of one type of subject; they share a row of state
 * for each window.
 */
final class Span {
  /** Slots are numbered in the bits of a long. */
  private static final int MOST_SLOTS = 64;

  /** The window's length in minutes: part of the keys of rows. */
  final int minutes;

  final long lengthMillis;
  final List<Slot> slots;

  /** What each slot's detector has of a window in which it gathered nothing. */
  private final Object[] nothing;

  private Span(int minutes, List<Slot> slots) {
    this.minutes = minutes;
    this.lengthMillis = minutes * 60_000L;
    this.slots = List.copyOf(slots);
    this.nothing = slots.stream().map(slot -> slot.detector().nothing()).toArray();
  }

  /**
   * The spans of a registry, for each type of subject with the detectors that look at it, shortest
   * first.
   *
   * @param shadow the ids of detectors that are only tried
   */
  static Map<SubjectType, List<Span>> of(
      List<? extends Detector<?, ?>> detectors, Set<String> shadow) {
    var unknown = new TreeSet<>(shadow);
    detectors.forEach(detector -> unknown.remove(detector.id()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no detector %s that could run in shadow".formatted(unknown.first()));
    }
    check(detectors);
    var byType = new EnumMap<SubjectType, List<Span>>(SubjectType.class);
    for (SubjectType type : SubjectType.values()) {
      byType.put(type, of(detectors, shadow, type));
    }
    return byType;
  }

  private static List<Span> of(
      List<? extends Detector<?, ?>> detectors, Set<String> shadow, SubjectType type) {
    var byMinutes = new TreeMap<Integer, List<Slot>>();
    for (Detector<?, ?> detector : detectors) {
      if (detector.subjects().contains(type)) {
        byMinutes
            .computeIfAbsent((int) detector.window().toMinutes(), m -> new ArrayList<>())
            .add(Slot.of(number(detector.id()), detector, shadow.contains(detector.id())));
      }
    }
    byMinutes.forEach((minutes, slots) -> {
      if (slots.size() > MOST_SLOTS) {
        throw new IllegalArgumentException(
            "%d detectors judge windows of %d minutes of a %s, at most %d can"
                .formatted(slots.size(), minutes, type.wireName(), MOST_SLOTS));
      }
    });
    return byMinutes.entrySet().stream().map(e -> new Span(e.getKey(), e.getValue())).toList();
  }

  private static void check(List<? extends Detector<?, ?>> detectors) {
    var byNumber = new HashMap<Integer, String>();
    for (Detector<?, ?> detector : detectors) {
      int number = number(detector.id());
      String other = byNumber.put(number, detector.id());
      if (other != null) {
        throw new IllegalArgumentException(
            "detectors %s and %s have the same number in stored state; rename the newer one"
                .formatted(other, detector.id()));
      }
      long minutes = detector.window().toMinutes();
      if (minutes < 1 || minutes > 1_440 || 1_440 % minutes != 0) {
        throw new IllegalArgumentException(
            "window of %s: %s is not a divisor of a day in whole minutes"
                .formatted(detector.id(), detector.window()));
      }
    }
  }

  /** A detector's number in stored state: two bytes of its id, so that order does not matter. */
  private static int number(String id) {
    return id.hashCode() & 0x3FFF;
  }

  /** A window in which no detector gathered anything. */
  Object[] nothing() {
    return nothing.clone();
  }

  /**
   * Whether a slot's detector gathered something: detectors promise to return their one empty
   * window where they did not.
   */
  @SuppressWarnings("ReferenceEquality")
  boolean isSomething(int slot, Object seen) {
    return seen != nothing[slot];
  }

  long indexOf(long timeMillis) {
    return Math.floorDiv(timeMillis, lengthMillis);
  }

  long startOf(long index) {
    return index * lengthMillis;
  }

  long endOf(long index) {
    return (index + 1) * lengthMillis;
  }

  /**
   * A detector in its place. The engine handles every detector's states as opaque objects; that
   * each gets its own back is this class's promise, and the only unchecked cast.
   */
  record Slot(
      int number,
      Detector<Object, Object> detector,
      Codec<Object> windowCodec,
      Codec<Object> baselineCodec,
      boolean shadow) {

    @SuppressWarnings("unchecked")
    static Slot of(int number, Detector<?, ?> detector, boolean shadow) {
      var opaque = (Detector<Object, Object>) detector;
      return new Slot(number, opaque, opaque.windowCodec(), opaque.baselineCodec(), shadow);
    }
  }
}
