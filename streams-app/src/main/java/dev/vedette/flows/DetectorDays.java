package dev.vedette.flows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Packer;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Counts by tenant, day and detector in a store; those of several partitions add up. A tenant's
 * days end so long before the last one that was counted.
 */
public final class DetectorDays {
  private static final int VERSION = 1;

  private final KeyValueStore<Bytes, byte[]> store;
  private final int kept;

  /**
   * What was counted of a detector's signals of one day.
   *
   * @param detector the detector's id
   * @param epochDay the day in UTC, counted from 1970-01-01
   * @param counts one for each thing that is counted
   */
  public record Day(String detector, int epochDay, List<Long> counts) {
    /** Copies the list. */
    public Day {
      counts = List.copyOf(counts);
    }

    private Day plus(Day other) {
      var sums = new ArrayList<Long>(counts.size());
      for (int i = 0; i < counts.size(); i++) {
        sums.add(counts.get(i) + other.counts.get(i));
      }
      return new Day(detector, epochDay, sums);
    }

    private boolean isEmpty() {
      return counts.stream().allMatch(count -> count == 0);
    }
  }

  /**
   * Counts in a store.
   *
   * @param kept for how many days counts are kept
   */
  public DetectorDays(KeyValueStore<Bytes, byte[]> store, int kept) {
    this.store = store;
    this.kept = kept;
  }

  /** Counts more, or fewer, of a detector's signals of a day, always the same things. */
  public void add(String tenant, int epochDay, String detector, List<Long> more) {
    Bytes key = key(tenant, epochDay, detector);
    byte[] stored = store.get(key);
    if (stored == null) {
      forgetBefore(tenant, epochDay - kept);
    }
    var change = new Day(detector, epochDay, more);
    Day now = stored == null ? change : read(detector, epochDay, stored).plus(change);
    if (now.isEmpty()) {
      store.delete(key);
    } else {
      store.put(key, write(now));
    }
  }

  private void forgetBefore(String tenant, int epochDay) {
    var old = new ArrayList<Bytes>();
    try (var entries = store.range(key(tenant, 0, ""), key(tenant, epochDay, ""))) {
      entries.forEachRemaining(entry -> old.add(entry.key));
    }
    old.forEach(store::delete);
  }

  /** The days of a tenant, by detector and day; the counts of all partitions together. */
  public static List<Day> read(ReadOnlyKeyValueStore<Bytes, byte[]> store, String tenant) {
    Map<String, Day> days = new TreeMap<>();
    try (var entries = store.range(key(tenant, 0, ""), key(tenant, Integer.MAX_VALUE, ""))) {
      while (entries.hasNext()) {
        var entry = entries.next();
        String[] parts = new String(entry.key.get(), UTF_8).split("/", 3);
        Day day = read(parts[2], Integer.parseInt(parts[1]), entry.value);
        days.merge(parts[2] + "/" + parts[1], day, Day::plus);
      }
    }
    return List.copyOf(days.values());
  }

  /** Days counted in several places, by detector and day. */
  public static List<Day> sum(List<Day> days) {
    Map<String, Day> sums = new TreeMap<>();
    for (Day day : days) {
      sums.merge("%s/%s".formatted(day.detector, digits(day.epochDay)), day, Day::plus);
    }
    return List.copyOf(sums.values());
  }

  private static Bytes key(String tenant, int epochDay, String detector) {
    String text = "%s/%s/%s".formatted(SubjectKey.encodePart(tenant), digits(epochDay), detector);
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  private static String digits(int epochDay) {
    return "%010d".formatted(Math.max(0, epochDay));
  }

  private static byte[] write(Day day) {
    var to = new Packer(32).putByte(VERSION);
    day.counts.forEach(to::putSigned);
    return to.toBytes();
  }

  private static Day read(String detector, int epochDay, byte[] stored) {
    var from = new Unpacker(stored);
    int version = from.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "counts of version %d, this reads %d".formatted(version, VERSION));
    }
    var counts = new ArrayList<Long>();
    while (!from.atEnd()) {
      counts.add(from.getSigned());
    }
    return new Day(detector, epochDay, counts);
  }
}
