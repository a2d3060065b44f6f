package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.Need;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * On which day the events of a subject last said what detectors need. Greatest days only, so that
 * the order of observations does not matter.
 *
 * <p>As bytes: the day of the latest observation (0 if there was none), and for each need how many
 * days before it that was last said, and one more, up to {@value #MOST_DAYS_AGO}; 0 is never. At
 * most {@code 5 + 2 · needs}, mostly one each.
 */
final class Shown {
  /** What was last said longer ago than this is missing, in days. */
  static final int FRESH_DAYS = 30;

  private static final int MOST_DAYS_AGO = 1000;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final int NEVER = Integer.MIN_VALUE;
  private static final List<Need> NEEDS = List.of(Need.values());

  private int latest = NEVER;
  private final int[] lastDays = new int[NEEDS.size()];

  Shown() {
    Arrays.fill(lastDays, NEVER);
  }

  /**
   * Adds an observation.
   *
   * @return whether it is news
   */
  boolean add(Observation observation) {
    int day = day(observation.timeMillis());
    boolean news = day > latest;
    latest = Math.max(latest, day);
    for (int i = 0; i < lastDays.length; i++) {
      if (lastDays[i] < day && NEEDS.get(i).isMetBy(observation)) {
        lastDays[i] = day;
        news = true;
      }
    }
    return news;
  }

  /**
   * Why detectors with these needs are blind at an instant; empty if they are not, or if nothing
   * was noted yet.
   */
  String missing(Set<Need> needs, long atMillis) {
    if (latest == NEVER) {
      return "";
    }
    int oldest = day(atMillis) - FRESH_DAYS;
    if (!needs.isEmpty() && latest < oldest) {
      return "no event since " + LocalDate.ofEpochDay(latest);
    }
    // A set has no order: of two that are missing the same is told in every process.
    for (Need need : NEEDS) {
      if (!needs.contains(need)) {
        continue;
      }
      int last = lastDays[need.ordinal()];
      if (last == NEVER) {
        return "no event says " + need.words();
      }
      if (last < oldest) {
        return "no event since %s says %s".formatted(LocalDate.ofEpochDay(last), need.words());
      }
    }
    return "";
  }

  void write(Packer to) {
    if (latest == NEVER) {
      to.putVar(0);
      return;
    }
    to.putVar(latest + 1L).putVar(lastDays.length);
    for (int last : lastDays) {
      to.putVar(last == NEVER ? 0 : 1 + Math.min(MOST_DAYS_AGO, latest - last));
    }
  }

  void read(Unpacker from) {
    Arrays.fill(lastDays, NEVER);
    latest = from.getVarInt() - 1;
    if (latest < 0) {
      latest = NEVER;
      return;
    }
    int known = from.getVarInt();
    if (known > lastDays.length) {
      throw new IllegalArgumentException(
          "%d needs are noted, this knows %d".formatted(known, lastDays.length));
    }
    for (int i = 0; i < known; i++) {
      int ago = from.getVarInt();
      lastDays[i] = ago == 0 ? NEVER : latest - (ago - 1);
    }
  }

  private static int day(long atMillis) {
    return (int) Math.floorDiv(atMillis, DAY_MILLIS);
  }
}
