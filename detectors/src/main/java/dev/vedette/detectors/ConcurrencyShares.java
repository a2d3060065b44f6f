package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * On what share of days two, three, … six things were in use at once. At most {@value #MAX_BYTES}
 * bytes.
 *
 * @param days days that taught, aged
 * @param reached for 2, 3, … 6 on how many of them so many were, aged
 */
public record ConcurrencyShares(double days, List<Double> reached) {
  /** Levels that are told apart: 2 to 6. */
  static final int LEVELS = 5;

  static final int MAX_BYTES = 8 + 1 + 8 * LEVELS;
  static final ConcurrencyShares NONE = new ConcurrencyShares(0, Collections.nCopies(LEVELS, 0.0));

  /** Copies the list. */
  public ConcurrencyShares {
    reached = List.copyOf(reached);
  }

  /** The share of days with so many, shrunk to a prior that counts for some days. */
  double share(int level, double prior, double priorDays) {
    return Math.min(1, (reached.get(level - 2) + priorDays * prior) / (days + priorDays));
  }

  /**
   * After another window.
   *
   * @param fade what is left of the days before
   * @param newDay whether it is the day's first
   * @param before the greatest concurrency that the day had already taught
   * @param concurrent that of the window
   */
  ConcurrencyShares plus(double fade, boolean newDay, int before, int concurrent) {
    var more = new ArrayList<Double>(LEVELS);
    for (int level = 2; level < LEVELS + 2; level++) {
      boolean now = level > before && level <= concurrent;
      more.add(reached.get(level - 2) * fade + (now ? 1 : 0));
    }
    return new ConcurrencyShares(days * fade + (newDay ? 1 : 0), more);
  }

  void write(Packer to) {
    int levels = LEVELS;
    while (levels > 0 && reached.get(levels - 1) == 0) {
      levels--;
    }
    to.putDouble(days).putByte(levels);
    for (int i = 0; i < levels; i++) {
      to.putDouble(reached.get(i));
    }
  }

  static ConcurrencyShares read(Unpacker from) {
    double days = from.getDouble();
    int levels = from.getByte();
    var reached = new ArrayList<Double>(LEVELS);
    for (int i = 0; i < LEVELS; i++) {
      reached.add(i < levels ? from.getDouble() : 0.0);
    }
    return new ConcurrencyShares(days, reached);
  }
}
