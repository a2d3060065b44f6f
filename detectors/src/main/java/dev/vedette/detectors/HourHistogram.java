package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.Arrays;

/**
 * When a principal is active: aged counts of active hours in 48 slots, the hours of a workday
 * (Monday to Friday) and of a day at the weekend, UTC.
 *
 * <p>The probability of a slot is smoothed over its neighbours ({@code ¼, ½, ¼}, around the clock)
 * and backed off to the uniform law with the weight of one hour, the Perks prior (1/48 a slot):
 * {@code q = (smoothed + 1/48) / (total + 1)}. The p-value of a slot is the total probability of
 * all slots that are at most as likely, give or take one hour and one standard deviation of a
 * Poisson count: without that the last hours of a day would always be the rarest of a subject that
 * never sleeps, because today has not taught them yet. Ties only raise a p-value.
 *
 * @param weights aged counts by slot; at most {@value #MAX_BYTES} bytes of state
 */
record HourHistogram(double[] weights) {
  static final int SLOTS = 48;
  static final int MAX_BYTES = 10 + 8 * SLOTS;
  static final HourHistogram EMPTY = new HourHistogram(new double[SLOTS]);

  /** The slot of an hour counted from the epoch, which began on a Thursday. */
  static int slot(long epochHour) {
    long weekday = Math.floorMod(Math.floorDiv(epochHour, 24L) + 3, 7L);
    return Math.floorMod(epochHour, 24) + (weekday >= 5 ? 24 : 0);
  }

  /** The slot an hour before or after, the same kind of day. */
  static int beside(int slot, int hours) {
    int first = slot < 24 ? 0 : 24;
    int hour = slot - first + hours;
    return first + (hour < 0 ? hour + 24 : hour >= 24 ? hour - 24 : hour);
  }

  /** Fades what is there and adds an hour. */
  HourHistogram plus(long slots, double fade) {
    double[] more = weights.clone();
    for (int slot = 0; slot < SLOTS; slot++) {
      more[slot] = more[slot] * fade + (slots >>> slot & 1);
    }
    return new HourHistogram(more);
  }

  /** The total probability of the slots at most as likely as this one, in (0, 1]. */
  double pValue(int slot) {
    double own = smoothed(slot);
    double limit = own + StrictMath.sqrt(own) + 1;
    double total = 0;
    double tail = 0;
    for (int other = 0; other < SLOTS; other++) {
      double weight = smoothed(other);
      total += weight;
      tail += weight <= limit ? weight : 0;
    }
    return Math.min(1, tail / total);
  }

  private double smoothed(int slot) {
    return 0.25 * weights[beside(slot, -1)]
        + 0.5 * weights[slot]
        + 0.25 * weights[beside(slot, 1)]
        + 1.0 / SLOTS;
  }

  void write(Packer to) {
    long present = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      present |= weights[slot] == 0 ? 0 : 1L << slot;
    }
    to.putVar(present);
    for (double weight : weights) {
      if (weight != 0) {
        to.putDouble(weight);
      }
    }
  }

  static HourHistogram read(Unpacker from) {
    long present = from.getVar();
    if (present == 0) {
      return EMPTY;
    }
    double[] weights = new double[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
      if ((present >>> slot & 1) != 0) {
        weights[slot] = from.getDouble();
      }
    }
    return new HourHistogram(weights);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HourHistogram(double[] theirs) && Arrays.equals(weights, theirs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "HourHistogram" + Arrays.toString(weights);
  }
}
