package dev.vedette.detectors.series;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * Scores each value of a numeric series as it comes: 0 is ordinary, and {@code 1 − score} is about
 * how rarely so strange a moment comes by chance. One pass, no look at what follows, nothing to
 * set, any unit, any spacing of the times.
 *
 * <p><b>What it looks at.</b> Fifteen statistics of the value and of what came before, over the
 * last 1, 6, 24 and 96 points: the <i>level</i> (mean of the last w), the <i>change</i> (mean of
 * the last w less mean of the 4w before), the <i>seasonal residual</i> (mean of the last w
 * differences from {@link Season}), and for w &gt; 1 the <i>roughness</i> (mean absolute step).
 * Spikes, shifts of level, missing or misplaced seasons, flat lines and denser bursts each move at
 * least one of them.
 *
 * <p><b>How strange.</b> Each statistic is compared with its own past on either side by a
 * generalised Pareto tail ({@link Tail}): {@code s_i = −log10 p_i}, at most two decades for each
 * decade of values seen, because no history vouches for more. The p-values, which depend on each
 * other in unknown ways, are merged by their power mean with exponent −r, r = {@value #POWER}:
 *
 * <pre>  s = (1/r) · log10( (1/k) · Σ 10^(r·s_i) )</pre>
 *
 * (V. Vovk and R. Wang, "Combining p-values via averaging", Biometrika 107, 2020; the constant that
 * would make it exact, 0.75 decades, is left out, because consecutive values are no independent
 * trials anyway.)
 *
 * <p><b>Said once.</b> An anomaly lasts; an alarm should not. What was strange within the last few
 * hundred points raises the bar: with {@code h ← max(h·e^(−1/}{@value #HABIT_POINTS}{@code ), s)}
 * the evidence {@code s·clamp((s − h)/1 decade, 0, 1)} is left, so what goes on is silent and what
 * grows tenfold stranger speaks again. The score is {@code 1 − 10^(−evidence)}; within the first
 * {@value #SETTLED_POINTS} points the evidence is scaled down in proportion.
 *
 * <p><b>Learning.</b> Every value teaches after it was judged, anomalies too: a new level is normal
 * within days, and what happens often becomes ordinary by its rank. There is no clock, no chance
 * and no parameter that belongs to one series. <b>Late values</b> are scored as they come.
 *
 * <p><b>Memory</b> does not grow: at most {@value #MAX_BYTES} bytes when written, about the same in
 * the heap. Not safe for use by several threads.
 *
 * <p>The constants were chosen on synthetic series and on a part of the Numenta Anomaly Benchmark,
 * see docs/series.md; the result depends little on them.
 */
public final class SeriesScorer {
  /** The bound of {@link #write}. */
  public static final int MAX_BYTES = 32_000;

  static final double POWER = 0.7;
  static final int HABIT_POINTS = 300;
  static final int SETTLED_POINTS = 300;

  /** Sums of so great values do not overflow. */
  private static final double GREATEST = 1e100;

  private static final int VERSION = 1;
  private static final int[] WIDTHS = {1, 6, 24, 96};
  private static final int BEFORE = 4;
  private static final int KINDS = 3;
  private static final int STATISTICS = KINDS * WIDTHS.length + WIDTHS.length - 1;
  private static final double DECADES_PER_DECADE = 2;
  private static final double MOST_DECADES = 15;
  private static final double FADE = StrictMath.exp(-1.0 / HABIT_POINTS);

  private final Recent values;
  private final Recent residuals;
  private final Season season;
  private final Tail[] above = new Tail[STATISTICS];
  private final Tail[] below = new Tail[STATISTICS];
  private final double[] statistics = new double[STATISTICS];
  private double habit;

  /** Begins a series of which nothing is known. */
  public SeriesScorer() {
    values = new Recent((1 + BEFORE) * WIDTHS[WIDTHS.length - 1]);
    residuals = new Recent(WIDTHS[WIDTHS.length - 1]);
    season = new Season();
    for (int i = 0; i < STATISTICS; i++) {
      above[i] = new Tail();
      below[i] = new Tail();
    }
  }

  private SeriesScorer(Unpacker from) {
    values = new Recent((1 + BEFORE) * WIDTHS[WIDTHS.length - 1], from);
    residuals = new Recent(WIDTHS[WIDTHS.length - 1], from);
    season = new Season(from);
    for (int i = 0; i < STATISTICS; i++) {
      above[i] = new Tail(from);
      below[i] = new Tail(from);
    }
    habit = from.getDouble();
  }

  /**
   * The score of the next value, from 0 (ordinary) to 1; the value is learned.
   *
   * @param atMillis its time since 1970, UTC; only the hour of the day and of the week matter
   * @param value any number within ±10^100
   * @throws IllegalArgumentException if the value is not a number or is greater
   */
  public double score(long atMillis, double value) {
    if (!(StrictMath.abs(value) <= GREATEST)) {
      throw new IllegalArgumentException("a value must be a number within ±1e100, not " + value);
    }
    values.add(value);
    residuals.add(season.residual(atMillis, value));
    int known = measure();
    double strange = strangeness(known);
    for (int i = 0; i < known; i++) {
      above[i].add(statistics[i]);
      below[i].add(-statistics[i]);
    }
    double fresh = StrictMath.max(0, StrictMath.min(1, strange - habit));
    double settled = StrictMath.min(1, values.count() / (double) SETTLED_POINTS);
    habit = StrictMath.max(habit * FADE, strange);
    return 1 - StrictMath.pow(10, -strange * fresh * settled);
  }

  /** How many values were scored. */
  public long count() {
    return values.count();
  }

  /** Writes the state; {@link #read} goes on with it as if nothing had happened. */
  public byte[] write() {
    var to = new Packer(MAX_BYTES);
    to.putByte(VERSION);
    values.write(to);
    residuals.write(to);
    season.write(to);
    for (int i = 0; i < STATISTICS; i++) {
      above[i].write(to);
      below[i].write(to);
    }
    return to.putDouble(habit).toBytes();
  }

  /**
   * A scorer in the state that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the bytes are no such state
   */
  public static SeriesScorer read(byte[] bytes) {
    var from = new Unpacker(bytes);
    int version = from.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException("unknown version %d of a series".formatted(version));
    }
    var scorer = new SeriesScorer(from);
    if (!from.atEnd()) {
      throw new IllegalArgumentException("a series is followed by bytes that are not its own");
    }
    return scorer;
  }

  /**
   * Fills {@link #statistics}, those first that exist from the first value on, so that the index of
   * a statistic is always the same, and says how many there are by now.
   */
  private int measure() {
    int at = 0;
    for (int width : WIDTHS) {
      statistics[at++] = values.mean(0, width);
    }
    for (int width : WIDTHS) {
      statistics[at++] = residuals.mean(0, width);
    }
    for (int width : WIDTHS) {
      if (values.count() <= (1L + BEFORE) * width) {
        return at;
      }
      statistics[at++] = values.mean(0, width) - values.mean(width, BEFORE * width);
      if (width > 1) {
        statistics[at++] = values.roughness(width);
      }
    }
    return at;
  }

  private double strangeness(int known) {
    double most =
        StrictMath.min(MOST_DECADES, DECADES_PER_DECADE * StrictMath.log10(values.count() + 1.0));
    double sum = 0;
    for (int i = 0; i < known; i++) {
      double decades =
          StrictMath.max(above[i].decades(statistics[i]), below[i].decades(-statistics[i]));
      sum += StrictMath.pow(10, POWER * StrictMath.min(most, decades));
    }
    return StrictMath.log10(sum / known) / POWER;
  }
}
