package dev.vedette.flows.behaviour;

import dev.vedette.events.Signal;
import dev.vedette.flows.DetectorDays;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What detectors say, those in shadow as well as those that count: how many signals stand, and how
 * strong they are, by tenant, detector and day of the window. A signal is counted once, as it is
 * now; a withdrawn one is not. Days are kept for {@value #DAYS} days. What was said before anybody
 * counted, as by an older release, and is withdrawn later leaves a day short, but never below 0.
 */
public final class Said {
  /** For how many days it is known. */
  public static final int DAYS = 30;

  /** The strengths that are counted, in nats. */
  public static final List<Integer> NATS = List.of(2, 4, 6, 8);

  private static final long DAY_MILLIS = 86_400_000L;

  private final DetectorDays days;
  private final Map<Slot, long[]> unwritten = new HashMap<>();

  private record Slot(String tenant, int epochDay, String detector) {}

  /**
   * What a detector said on one day.
   *
   * @param detector the detector's id
   * @param epochDay the day in UTC, counted from 1970-01-01
   * @param signals those with evidence, for or against
   * @param atLeast how many of them have at least so many nats as {@link #NATS} says
   */
  public record Day(String detector, int epochDay, long signals, List<Long> atLeast) {
    /** Copies the list. */
    public Day {
      atLeast = List.copyOf(atLeast);
    }

    private static Day of(DetectorDays.Day day) {
      List<Long> counts = day.counts().stream().map(count -> Math.max(0, count)).toList();
      return new Day(
          day.detector(), day.epochDay(), counts.getFirst(), counts.subList(1, counts.size()));
    }
  }

  Said(KeyValueStore<Bytes, byte[]> store) {
    days = new DetectorDays(store, DAYS);
  }

  /** Counts a signal instead of what it was before. */
  void add(Signal signal) {
    var slot =
        new Slot(
            signal.subject().tenant(),
            (int) Math.floorDiv(signal.windowStartMillis(), DAY_MILLIS),
            signal.detector());
    long[] more = unwritten.computeIfAbsent(slot, unknown -> new long[1 + NATS.size()]);
    count(signal.evidenceMicros(), 1, more);
    count(signal.previousMicros(), -1, more);
  }

  private static void count(int micros, int one, long[] counts) {
    counts[0] += micros == 0 ? 0 : one;
    for (int i = 0; i < NATS.size(); i++) {
      counts[1 + i] += micros >= NATS.get(i) * Signal.MICROS ? one : 0;
    }
  }

  /** Writes what was counted since it was last written. */
  void write() {
    unwritten.forEach((slot, more) -> {
      var counts = new ArrayList<Long>(more.length);
      boolean differs = false;
      for (long one : more) {
        counts.add(one);
        differs |= one != 0;
      }
      if (differs) {
        days.add(slot.tenant, slot.epochDay, slot.detector, counts);
      }
    });
    unwritten.clear();
  }

  /**
   * The last days of those that were counted, in one place or in several.
   *
   * @return by detector and day
   */
  public static List<Day> of(List<DetectorDays.Day> counted) {
    int last = counted.stream().mapToInt(DetectorDays.Day::epochDay).max().orElse(0);
    return DetectorDays.sum(counted).stream()
        .filter(day -> day.epochDay() > last - DAYS)
        .map(Day::of)
        .toList();
  }
}
