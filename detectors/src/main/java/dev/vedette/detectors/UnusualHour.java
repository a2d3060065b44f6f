package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Unusual hour: a principal is active at an hour of the day at which it never is.
 *
 * <p>The p-value of an hour is that of {@link HourHistogram}, doubled because two hours are judged
 * together (Bonferroni), and becomes evidence by {@link Evidence}; the strangest hour counts. What
 * was claimed today and yesterday is not claimed again, so a night is paid once.
 *
 * <p>Gathers from what did not fail. Learns one count for each active hour, not from suspect
 * windows; a slot that was claimed and not taught is pending and silent, with its neighbours, until
 * a day without a suspect window. A late event may add its hour, which is then judged.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class UnusualHour implements Detector<UnusualHour.Hours, UnusualHour.Usual> {
  /** Two are judged together; the rest is room for other settings of the grace. */
  static final int MAX_HOURS = 8;

  private static final int MAX_EVENTS = 3;
  static final int MAX_WINDOW_BYTES = 2 + MAX_HOURS * (10 + 1 + MAX_EVENTS * EventRefs.MAX_BYTES);
  static final int MAX_BASELINE_BYTES = 1 + HourHistogram.MAX_BYTES + 10 + 30 + Paid.MAX_BYTES;

  /** Prior, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 5;

  private static final int WEEKEND_DAYS = 14;

  /** Doubled, a p-value above this is no evidence at all: spares the logarithms. */
  private static final double PLAIN = 0.15;

  private static final double LN_TWO_HOURS = StrictMath.log(2);
  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " active days are known");

  /**
   * An hour in which a principal was active.
   *
   * @param key hours since the epoch
   * @param events the earliest events
   */
  public record Hour(long key, List<EventRef> events) implements Sighting<Hour> {
    /** Copies the list. */
    public Hour {
      events = List.copyOf(events);
    }

    @Override
    public Hour and(Hour other) {
      return new Hour(key, EventRefs.merge(events, other.events, MAX_EVENTS));
    }
  }

  /** The active hours of a window, in order. */
  public record Hours(List<Hour> hours) {
    /** Copies the list. */
    public Hours {
      hours = List.copyOf(hours);
    }
  }

  /**
   * The usual hours.
   *
   * @param histogram aged counts of active hours
   * @param pendingSlots claimed and not taught, a bit each
   * @param days active days that taught
   * @param firstDay the first of them, UTC days since the epoch
   * @param lastDay the last of them, UTC days since the epoch
   * @param suspectMillis start of the last suspect window
   * @param paid what was claimed lately
   */
  public record Usual(
      HourHistogram histogram,
      long pendingSlots,
      int days,
      int firstDay,
      int lastDay,
      long suspectMillis,
      Paid paid) {
    Usual with(Paid now) {
      return new Usual(histogram, pendingSlots, days, firstDay, lastDay, suspectMillis, now);
    }
  }

  private static final Hours NOTHING = new Hours(List.of());
  private static final Usual UNKNOWN =
      new Usual(HourHistogram.EMPTY, 0, 0, 0, 0, Long.MIN_VALUE, Paid.NOTHING);

  @Override
  public String id() {
    return "unusual-hour";
  }

  @Override
  public Family family() {
    return Family.TIME;
  }

  @Override
  public String technique() {
    return "T1078";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  public Hours nothing() {
    return NOTHING;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  @Override
  public Hours gather(Hours seen, Observation observation) {
    if (observation.failed()) {
      return seen;
    }
    long hour = Math.floorDiv(observation.timeMillis(), Ageing.HOUR_MILLIS);
    int at = Sighting.find(seen.hours, hour);
    if (at >= 0) {
      List<EventRef> events = seen.hours.get(at).events;
      if (events.size() == MAX_EVENTS
          && !EventRefs.isBefore(observation, events.get(MAX_EVENTS - 1))) {
        return seen;
      }
    }
    var next = new Hour(hour, List.of(EventRefs.of(observation)));
    List<Hour> hours = Sighting.add(seen.hours, next, MAX_HOURS);
    return hours.equals(seen.hours) ? seen : new Hours(hours);
  }

  @Override
  public Hours merge(Hours earlier, Hours later) {
    if (earlier.hours.isEmpty() || later.hours.isEmpty()) {
      return earlier.hours.isEmpty() ? later : earlier;
    }
    return new Hours(Sighting.merge(earlier.hours, later.hours, MAX_HOURS));
  }

  @Override
  public Judgement judge(Hours recent, Usual baseline, long windowStartMillis) {
    if (recent.hours.isEmpty()) {
      return Judgement.NORMAL;
    }
    if (baseline.days < LEARNING_DAYS) {
      return TOO_FEW_DAYS;
    }
    double least = 1;
    Hour strangest = recent.hours.getFirst();
    for (int i = 0; i < recent.hours.size(); i++) {
      Hour hour = recent.hours.get(i);
      int slot = HourHistogram.slot(hour.key);
      if (isSilent(slot, baseline.pendingSlots) || isTooEarly(hour, slot, baseline)) {
        continue;
      }
      double p = baseline.histogram.pValue(slot);
      if (p < least) {
        least = p;
        strangest = hour;
      }
    }
    if (least > PLAIN) {
      return Judgement.NORMAL;
    }
    double nats = Evidence.ofLogPValue(StrictMath.log(least) + LN_TWO_HOURS);
    int micros = Evidence.micros(nats, baseline.paid.at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    int slot = HourHistogram.slot(strangest.key);
    String why =
        "active between %02d and %02d UTC on a %s: so unusual an hour comes in 1 of %s"
            .formatted(
                slot % 24,
                (slot + 1) % 24,
                slot < 24 ? "workday" : "day of the weekend",
                AtLeast.of((long) (1 / least)));
    return new Judgement.Anomalous(micros, why, strangest.events, List.of());
  }

  @Override
  public Usual learn(Usual baseline, Closed<Hours> closed) {
    Paid paid = baseline.paid.plus(closed);
    long slots = 0;
    for (Hour hour : closed.seen().hours) {
      slots |= 1L << HourHistogram.slot(hour.key);
    }
    if (closed.suspect()) {
      long claimed = closed.claimedMicros() > 0 ? slots : 0;
      return new Usual(
          baseline.histogram,
          baseline.pendingSlots | claimed,
          baseline.days,
          baseline.firstDay,
          baseline.lastDay,
          closed.startMillis(),
          paid);
    }
    if (slots == 0) {
      return paid.equals(baseline.paid) ? baseline : baseline.with(paid);
    }
    boolean quiet =
        baseline.pendingSlots != 0
            && closed.startMillis() - baseline.suspectMillis >= Ageing.DAY_MILLIS;
    int day = Ageing.day(closed.startMillis());
    boolean newDay = baseline.days == 0 || day > baseline.lastDay;
    double fade = newDay && baseline.days > 0 ? Ageing.after(day - baseline.lastDay) : 1;
    return new Usual(
        baseline.histogram.plus(quiet ? slots | baseline.pendingSlots : slots, fade),
        quiet ? 0 : baseline.pendingSlots,
        baseline.days + (newDay ? 1 : 0),
        baseline.days == 0 ? day : baseline.firstDay,
        newDay ? day : baseline.lastDay,
        baseline.suspectMillis,
        paid);
  }

  /** A quiet weekend says something when two could have been otherwise. */
  private static boolean isTooEarly(Hour hour, int slot, Usual baseline) {
    return slot >= 24 && Math.floorDiv(hour.key, 24L) - baseline.firstDay < WEEKEND_DAYS;
  }

  private static boolean isSilent(int slot, long pendingSlots) {
    return pendingSlots != 0
        && ((pendingSlots >>> slot
                    | pendingSlots >>> HourHistogram.beside(slot, -1)
                    | pendingSlots >>> HourHistogram.beside(slot, 1))
                & 1)
            != 0;
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.days < LEARNING_DAYS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("activeDays", baseline.days);
    profile.put("workdayHoursUtc", hours(baseline.histogram, 0));
    profile.put("weekendHoursUtc", hours(baseline.histogram, 24));
    var pending = new ArrayList<Integer>();
    for (int slot = 0; slot < HourHistogram.SLOTS; slot++) {
      if ((baseline.pendingSlots >>> slot & 1) != 0 && !pending.contains(slot % 24)) {
        pending.add(slot % 24);
      }
    }
    profile.put("pendingHoursUtc", pending);
    return profile;
  }

  private static Map<String, Object> hours(HourHistogram histogram, int from) {
    var hours = new LinkedHashMap<String, Object>();
    for (int slot = from; slot < from + 24; slot++) {
      double weight = histogram.weights()[slot];
      if (weight >= 0.05) {
        hours.put("%02d".formatted(slot % 24), StrictMath.rint(weight * 10) / 10);
      }
    }
    return hours;
  }

  @Override
  public About about() {
    return new About(
        "Unusual hour",
        "A principal succeeds at an hour of the day (workday or weekend, UTC) at which it is hardly"
            + " ever active.",
        LEARNING_DAYS
            + " active days (UTC) without suspicion; for weekends "
            + WEEKEND_DAYS
            + " days since the first.",
        "For a night shift a verdict `benign_expected` for `unusual-hour` until its end;"
            + " for a service that runs when it likes a suppression. Nothing else moves it:"
            + " hours are UTC, and there is no calendar of holidays.",
        List.of(
            "a night shift, a release, an emergency; it is paid once, and silent the next night",
            "a journey across time zones: look whether a new place is there too",
            "public holidays are workdays here"));
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
  public Codec<Hours> windowCodec() {
    return HoursCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum HoursCodec implements Codec<Hours> {
    INSTANCE;

    @Override
    public void write(Hours value, Packer to) {
      to.putByte(1).putVar(value.hours.size());
      for (Hour hour : value.hours) {
        to.putSigned(hour.key);
        EventRefs.writeAll(hour.events, to);
      }
    }

    @Override
    public Hours read(Unpacker from) {
      Version.expect(1, "active hours", from);
      int size = from.getVarInt();
      if (size == 0) {
        return NOTHING;
      }
      var hours = new ArrayList<Hour>();
      for (int i = 0; i < size; i++) {
        hours.add(new Hour(from.getSigned(), EventRefs.readAll(from)));
      }
      return new Hours(hours);
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1);
      value.histogram.write(to);
      to.putVar(value.pendingSlots).putVar(value.days);
      to.putSigned(value.firstDay).putSigned(value.lastDay);
      to.putLong(value.suspectMillis);
      value.paid.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "usual hours", from);
      return new Usual(
          HourHistogram.read(from),
          from.getVar(),
          from.getVarInt(),
          (int) from.getSigned(),
          (int) from.getSigned(),
          from.getLong(),
          Paid.read(from));
    }
  }
}
