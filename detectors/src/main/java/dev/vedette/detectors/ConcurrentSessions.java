package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Concurrent sessions: a user is active in several sessions from several devices, or networks, at
 * the same time, more than is its habit.
 *
 * <p>An origin is a device or, where an event names none, the network; it is in use from its first
 * to its last event of an hour. {@code c} is the greatest number of origins of one kind in use at
 * one time, at most the number of sessions: so one session that roams is one, and one device after
 * another is one. With {@code pₗ = (nₗ + N₀·πₗ)/(N + N₀)} for the share of days on which {@code c ≥
 * l} was reached (own days shrunk to the prior {@code πₗ}; the greater of the long run's and the
 * last days' share), {@code E = Σ wₗ/pₗ} over {@code 2 ≤ l ≤ c} is an e-value for weights that sum
 * to 1: each term has the mean {@code wₗ} in normal life. It rises with {@code c}.
 *
 * <p>Gathers what did not fail and names its session; networks not from shared exits. Learns the
 * greatest {@code c} of each day, not from suspect windows until they come back on three days
 * ({@link Persistence}). What was claimed today and yesterday is not claimed again. A late event
 * may join two uses into an overlap; the windows after it are judged again.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, {@value #MAX_ORIGINS} origins (so
 * many in two hours are taken to be concurrent, which keeps evidence monotone); a baseline at most
 * {@value #MAX_BASELINE_BYTES}.
 */
public final class ConcurrentSessions
    implements Detector<ConcurrentSessions.Activity, ConcurrentSessions.Usual> {
  static final int MAX_ORIGINS = 16;
  private static final int MAX_SESSIONS = 8;
  static final int MAX_WINDOW_BYTES =
      4 + MAX_ORIGINS * (8 + 1 + 10 + EventRefs.MAX_BYTES) + 8 * MAX_SESSIONS;

  private static final int LEVELS = ConcurrencyShares.LEVELS;

  static final int MAX_BASELINE_BYTES =
      1 + 5 + 2 * ConcurrencyShares.MAX_BYTES + 5 + 1 + Persistence.MAX_BYTES + Paid.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 5;

  private static final double PRIOR_DAYS = 10;
  private static final double PRIOR_DAYS_LATELY = 2;
  static final int LATELY_DAYS = 4;
  private static final double PRIOR_TWO = 0.1;
  private static final double PRIOR_ONE_MORE = 1.0 / 3;
  private static final double[] WEIGHTS = {0.5, 0.25, 0.125, 0.0625, 0.0625};

  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " days with sessions are known");

  /**
   * A device or a network in use in an hour.
   *
   * @param key hash of it and the hour, so that uses of different hours never overlap
   * @param device whether it is a device, otherwise a network
   * @param first the earliest event
   * @param lastMillis when it was seen last
   */
  public record Origin(long key, boolean device, EventRef first, long lastMillis)
      implements Sighting<Origin> {
    @Override
    public Origin and(Origin other) {
      return new Origin(
          key,
          device,
          first.compareTo(other.first) <= 0 ? first : other.first,
          Math.max(lastMillis, other.lastMillis));
    }

    boolean isInUse(boolean itsKind, long atMillis) {
      return device == itsKind && first.timeMillis() <= atMillis && atMillis <= lastMillis;
    }
  }

  /**
   * A session.
   *
   * @param key hash of its id
   */
  public record Session(long key) implements Sighting<Session> {
    @Override
    public Session and(Session other) {
      return this;
    }
  }

  /** The origins and sessions of a window, each sorted by key. */
  public record Activity(List<Origin> origins, List<Session> sessions) {
    /** Copies the lists. */
    public Activity {
      origins = List.copyOf(origins);
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * How many are usual.
   *
   * @param days days with sessions that taught
   * @param longRun shares of days, with the usual half-life
   * @param lately the same with a half-life of {@value ConcurrentSessions#LATELY_DAYS} days, so
   *     that a telephone that joins a laptop is soon normal
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param most the greatest concurrency of that day
   * @param persistence the suspect days
   * @param paid what was claimed lately
   */
  public record Usual(
      int days,
      ConcurrencyShares longRun,
      ConcurrencyShares lately,
      int lastDay,
      int most,
      Persistence persistence,
      Paid paid) {
    /** The share of days on which so many are in use at once. */
    double share(int concurrent) {
      double prior = PRIOR_TWO * StrictMath.pow(PRIOR_ONE_MORE, concurrent - 2);
      return Math.max(
          longRun.share(concurrent, prior, PRIOR_DAYS),
          lately.share(concurrent, prior, PRIOR_DAYS_LATELY));
    }

    Usual with(Persistence suspect, Paid now) {
      return new Usual(days, longRun, lately, lastDay, most, suspect, now);
    }
  }

  private static final Activity NOTHING = new Activity(List.of(), List.of());
  private static final Usual UNKNOWN =
      new Usual(
          0, ConcurrencyShares.NONE, ConcurrencyShares.NONE, 0, 0, Persistence.NONE, Paid.NOTHING);

  @Override
  public String id() {
    return "concurrent-sessions";
  }

  @Override
  public Family family() {
    return Family.SESSION;
  }

  @Override
  public String technique() {
    return "T1539";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER);
  }

  @Override
  public Activity nothing() {
    return NOTHING;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Activity gather(Activity seen, Observation observation) {
    String session = observation.session();
    if (session == null || session.isEmpty() || observation.failed()) {
      return seen;
    }
    String device = observation.detail().device();
    if (device == null && (observation.asn() == 0 || observation.stamp().shared())) {
      return seen;
    }
    long hour = Math.floorDiv(observation.timeMillis(), Ageing.HOUR_MILLIS);
    long origin = device == null ? Hash64.mix(observation.asn()) : Hash64.of(device);
    long key = Hash64.mix(origin + hour);
    List<Session> sessions =
        Sighting.add(seen.sessions, new Session(Hash64.of(session)), MAX_SESSIONS);
    int at = Sighting.find(seen.origins, key);
    List<Origin> origins = seen.origins;
    if (at < 0
        || observation.timeMillis() > origins.get(at).lastMillis
        || EventRefs.isBefore(observation, origins.get(at).first)) {
      long atMillis = observation.timeMillis();
      var next = new Origin(key, device != null, EventRefs.of(observation), atMillis);
      origins = Sighting.add(origins, next, MAX_ORIGINS);
    }
    boolean same =
        sessions == seen.sessions && (origins == seen.origins || origins.equals(seen.origins));
    return same ? seen : new Activity(origins, sessions);
  }

  @Override
  public Activity merge(Activity earlier, Activity later) {
    if (earlier.origins.isEmpty() || later.origins.isEmpty()) {
      return earlier.origins.isEmpty() ? later : earlier;
    }
    return new Activity(
        Sighting.merge(earlier.origins, later.origins, MAX_ORIGINS),
        Sighting.merge(earlier.sessions, later.sessions, MAX_SESSIONS));
  }

  @Override
  public Judgement judge(Activity recent, Usual baseline, long windowStartMillis) {
    if (recent.origins.isEmpty()) {
      return Judgement.NORMAL;
    }
    if (baseline.days < LEARNING_DAYS) {
      return TOO_FEW_DAYS;
    }
    int concurrent = concurrent(recent);
    if (concurrent < 2) {
      return Judgement.NORMAL;
    }
    double e = 0;
    for (int level = 2; level <= concurrent; level++) {
      e += WEIGHTS[level - 2] / baseline.share(level);
    }
    int micros = Evidence.micros(StrictMath.log(e), baseline.paid.at(windowStartMillis));
    return micros == 0 ? Judgement.NORMAL : explain(recent, baseline, concurrent, micros);
  }

  private static Judgement explain(Activity recent, Usual baseline, int concurrent, int micros) {
    Origin busiest = busiest(recent);
    long at = busiest.first.timeMillis();
    String why =
        "%d%s %s in use at the same time in different sessions; so many on 1 of %s days"
            .formatted(
                concurrent,
                concurrent == LEVELS + 1 ? " or more" : "",
                busiest.device ? "devices" : "networks",
                AtLeast.of((long) (1 / baseline.share(concurrent))).replace("+", ""));
    List<EventRef> events =
        recent.origins.stream()
            .filter(origin -> origin.isInUse(busiest.device, at))
            .map(Origin::first)
            .sorted()
            .limit(Signal.MAX_EVENTS)
            .toList();
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  /** How many are in use at one time, 0 to 6. */
  private static int concurrent(Activity seen) {
    int most = Math.min(seen.sessions.size(), LEVELS + 1);
    if (seen.origins.size() < 2 || most < 2) {
      return Math.min(most, seen.origins.size());
    }
    return seen.origins.size() == MAX_ORIGINS ? most : Math.min(most, inUse(seen, busiest(seen)));
  }

  /** The origin that comes into use when the most others of its kind are. */
  private static Origin busiest(Activity seen) {
    Origin busiest = seen.origins.getFirst();
    int most = inUse(seen, busiest);
    for (int i = 1; i < seen.origins.size(); i++) {
      Origin origin = seen.origins.get(i);
      int use = inUse(seen, origin);
      if (use > most || (use == most && origin.first.compareTo(busiest.first) < 0)) {
        most = use;
        busiest = origin;
      }
    }
    return busiest;
  }

  private static int inUse(Activity seen, Origin when) {
    int use = 0;
    for (int i = 0; i < seen.origins.size(); i++) {
      use += seen.origins.get(i).isInUse(when.device, when.first.timeMillis()) ? 1 : 0;
    }
    return use;
  }

  @Override
  public Usual learn(Usual baseline, Closed<Activity> closed) {
    Activity seen = closed.seen();
    if (seen.origins.isEmpty()) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    Paid paid = baseline.paid.plus(closed);
    Persistence persistence =
        closed.suspect() ? baseline.persistence.on(day) : baseline.persistence;
    int concurrent = concurrent(seen);
    boolean newDay = baseline.days == 0 || day > baseline.lastDay;
    int before = newDay ? 1 : Math.max(1, baseline.most);
    if ((closed.suspect() && !persistence.teaches()) || (!newDay && concurrent <= before)) {
      return paid.equals(baseline.paid) && persistence.equals(baseline.persistence)
          ? baseline
          : baseline.with(persistence, paid);
    }
    int idle = newDay && baseline.days > 0 ? day - baseline.lastDay : 0;
    return new Usual(
        baseline.days + (newDay ? 1 : 0),
        baseline.longRun.plus(Ageing.after(idle), newDay, before, concurrent),
        baseline.lately.plus(lately(idle), newDay, before, concurrent),
        Math.max(day, baseline.days == 0 ? day : baseline.lastDay),
        newDay ? concurrent : Math.max(baseline.most, concurrent),
        persistence,
        paid);
  }

  private static double lately(int days) {
    return StrictMath.pow(2, -(double) days / LATELY_DAYS);
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.days < LEARNING_DAYS) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("daysWithSessions", baseline.days);
    profile.put("shareOfDaysWithTwoAtOnce", StrictMath.rint(baseline.share(2) * 1000) / 1000);
    profile.put("shareOfDaysWithThreeAtOnce", StrictMath.rint(baseline.share(3) * 1000) / 1000);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SESSION);
  }

  @Override
  public About about() {
    return new About(
        "Concurrent sessions",
        "A user is active in different sessions from several devices (or networks, where no device"
            + " is named) at the same time, more of them than on its other days.",
        "`session` and `device.id`, or `source.asn`; "
            + LEARNING_DAYS
            + " days (UTC) with sessions without suspicion.",
        "Have the source send `device.id`: then networks are not looked at. Without it"
            + " list exits of VPNs and proxies in `networks.csv` with the kind `vpn` or"
            + " `shared`. Shared accounts: a suppression of `concurrent-sessions`.",
        List.of(
            "a telephone that joins the laptop; on the third day it is learned",
            "an account that several people share: each new one is seen",
            "a session id that changes with every request, on a user who roams between networks"));
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
  public Codec<Activity> windowCodec() {
    return ActivityCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum ActivityCodec implements Codec<Activity> {
    INSTANCE;

    @Override
    public void write(Activity value, Packer to) {
      to.putByte(1).putByte(value.origins.size());
      for (Origin origin : value.origins) {
        to.putLong(origin.key).putByte(origin.device ? 1 : 0);
        EventRefs.write(origin.first, to);
        to.putSigned(origin.lastMillis - origin.first.timeMillis());
      }
      to.putByte(value.sessions.size());
      for (Session session : value.sessions) {
        to.putLong(session.key);
      }
    }

    @Override
    public Activity read(Unpacker from) {
      Version.expect(1, "sessions", from);
      int size = from.getByte();
      var origins = new ArrayList<Origin>();
      for (int i = 0; i < size; i++) {
        long key = from.getLong();
        boolean device = from.getByte() != 0;
        EventRef first = EventRefs.read(from);
        origins.add(new Origin(key, device, first, first.timeMillis() + from.getSigned()));
      }
      int others = from.getByte();
      var sessions = new ArrayList<Session>();
      for (int i = 0; i < others; i++) {
        sessions.add(new Session(from.getLong()));
      }
      return size == 0 ? NOTHING : new Activity(origins, sessions);
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1).putVar(value.days);
      value.longRun.write(to);
      value.lately.write(to);
      to.putSigned(value.lastDay).putByte(value.most);
      value.persistence.write(to);
      value.paid.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "usual sessions", from);
      return new Usual(
          from.getVarInt(),
          ConcurrencyShares.read(from),
          ConcurrencyShares.read(from),
          (int) from.getSigned(),
          from.getByte(),
          Persistence.read(from),
          Paid.read(from));
    }
  }
}
