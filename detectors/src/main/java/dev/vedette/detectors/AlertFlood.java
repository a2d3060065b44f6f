package dev.vedette.detectors;

import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Flood of alerts: other products raise far more alerts about a subject than is usual for it, or
 * more than is usual for anything.
 *
 * <p>The alerts {@code n} of two hours have the Pareto tail {@code (m/n)^6} above a scale {@code m}
 * (heavy, as machines raise alerts in bursts; the exponent is a prior), which {@link Evidence}
 * makes nats, at most {@value #MOST_NATS}. The scale is five times the subject's mean of two active
 * hours, but at least {@value #LEAST_SCALE} and at most {@value #MOST_SCALE}: habit excuses only so
 * much, for what goes on since before the first day of learning may be the attack itself.
 *
 * <p>Gathers the category {@code detection}. Learns from hours that are not suspect; a suspect
 * level that comes back on three days teaches ({@link Persistence}). A late event adds to its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class AlertFlood implements Detector<AlertFlood.Alerts, AlertFlood.Tide> {
  /** Whom other products raise alerts about. */
  static final Set<SubjectType> SUBJECTS =
      Set.of(SubjectType.USER, SubjectType.SERVICE, SubjectType.DEVICE, SubjectType.IP);

  static final double MOST_NATS = 1.25;
  static final int LEAST_SCALE = 50;
  static final int MOST_SCALE = 250;
  private static final int MAX_EVENTS = 3;
  static final int MAX_WINDOW_BYTES = 12 + MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 2 * 8 + 5 + 5 + Persistence.MAX_BYTES;

  /** Priors, to be calibrated on other data than they are quoted on. */
  private static final double EXPONENT = 6;

  private static final double TIMES_USUAL = 10;
  private static final int LEARNING_HOURS = 8;

  private static final Alerts NOTHING = new Alerts(0, List.of());
  private static final Tide UNKNOWN = new Tide(0, 0, 0, 0, Persistence.NONE);

  /** How many alerts there were, and the earliest of them. */
  public record Alerts(long count, List<EventRef> events) {
    /** Copies the list. */
    public Alerts {
      events = List.copyOf(events);
    }
  }

  /**
   * How many alerts are usual.
   *
   * @param hours hours with alerts that taught, aged
   * @param alerts their alerts, aged
   * @param taught hours that taught, not aged
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param persistence the suspect days
   */
  public record Tide(
      double hours, double alerts, int taught, int lastDay, Persistence persistence) {
    double usual() {
      return hours == 0 ? 0 : alerts / hours;
    }

    double scale() {
      return taught < LEARNING_HOURS
          ? MOST_SCALE
          : Math.clamp(TIMES_USUAL * usual(), LEAST_SCALE, MOST_SCALE);
    }
  }

  @Override
  public String id() {
    return "alert-flood";
  }

  @Override
  public Family family() {
    return Family.VOLUME;
  }

  @Override
  public String technique() {
    return "";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return SUBJECTS;
  }

  @Override
  public Alerts nothing() {
    return NOTHING;
  }

  @Override
  public Tide unknown() {
    return UNKNOWN;
  }

  /** Another product has judged already; what little is left to say ranks its alerts. */
  @Override
  public int leastMicros() {
    return 0;
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
  public Alerts gather(Alerts seen, Observation observation) {
    return observation.category() == Category.DETECTION
        ? new Alerts(seen.count + 1, EventRefs.add(seen.events, observation, MAX_EVENTS))
        : seen;
  }

  @Override
  public Alerts merge(Alerts earlier, Alerts later) {
    if (earlier.count == 0 || later.count == 0) {
      return earlier.count == 0 ? later : earlier;
    }
    return new Alerts(
        earlier.count + later.count, EventRefs.merge(earlier.events, later.events, MAX_EVENTS));
  }

  @Override
  public Judgement judge(Alerts recent, Tide baseline, long windowStartMillis) {
    double times = recent.count / baseline.scale();
    if (times <= 1) {
      return Judgement.NORMAL;
    }
    int micros =
        Evidence.micros(
            Math.min(MOST_NATS, Evidence.ofLogPValue(-EXPONENT * StrictMath.log(times))));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    String why =
        "%s alerts of other products in two hours%s"
            .formatted(
                AtLeast.of(recent.count),
                baseline.taught < LEARNING_HOURS
                    ? ""
                    : ", usually about %d in an active hour"
                        .formatted(StrictMath.round(baseline.usual())));
    return new Judgement.Anomalous(micros, why, recent.events, List.of());
  }

  @Override
  public Tide learn(Tide baseline, Closed<Alerts> closed) {
    long count = closed.seen().count;
    if (count == 0) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    Persistence persistence =
        closed.suspect() ? baseline.persistence.on(day) : baseline.persistence;
    if (closed.suspect() && !persistence.teaches()) {
      return new Tide(
          baseline.hours, baseline.alerts, baseline.taught, baseline.lastDay, persistence);
    }
    boolean older = baseline.taught > 0 && day > baseline.lastDay;
    double fade = older ? Ageing.after(day - baseline.lastDay) : 1;
    return new Tide(
        baseline.hours * fade + 1,
        baseline.alerts * fade + count,
        baseline.taught + 1,
        day,
        persistence);
  }

  @Override
  public Map<String, Object> describe(Tide baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("activeHours", baseline.taught);
    profile.put("usualAlertsInAnActiveHour", StrictMath.rint(baseline.usual() * 10) / 10);
    profile.put("alertsInTwoHoursThatAreTooMany", StrictMath.round(baseline.scale()));
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.ALERTS);
  }

  @Override
  public About about() {
    return new About(
        "Flood of alerts",
        "Other products raise far more alerts about a subject within two hours than is usual for"
            + " it, or more than "
            + MOST_SCALE
            + ", which no habit excuses.",
        "events of the category `detection`; "
            + LEARNING_HOURS
            + " active hours without suspicion to judge by habit.",
        "Tune the sensor at its source. A suppression of `alert-flood` for scanners; it says at"
            + " most 1.25 nats at once, which alone reach no level by the packaged policy.",
        List.of(
            "a sensor that is badly tuned: mend it at its source",
            "a scan by the own vulnerability scanner",
            "an update that sets off a rule on every file"));
  }

  @Override
  public Codec<Alerts> windowCodec() {
    return AlertsCodec.INSTANCE;
  }

  @Override
  public Codec<Tide> baselineCodec() {
    return TideCodec.INSTANCE;
  }

  private enum AlertsCodec implements Codec<Alerts> {
    INSTANCE;

    @Override
    public void write(Alerts value, Packer to) {
      to.putByte(1).putVar(value.count);
      EventRefs.writeAll(value.events, to);
    }

    @Override
    public Alerts read(Unpacker from) {
      Version.expect(1, "alerts", from);
      long count = from.getVar();
      List<EventRef> events = EventRefs.readAll(from);
      return count == 0 ? NOTHING : new Alerts(count, events);
    }
  }

  private enum TideCodec implements Codec<Tide> {
    INSTANCE;

    @Override
    public void write(Tide value, Packer to) {
      to.putByte(1).putDouble(value.hours).putDouble(value.alerts).putVar(value.taught);
      to.putSigned(value.lastDay);
      value.persistence.write(to);
    }

    @Override
    public Tide read(Unpacker from) {
      Version.expect(1, "tide of alerts", from);
      return new Tide(
          from.getDouble(),
          from.getDouble(),
          from.getVarInt(),
          (int) from.getSigned(),
          Persistence.read(from));
    }
  }
}
