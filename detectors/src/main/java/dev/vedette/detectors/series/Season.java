package dev.vedette.detectors.series;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.concurrent.TimeUnit;

/**
 * What the series usually is at this time of day and week: the mean of the half-hour of the day,
 * each value weighing {@value #DAY_KEEP} of the next in the same half-hour, plus a correction for
 * the hour of the week that is shrunk towards none, {@code Σ / (weeks + }{@value #PRIOR_WEEKS}
 * {@code )}, each week weighing {@value #WEEK_KEEP} of the next (shrinkage: C. Stein 1956; here
 * with a fixed prior). Until a half-hour has been seen the mean of all values stands in. Where
 * there is no season the residual is the value less a mean, and its tail no wider than that of the
 * value.
 */
final class Season {
  private static final double DAY_KEEP = 0.98;
  private static final double WEEK_KEEP = 0.8;
  private static final double PRIOR_WEEKS = 3;
  private static final double SLOWEST = 0.001;
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final int DAY_SLOTS = 48;
  private static final int WEEK_SLOTS = 168;
  private static final int NONE = -1;
  private static final double ROUNDING = 1e-9;

  private final double[] daySums = new double[DAY_SLOTS];
  private final double[] dayWeights = new double[DAY_SLOTS];
  private final double[] weekSums = new double[WEEK_SLOTS];
  private final double[] weekWeights = new double[WEEK_SLOTS];
  private double mean;
  private long count;
  private int hour = NONE;
  private double hourSum;
  private long hourCount;

  Season() {}

  Season(Unpacker from) {
    for (double[] numbers : arrays()) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = from.getDouble();
      }
    }
    mean = from.getDouble();
    count = from.getVar();
    hour = (int) from.getSigned();
    if (hour < NONE || hour >= WEEK_SLOTS) {
      throw new IllegalArgumentException("no hour of a week: " + hour);
    }
    hourSum = from.getDouble();
    hourCount = from.getVar();
  }

  /** The value less what was expected before it was known; then it is learned. */
  double residual(long atMillis, double value) {
    int slot = (int) (Math.floorMod(atMillis, DAY_MILLIS) * DAY_SLOTS / DAY_MILLIS);
    int week = (int) Math.floorMod(Math.floorDiv(atMillis, HOUR_MILLIS), (long) WEEK_SLOTS);
    if (count == 0) {
      mean = value;
    }
    double expected = dayWeights[slot] > 0 ? daySums[slot] / dayWeights[slot] : mean;
    double ofDay = value - expected;
    learnWeek(week, ofDay);
    double residual =
        rounded(ofDay - weekSums[week] / (weekWeights[week] + PRIOR_WEEKS), value, expected);
    daySums[slot] = daySums[slot] * DAY_KEEP + value;
    dayWeights[slot] = dayWeights[slot] * DAY_KEEP + 1;
    count++;
    mean += (value - mean) * StrictMath.max(1.0 / count, SLOWEST);
    return residual;
  }

  /** A difference that is no more than the rounding of what it is the difference of is none. */
  private static double rounded(double difference, double one, double other) {
    double least = ROUNDING * (StrictMath.abs(one) + StrictMath.abs(other));
    return StrictMath.abs(difference) <= least ? 0 : difference;
  }

  /** An hour counts once it is over, and as one, however many values it had. */
  private void learnWeek(int week, double ofDay) {
    if (week != hour) {
      if (hour != NONE) {
        weekSums[hour] = weekSums[hour] * WEEK_KEEP + hourSum / hourCount;
        weekWeights[hour] = weekWeights[hour] * WEEK_KEEP + 1;
      }
      hour = week;
      hourSum = 0;
      hourCount = 0;
    }
    hourSum += ofDay;
    hourCount++;
  }

  void write(Packer to) {
    for (double[] numbers : arrays()) {
      for (double number : numbers) {
        to.putDouble(number);
      }
    }
    to.putDouble(mean).putVar(count).putSigned(hour).putDouble(hourSum).putVar(hourCount);
  }

  private double[][] arrays() {
    return new double[][] {daySums, dayWeights, weekSums, weekWeights};
  }
}
