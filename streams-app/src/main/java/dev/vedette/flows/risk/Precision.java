package dev.vedette.flows.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Unpacker;
import dev.vedette.risk.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How often detectors were right: of the signals with evidence above 0 that somebody found out
 * about, how many were what, by detector and day of the window. A signal is counted once, as it is
 * ruled on now. Days are kept for {@value #DAYS} days.
 */
public final class Precision {
  private static final int DAYS = 400;
  private static final long DAY_MILLIS = 86_400_000L;

  private final KeyValueStore<Bytes, byte[]> counts;

  /**
   * What was found out about a detector's signals of one day.
   *
   * @param detector the detector's id
   * @param epochDay the day in UTC, counted from 1970-01-01
   * @param truePositives attacks
   * @param falsePositives the detector was wrong
   * @param benignExpected it was right and the thing allowed
   */
  public record Day(
      String detector, int epochDay, long truePositives, long falsePositives, long benignExpected) {
    private Day plus(Verdict.Kind kind, long more) {
      return switch (kind) {
        case TRUE_POSITIVE ->
            new Day(detector, epochDay, truePositives + more, falsePositives, benignExpected);
        case FALSE_POSITIVE ->
            new Day(detector, epochDay, truePositives, falsePositives + more, benignExpected);
        case BENIGN_EXPECTED ->
            new Day(detector, epochDay, truePositives, falsePositives, benignExpected + more);
      };
    }

    private Day plus(Day other) {
      return new Day(
          detector,
          epochDay,
          truePositives + other.truePositives,
          falsePositives + other.falsePositives,
          benignExpected + other.benignExpected);
    }

    private boolean isEmpty() {
      return truePositives == 0 && falsePositives == 0 && benignExpected == 0;
    }
  }

  Precision(KeyValueStore<Bytes, byte[]> counts) {
    this.counts = counts;
  }

  void add(Signal signal, Verdict.Kind kind, int more) {
    if (more == 0) {
      return;
    }
    int day = (int) Math.floorDiv(signal.windowStartMillis(), DAY_MILLIS);
    String tenant = signal.subject().tenant();
    Bytes key = key(tenant, day, signal.detector());
    byte[] stored = counts.get(key);
    if (stored == null) {
      forgetBefore(tenant, day - DAYS);
    }
    Day now = day(signal.detector(), day, stored).plus(kind, more);
    if (now.isEmpty()) {
      counts.delete(key);
    } else {
      counts.put(key, encode(now));
    }
  }

  private void forgetBefore(String tenant, int day) {
    var old = new ArrayList<Bytes>();
    try (var entries = counts.range(key(tenant, 0, ""), key(tenant, Math.max(0, day), ""))) {
      entries.forEachRemaining(entry -> old.add(entry.key));
    }
    old.forEach(counts::delete);
  }

  /** The days of a tenant, by detector and day; the counts of all partitions together. */
  public static List<Day> read(ReadOnlyKeyValueStore<Bytes, byte[]> counts, String tenant) {
    Map<String, Day> days = new TreeMap<>();
    try (var entries = counts.range(key(tenant, 0, ""), key(tenant, Integer.MAX_VALUE, ""))) {
      while (entries.hasNext()) {
        var entry = entries.next();
        String text = new String(entry.key.get(), UTF_8);
        String[] parts = text.split("/", 3);
        Day day = day(parts[2], Integer.parseInt(parts[1]), entry.value);
        days.merge(parts[2] + "/" + parts[1], day, Day::plus);
      }
    }
    return List.copyOf(days.values());
  }

  /** Days counted in several places, by detector and day. */
  public static List<Day> sum(Collection<Day> days) {
    Map<String, Day> sums = new TreeMap<>();
    for (Day day : days) {
      sums.merge(day.detector() + "/%010d".formatted(Math.max(0, day.epochDay())), day, Day::plus);
    }
    return List.copyOf(sums.values());
  }

  private static Bytes key(String tenant, int day, String detector) {
    String text =
        "%s/%010d/%s".formatted(SubjectKey.encodePart(tenant), Math.max(0, day), detector);
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  private static byte[] encode(Day day) {
    return new Packer(16)
        .putByte(1)
        .putSigned(day.truePositives())
        .putSigned(day.falsePositives())
        .putSigned(day.benignExpected())
        .toBytes();
  }

  private static Day day(String detector, int day, byte @Nullable [] stored) {
    if (stored == null) {
      return new Day(detector, day, 0, 0, 0);
    }
    var unpacker = new Unpacker(stored);
    int version = unpacker.getByte();
    if (version != 1) {
      throw new IllegalArgumentException("counts of version " + version + ", not 1");
    }
    return new Day(detector, day, unpacker.getSigned(), unpacker.getSigned(), unpacker.getSigned());
  }
}
