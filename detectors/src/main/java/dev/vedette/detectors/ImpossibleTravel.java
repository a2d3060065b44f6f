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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Impossible travel: a user is active at two places and could not have got from one to the other.
 *
 * <p>Between two positions {@code d} km apart ({@link GreatCircle}), each uncertain by 100 km, the
 * fastest journey takes {@code min(d′/300, ½ + d′/900)} hours, {@code d′ = d − 200}: a fast train,
 * or a plane whose passenger is on line until half an hour before and after. If the time between is
 * {@code x > 0} hours too short, with {@code λ} the expected number of new impossible pairs of
 * places on an active day of this user (bad data of addresses, proxies; {@link Habits}), the
 * evidence is {@code ln(½/λ) + ln(¼·(1+x)^¾)}: who is somebody else is there as likely as not, and
 * anywhere, {@code P(X>x) = (1+x)^−¼}; errors of address data are mostly small, {@code (1+x)^−1}.
 * Both laws are priors, to be calibrated on training seeds of the simulator.
 *
 * <p>If both ends were seen by devices of the user's own, an exit moved and not the user: that says
 * less ({@link OwnDevices}).
 *
 * <p>Every position is compared with every other, and not only with the one before it: that is
 * monotone. A pair of places that was paid for, or taught, is silent.
 *
 * <p>Gathers positions, to half a degree and ten minutes, of what did not fail and did not come by
 * a shared exit. Learns the last positions always, active days and impossible pairs when not
 * suspect or when they keep coming on three days ({@link Persistence}). A late event adds its
 * position to its hour; the hours after it are judged again.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, the {@value #MAX_STOPS} stops with
 * the smallest hashes (evidence is monotone up to that many); a baseline at most {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class ImpossibleTravel
    implements Detector<ImpossibleTravel.Stops, ImpossibleTravel.Travels> {
  static final int MAX_STOPS = 32;
  static final int MAX_WINDOW_BYTES =
      3 + MAX_STOPS * (10 + 6 + 1 + 10 + DevicesSeen.MAX_BYTES + EventRefs.MAX_BYTES);
  private static final int MAX_PAIRS = 16;
  static final int MAX_BASELINE_BYTES =
      1
          + 20 * (MAX_PAIRS + 1)
          + 220
          + 1
          + Whereabouts.MAX_POINTS * (10 + 6 + 10 + DevicesSeen.MAX_BYTES)
          + Persistence.MAX_BYTES
          + OwnDevices.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_DAYS = 40;

  private static final double UNCERTAIN_KM = 200;
  private static final double TRAIN_KM_PER_HOUR = 300;
  private static final double PLANE_KM_PER_HOUR = 900;
  private static final double BOARDING_HOURS = 0.5;
  private static final double LN_STRANGER = StrictMath.log(0.5);

  private static final int SLOTS_PER_HOUR = 6;
  private static final long SLOT_MILLIS = Ageing.HOUR_MILLIS / SLOTS_PER_HOUR;

  /** Stands among the pairs for the active day itself, so that days without a pair count. */
  private static final long ACTIVE = 0;

  private static final Habits.Limits PAIRS = new Habits.Limits(MAX_PAIRS + 1, 1);
  private static final Judgement NO_POSITION =
      new Judgement.Unscoreable("no earlier position is known");

  /**
   * A place in an hour.
   *
   * @param key hash of place and hour
   * @param hour since the epoch
   * @param point where, with what, and when for the last time in this hour
   * @param slots the six times ten minutes, a bit each
   * @param first the earliest event
   */
  public record Stop(long key, long hour, Whereabouts.Point point, int slots, EventRef first)
      implements Sighting<Stop> {
    static long key(long hour, int halfLat, int halfLon) {
      return Hash64.mix(Hash64.mix(((long) halfLat << 32) | (halfLon & 0xFFFF_FFFFL)) + hour);
    }

    static Stop of(
        long hour,
        int halfLat,
        int halfLon,
        long country,
        DevicesSeen devices,
        int slots,
        EventRef first) {
      long last = hour * SLOTS_PER_HOUR + (31 - Integer.numberOfLeadingZeros(slots));
      return new Stop(
          key(hour, halfLat, halfLon),
          hour,
          new Whereabouts.Point(last, halfLat, halfLon, country, devices),
          slots,
          first);
    }

    @Override
    public Stop and(Stop other) {
      return of(
          hour,
          point.halfLat(),
          point.halfLon(),
          Math.max(point.country(), other.point.country()),
          point.devices().and(other.point.devices()),
          slots | other.slots,
          first.compareTo(other.first) <= 0 ? first : other.first);
    }

    /** The shortest time to another slot, counted from ends so that it is not too short. */
    int slotsTo(long slot) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < SLOTS_PER_HOUR; i++) {
        if ((slots >>> i & 1) != 0) {
          least = Math.min(least, Math.abs(hour * SLOTS_PER_HOUR + i - slot));
        }
      }
      return (int) Math.min(Integer.MAX_VALUE, least + 1);
    }

    int slotsTo(Stop other) {
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < SLOTS_PER_HOUR; i++) {
        if ((other.slots >>> i & 1) != 0) {
          least = Math.min(least, slotsTo(other.hour * SLOTS_PER_HOUR + i));
        }
      }
      return least;
    }
  }

  /** The stops of a window, sorted by key. */
  public record Stops(List<Stop> stops) {
    /** Copies the list. */
    public Stops {
      stops = List.copyOf(stops);
    }
  }

  /**
   * What is known.
   *
   * @param pairs unordered pairs of places that seemed impossible, and active days
   * @param trail the last positions
   * @param persistence the suspect days with new pairs
   * @param devices the user's own
   */
  public record Travels(
      Habits pairs, Whereabouts trail, Persistence persistence, OwnDevices devices) {}

  /** A journey that nobody can make: to a stop of the window, from another or from the trail. */
  private record Journey(
      Stop to, Whereabouts.Point from, @Nullable EventRef departure, int slots, double shortHours) {
    /** By how much it rather is somebody else who is there, in nats. */
    double nats(OwnDevices devices) {
      double anywhere = StrictMath.log(0.25) + 0.75 * StrictMath.log1p(shortHours);
      boolean own = devices.areOwn(from.devices()) && devices.areOwn(to.point.devices());
      return own ? anywhere - OwnDevices.REASSURING_NATS : anywhere;
    }

    boolean isWorseThan(@Nullable Journey other, OwnDevices devices) {
      if (other == null) {
        return true;
      }
      int order = Double.compare(nats(devices), other.nats(devices));
      return order != 0 ? order > 0 : to.first.compareTo(other.to.first) < 0;
    }
  }

  private static final Stops NOTHING = new Stops(List.of());
  private static final Travels UNKNOWN =
      new Travels(Habits.NONE, Whereabouts.NONE, Persistence.NONE, OwnDevices.NONE);

  @Override
  public String id() {
    return "impossible-travel";
  }

  @Override
  public Family family() {
    return Family.PLACE;
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
    return Set.of(SubjectType.USER);
  }

  @Override
  public Stops nothing() {
    return NOTHING;
  }

  @Override
  public Travels unknown() {
    return UNKNOWN;
  }

  @Override
  public Stops gather(Stops seen, Observation observation) {
    if (!observation.detail().hasPosition()
        || observation.failed()
        || observation.stamp().shared()) {
      return seen;
    }
    int halfLat = (int) StrictMath.rint(observation.detail().lat() * 2);
    int halfLon = (int) StrictMath.rint(observation.detail().lon() * 2);
    long slot = Math.floorDiv(observation.timeMillis(), SLOT_MILLIS);
    long hour = Math.floorDiv(slot, (long) SLOTS_PER_HOUR);
    int bit = 1 << Math.floorMod(slot, SLOTS_PER_HOUR);
    long country = NewPlace.pack(observation.country());
    DevicesSeen devices = DevicesSeen.of(observation);
    int at = Sighting.find(seen.stops, Stop.key(hour, halfLat, halfLon));
    if (at >= 0) {
      Stop known = seen.stops.get(at);
      if ((known.slots & bit) != 0
          && country <= known.point.country()
          && known.point.devices().and(devices).equals(known.point.devices())
          && !EventRefs.isBefore(observation, known.first)) {
        return seen;
      }
    }
    Stop next = Stop.of(hour, halfLat, halfLon, country, devices, bit, EventRefs.of(observation));
    List<Stop> stops = Sighting.add(seen.stops, next, MAX_STOPS);
    return stops.equals(seen.stops) ? seen : new Stops(stops);
  }

  @Override
  public Stops merge(Stops earlier, Stops later) {
    if (earlier.stops.isEmpty() || later.stops.isEmpty()) {
      return earlier.stops.isEmpty() ? later : earlier;
    }
    return new Stops(Sighting.merge(earlier.stops, later.stops, MAX_STOPS));
  }

  @Override
  public Judgement judge(Stops recent, Travels baseline, long windowStartMillis) {
    if (recent.stops.isEmpty()) {
      return Judgement.NORMAL;
    }
    if (baseline.trail.isEmpty()) {
      return NO_POSITION;
    }
    Journey worst = null;
    for (Journey journey : impossible(recent, baseline.trail)) {
      if (journey.isWorseThan(worst, baseline.devices) && !baseline.pairs.knows(pair(journey))) {
        worst = journey;
      }
    }
    if (worst == null) {
      return Judgement.NORMAL;
    }
    double nats =
        LN_STRANGER
            - StrictMath.log(baseline.pairs.noveltyRate(PRIOR_DAYS))
            + worst.nats(baseline.devices);
    int micros = Evidence.micros(nats);
    return micros == 0 ? Judgement.NORMAL : explain(worst, micros);
  }

  private static Judgement explain(Journey worst, int micros) {
    long minutes = worst.slots * (60L / SLOTS_PER_HOUR);
    String why =
        "active at %s and at %s within %s, %s km apart: no train and no plane is so fast"
            .formatted(
                worst.from.name(),
                worst.to.point.name(),
                minutes < 120 ? minutes + " minutes" : (minutes + 59) / 60 + " hours",
                AtLeast.of((long) worst.from.kilometresTo(worst.to.point)));
    List<EventRef> events =
        worst.departure == null
            ? List.of(worst.to.first)
            : Stream.of(worst.departure, worst.to.first).sorted().toList();
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  /** All journeys that nobody can make; mostly none, and then nothing is allocated. */
  private static List<Journey> impossible(Stops recent, Whereabouts trail) {
    List<Journey> found = List.of();
    for (int i = 0; i < recent.stops.size(); i++) {
      Stop to = recent.stops.get(i);
      for (int j = 0; j < i; j++) {
        Stop from = recent.stops.get(j);
        if (!from.point.isBeside(to.point)) {
          int slots = to.slotsTo(from);
          boolean onwards = from.first.compareTo(to.first) <= 0;
          found =
              onwards
                  ? add(found, to, from.point, from.first, slots)
                  : add(found, from, to.point, to.first, slots);
        }
      }
      for (int j = 0; j < trail.points().size(); j++) {
        Whereabouts.Point from = trail.points().get(j);
        if (!from.isBeside(to.point)) {
          found = add(found, to, from, null, to.slotsTo(from.slot()));
        }
      }
    }
    return found;
  }

  private static List<Journey> add(
      List<Journey> found,
      Stop to,
      Whereabouts.Point from,
      @Nullable EventRef departure,
      int slots) {
    double shortHours = fastestHours(from.kilometresTo(to.point)) - (double) slots / SLOTS_PER_HOUR;
    if (shortHours <= 0) {
      return found;
    }
    List<Journey> more = found.isEmpty() ? new ArrayList<>() : found;
    more.add(new Journey(to, from, departure, slots, shortHours));
    return more;
  }

  /** How long the fastest journey takes. */
  static double fastestHours(double kilometres) {
    double sure = kilometres - UNCERTAIN_KM;
    return sure <= 0
        ? 0
        : Math.min(sure / TRAIN_KM_PER_HOUR, BOARDING_HOURS + sure / PLANE_KM_PER_HOUR);
  }

  /** Two places as one key, whatever their order. */
  private static long pair(Journey journey) {
    long a = journey.from.region();
    long b = journey.to.point.region();
    return Hash64.mix(Hash64.mix(Math.min(a, b)) + Math.max(a, b));
  }

  @Override
  public Travels learn(Travels baseline, Closed<Stops> closed) {
    Stops seen = closed.seen();
    if (seen.stops.isEmpty() && !closed.suspect()) {
      return baseline;
    }
    var pairs = new Keys();
    for (Journey journey : impossible(seen, baseline.trail)) {
      if (pairs.size() < MAX_PAIRS) {
        pairs.add(pair(journey));
      }
    }
    Persistence persistence = baseline.persistence.after(closed);
    Closed<Stops> believed = persistence.believed(closed);
    if (!believed.suspect()) {
      pairs.add(ACTIVE);
    }
    var points = new ArrayList<Whereabouts.Point>(seen.stops.size());
    var devices = new Keys();
    for (int i = 0; i < seen.stops.size(); i++) {
      Whereabouts.Point point = seen.stops.get(i).point;
      points.add(point);
      point.devices().addTo(devices);
    }
    var travels =
        new Travels(
            baseline.pairs.learn(pairs.toArray(), believed, PAIRS),
            baseline.trail.plus(points),
            persistence,
            baseline.devices.learn(devices, closed));
    return travels.equals(baseline) ? baseline : travels;
  }

  @Override
  public Map<String, Object> describe(Travels baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.trail.isEmpty()) {
      profile.put("unscoreable", ((Judgement.Unscoreable) NO_POSITION).reason());
    }
    profile.put("activeDays", baseline.pairs.days());
    profile.put(
        "lastPositions", baseline.trail.points().stream().map(Whereabouts.Point::name).toList());
    profile.put("impossiblePairsKnown", Math.max(0, baseline.pairs.known().size() - 1));
    profile.put(
        "impossibleTravelExpectedOnAnActiveDay",
        StrictMath.rint(baseline.pairs.noveltyRate(PRIOR_DAYS) * 1000) / 1000);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.POSITION);
  }

  @Override
  public About about() {
    return new About(
        "Impossible travel",
        "A user succeeds at two places within a time in which no train (300 km/h) and no plane (900"
            + " km/h, half an hour to board) gets from one to the other; positions may be wrong by"
            + " 100 km each. It says less if devices of the user's own were at both.",
        "`source.lat` and `source.lon`, also from enrichment; one earlier position. Shared exits"
            + " (VPN, proxies) of the enrichment data are left out: list them.",
        "List exits of VPNs and proxies in `networks.csv` with the kind `vpn` or"
            + " `shared`; have the positions of addresses filled in by a better database in"
            + " `geo/`, or leave positions out that are a whole country's. With `device.id` an"
            + " exit that moved says less.",
        List.of(
            "a VPN or proxy that is not listed as shared; the pair of places is learned",
            "a telephone whose network gives addresses of another city",
            "positions that are a whole country's: the middle of a great country is far away"));
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
  public Codec<Stops> windowCodec() {
    return StopsCodec.INSTANCE;
  }

  @Override
  public Codec<Travels> baselineCodec() {
    return TravelsCodec.INSTANCE;
  }

  private enum StopsCodec implements Codec<Stops> {
    INSTANCE;

    @Override
    public void write(Stops value, Packer to) {
      to.putByte(2).putVar(value.stops.size());
      for (Stop stop : value.stops) {
        to.putSigned(stop.hour).putSigned(stop.point.halfLat()).putSigned(stop.point.halfLon());
        to.putVar(stop.point.country());
        stop.point.devices().write(to);
        to.putByte(stop.slots);
        EventRefs.write(stop.first, to);
      }
    }

    @Override
    public Stops read(Unpacker from) {
      int version = Version.upTo(2, "stops", from);
      int size = from.getVarInt();
      if (size == 0) {
        return NOTHING;
      }
      var stops = new ArrayList<Stop>();
      for (int i = 0; i < size; i++) {
        long hour = from.getSigned();
        int halfLat = (int) from.getSigned();
        int halfLon = (int) from.getSigned();
        long country = from.getVar();
        DevicesSeen devices = version < 2 ? DevicesSeen.ANY : DevicesSeen.read(from);
        int slots = from.getByte();
        stops.add(Stop.of(hour, halfLat, halfLon, country, devices, slots, EventRefs.read(from)));
      }
      return new Stops(stops);
    }
  }

  private enum TravelsCodec implements Codec<Travels> {
    INSTANCE;

    @Override
    public void write(Travels value, Packer to) {
      to.putByte(2);
      value.pairs.write(to);
      value.trail.write(to);
      value.persistence.write(to);
      value.devices.write(to);
    }

    @Override
    public Travels read(Unpacker from) {
      int version = Version.upTo(2, "travels", from);
      return new Travels(
          Habits.read(from),
          Whereabouts.read(from, version > 1),
          Persistence.read(from),
          version < 2 ? OwnDevices.NONE : OwnDevices.read(from));
    }
  }
}
