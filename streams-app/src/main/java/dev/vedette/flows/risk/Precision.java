package dev.vedette.flows.risk;

import dev.vedette.events.Signal;
import dev.vedette.flows.DetectorDays;
import dev.vedette.risk.Verdict;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How often detectors were right: of the signals with evidence above 0 that somebody found out
 * about, how many were what, by detector and day of the window. A signal is counted once, as it is
 * ruled on now. Days are kept for {@value #DAYS} days.
 */
public final class Precision {
  private static final int DAYS = 400;
  private static final long DAY_MILLIS = 86_400_000L;

  private final DetectorDays days;

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
    private static Day of(DetectorDays.Day day) {
      List<Long> counts = day.counts();
      return new Day(day.detector(), day.epochDay(), counts.get(0), counts.get(1), counts.get(2));
    }
  }

  Precision(KeyValueStore<Bytes, byte[]> counts) {
    this.days = new DetectorDays(counts, DAYS);
  }

  void add(Signal signal, Verdict.Kind kind, int more) {
    if (more == 0) {
      return;
    }
    long one = more;
    days.add(
        signal.subject().tenant(),
        (int) Math.floorDiv(signal.windowStartMillis(), DAY_MILLIS),
        signal.detector(),
        switch (kind) {
          case TRUE_POSITIVE -> List.of(one, 0L, 0L);
          case FALSE_POSITIVE -> List.of(0L, one, 0L);
          case BENIGN_EXPECTED -> List.of(0L, 0L, one);
        });
  }

  /** Days that were counted in one place or in several, by detector and day. */
  public static List<Day> of(List<DetectorDays.Day> counted) {
    return DetectorDays.sum(counted).stream().map(Day::of).toList();
  }
}
