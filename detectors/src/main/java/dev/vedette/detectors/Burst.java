package dev.vedette.detectors;

import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Burst: far more events, or bytes, in an hour than this subject usually has when it is active.
 *
 * <p>{@code ln(1 + count)} and {@code ln(1 + kB)} of active hours are taken as normal with unknown
 * mean and variance; the normal-inverse-gamma predictive is Student's t (K. Murphy, "Conjugate
 * Bayesian analysis of the Gaussian distribution", 2007, eq. 110), with its degrees of freedom held
 * at four so that the tail stays heavy however long one has learned ({@link Tails#student4}). Its
 * place is the aged mean plus {@code ln 2}, because two hours are judged together; its scale {@code
 * √((ν₀s₀² + Σ(x − x̄)²) / (ν₀ + n) · (1 + 1/n))}. Count and bytes are merged by the mean of their
 * e-values; a subject that never moved a byte has 1 for bytes. What was claimed today and yesterday
 * is not claimed again.
 *
 * <p>Gathers everything but alerts. Learns from hours that are not suspect; a suspect level that
 * comes back on three days, no more than a week apart, is the new normal and is learned from then
 * on ({@link Persistence}). A late event adds to its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class Burst implements Detector<Burst.Volume, Burst.Rhythm> {
  private static final int MAX_EVENTS = 3;
  static final int MAX_WINDOW_BYTES = 22 + MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 6 * 8 + 2 * 5 + Persistence.MAX_BYTES + Paid.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_WINDOWS = 8;

  private static final double PRIOR_WINDOWS = 3;
  private static final double PRIOR_SCALE = 0.6;
  private static final double PRIOR_BYTE_SCALE = 1.5;

  private static final double LN_TWO_HOURS = StrictMath.log(2);
  private static final double BYTES_IN_KB = 1000;
  private static final Judgement TOO_FEW_HOURS =
      new Judgement.Unscoreable("fewer than " + LEARNING_WINDOWS + " active hours are known");

  /**
   * How much there was in a window.
   *
   * @param count events
   * @param bytes bytes moved; {@link Long#MAX_VALUE} if more
   * @param events the earliest events
   */
  public record Volume(long count, long bytes, List<EventRef> events) {
    /** Copies the list. */
    public Volume {
      events = List.copyOf(events);
    }
  }

  /**
   * Mean and spread of a logarithm.
   *
   * @param mean the aged mean
   * @param squares the aged sum of squared distances from it
   */
  public record Spread(double mean, double squares) {
    Spread plus(double x, double weightBefore, double fade) {
      double distance = x - mean;
      double moved = mean + distance / (weightBefore + 1);
      return new Spread(moved, squares * fade + distance * (x - moved));
    }

    double logEValue(double x, double windows, double priorScale) {
      double variance =
          (PRIOR_WINDOWS * priorScale * priorScale + squares)
              / (PRIOR_WINDOWS + windows)
              * (1 + 1 / windows);
      double t = (x - mean - LN_TWO_HOURS) / StrictMath.sqrt(variance);
      return Evidence.logEValue(StrictMath.log(Tails.student4(t)));
    }
  }

  /**
   * How active a subject usually is in an active hour.
   *
   * @param windows hours that taught, aged
   * @param taught hours that taught, not aged
   * @param count of {@code ln(1 + count)}
   * @param bytes of {@code ln(1 + kB)}
   * @param mostBytes the most bytes an hour had, aged; 0 if none ever moved
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param persistence the suspect days
   * @param paid what was claimed lately
   */
  public record Rhythm(
      double windows,
      int taught,
      Spread count,
      Spread bytes,
      double mostBytes,
      int lastDay,
      Persistence persistence,
      Paid paid) {
    Rhythm with(Persistence suspect, Paid now) {
      return new Rhythm(windows, taught, count, bytes, mostBytes, lastDay, suspect, now);
    }
  }

  private static final Volume NOTHING = new Volume(0, 0, List.of());
  private static final Rhythm UNKNOWN =
      new Rhythm(0, 0, new Spread(0, 0), new Spread(0, 0), 0, 0, Persistence.NONE, Paid.NOTHING);

  @Override
  public String id() {
    return "burst";
  }

  @Override
  public Family family() {
    return Family.VOLUME;
  }

  @Override
  public String technique() {
    return "T1213";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return EnumSet.allOf(SubjectType.class);
  }

  @Override
  public Volume nothing() {
    return NOTHING;
  }

  @Override
  public Rhythm unknown() {
    return UNKNOWN;
  }

  @Override
  public Volume gather(Volume seen, Observation observation) {
    if (observation.category() == Category.DETECTION) {
      return seen; // another product's alert is no activity of the subject: AlertFlood counts them
    }
    return new Volume(
        seen.count + 1,
        sum(seen.bytes, observation.bytes()),
        EventRefs.add(seen.events, observation, MAX_EVENTS));
  }

  @Override
  public Volume merge(Volume earlier, Volume later) {
    if (earlier.count == 0 || later.count == 0) {
      return earlier.count == 0 ? later : earlier;
    }
    return new Volume(
        earlier.count + later.count,
        sum(earlier.bytes, later.bytes),
        EventRefs.merge(earlier.events, later.events, MAX_EVENTS));
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  @Override
  public Judgement judge(Volume recent, Rhythm baseline, long windowStartMillis) {
    if (baseline.taught < LEARNING_WINDOWS) {
      return TOO_FEW_HOURS;
    }
    double count = StrictMath.log1p((double) recent.count);
    double kilobytes = StrictMath.log1p(recent.bytes / BYTES_IN_KB);
    boolean usualCount = count <= baseline.count.mean + LN_TWO_HOURS;
    boolean usualBytes = baseline.mostBytes == 0 || kilobytes <= baseline.bytes.mean + LN_TWO_HOURS;
    if (usualCount && usualBytes) {
      return Judgement.NORMAL; // p ≥ 1/2 in both: no evidence
    }
    double ofCount = baseline.count.logEValue(count, baseline.windows, PRIOR_SCALE);
    double ofBytes =
        baseline.mostBytes == 0
            ? 0
            : baseline.bytes.logEValue(kilobytes, baseline.windows, PRIOR_BYTE_SCALE);
    int micros =
        Evidence.micros(Evidence.mean(ofCount, ofBytes), baseline.paid.at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    long usual = StrictMath.round(StrictMath.expm1(baseline.count.mean));
    String why;
    if (ofBytes > ofCount) {
      long usualMoved = (long) (StrictMath.expm1(baseline.bytes.mean) * BYTES_IN_KB);
      why =
          "%s in %s events in two hours, usually about %s in an active hour"
              .formatted(
                  AtLeast.ofBytes(recent.bytes),
                  AtLeast.of(recent.count),
                  AtLeast.ofBytes(usualMoved).replace("+", ""));
    } else {
      why =
          "%s events%s in two hours, usually about %d in an active hour"
              .formatted(
                  AtLeast.of(recent.count),
                  recent.bytes == 0 ? "" : " and " + AtLeast.ofBytes(recent.bytes),
                  usual);
    }
    return new Judgement.Anomalous(micros, why, recent.events, List.of());
  }

  @Override
  public Rhythm learn(Rhythm baseline, Closed<Volume> closed) {
    Volume seen = closed.seen();
    if (seen.count == 0) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    Persistence persistence =
        closed.suspect() ? baseline.persistence.on(day) : baseline.persistence;
    Paid paid = baseline.paid.plus(closed);
    if (closed.suspect() && !persistence.teaches()) {
      return baseline.with(persistence, paid);
    }
    boolean older = baseline.taught > 0 && day > baseline.lastDay;
    double fade = older ? Ageing.after(day - baseline.lastDay) : 1;
    double before = baseline.windows * fade;
    return new Rhythm(
        before + 1,
        baseline.taught + 1,
        baseline.count.plus(StrictMath.log1p((double) seen.count), before, fade),
        baseline.bytes.plus(StrictMath.log1p(seen.bytes / BYTES_IN_KB), before, fade),
        Math.max(baseline.mostBytes * fade, (double) seen.bytes),
        day,
        persistence,
        paid);
  }

  @Override
  public Map<String, Object> describe(Rhythm baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.taught < LEARNING_WINDOWS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_HOURS).reason());
    }
    profile.put("activeHours", baseline.taught);
    profile.put(
        "usualEventsInAnActiveHour",
        StrictMath.rint(StrictMath.expm1(baseline.count.mean) * 10) / 10);
    profile.put(
        "usualBytesInAnActiveHour", (long) (StrictMath.expm1(baseline.bytes.mean) * BYTES_IN_KB));
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Burst of activity",
        "A subject has far more events, or moves far more bytes, within two hours than it usually"
            + " has in its active hours.",
        LEARNING_WINDOWS
            + " active hours without suspicion; for bytes `bytes_in` or `bytes_out`. Sessions are"
            + " seldom long enough.",
        "A suppression of `burst` for the accounts of batch jobs, or a verdict `benign_expected`"
            + " for a migration. It speaks in the family of volume beside the detectors that say"
            + " what surged: where those see everything it can run in shadow.",
        List.of(
            "a batch job or a migration, the first days",
            "a month's end, a release, a backup that is restored",
            "a source that begins to report more"));
  }

  @Override
  public int maxWindowBytes() {
    return MAX_WINDOW_BYTES;
  }

  @Override
  public int maxBaselineBytes() {
    return MAX_BASELINE_BYTES;
  }

  @Override
  public Codec<Volume> windowCodec() {
    return VolumeCodec.INSTANCE;
  }

  @Override
  public Codec<Rhythm> baselineCodec() {
    return RhythmCodec.INSTANCE;
  }

  private enum VolumeCodec implements Codec<Volume> {
    INSTANCE;

    @Override
    public void write(Volume value, Packer to) {
      to.putByte(1).putVar(value.count).putVar(value.bytes);
      EventRefs.writeAll(value.events, to);
    }

    @Override
    public Volume read(Unpacker from) {
      Version.expect(1, "volume", from);
      return new Volume(from.getVar(), from.getVar(), EventRefs.readAll(from));
    }
  }

  private enum RhythmCodec implements Codec<Rhythm> {
    INSTANCE;

    @Override
    public void write(Rhythm value, Packer to) {
      to.putByte(1).putDouble(value.windows).putVar(value.taught);
      write(value.count, to);
      write(value.bytes, to);
      to.putDouble(value.mostBytes).putSigned(value.lastDay);
      value.persistence.write(to);
      value.paid.write(to);
    }

    private static void write(Spread spread, Packer to) {
      to.putDouble(spread.mean).putDouble(spread.squares);
    }

    @Override
    public Rhythm read(Unpacker from) {
      Version.expect(1, "rhythm", from);
      return new Rhythm(
          from.getDouble(),
          from.getVarInt(),
          new Spread(from.getDouble(), from.getDouble()),
          new Spread(from.getDouble(), from.getDouble()),
          from.getDouble(),
          (int) from.getSigned(),
          Persistence.read(from),
          Paid.read(from));
    }
  }
}
