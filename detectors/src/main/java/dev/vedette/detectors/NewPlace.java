package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Rarity;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * New place: a principal acts from a country or a network that it never acted from.
 *
 * <p>Evidence of one new thing is the likelihood ratio {@code ln(½ / P(new))}: somebody else is as
 * likely as not to come from elsewhere (prior, to be calibrated on training seeds of the simulator,
 * simulator), the principal itself comes from a new place with the rate that {@link Habits}
 * learned. A new country backs off to the tenant: where colleagues are counts less, where nobody
 * ever came from counts more ({@link TenantRarity}). What is known speaks with {@code ½}, a bound
 * of {@code ½ / (1 − P(new))}. Country and network together: the mean of the two e-values ({@link
 * Evidence}). A place that is seen by a device of the principal's own says less ({@link
 * OwnDevices}). The strangest place counts.
 *
 * <p>Gathers from what did not fail: a stranger's failed guess must not become somebody's place.
 * What came by a VPN's or another shared exit is left out: where that is, is not where its user is.
 * Learns countries, networks and devices by the day, not from suspect windows. A late event adds
 * its place to its hour; the hours after it are judged again.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, {@value #MAX_PLACES} places, those
 * with the smallest hashes; evidence is monotone up to that many. A baseline at most {@value
 * #MAX_BASELINE_BYTES} bytes.
 */
public final class NewPlace implements Detector<NewPlace.Places, NewPlace.Known> {
  static final int MAX_PLACES = 16;
  static final int MAX_WINDOW_BYTES =
      2 + MAX_PLACES * (8 + 10 + 10 + 1 + DevicesSeen.MAX_BYTES + EventRefs.MAX_BYTES);
  static final int MAX_BASELINE_BYTES =
      1 + (20 * 16 + 220) + (20 * 32 + 220) + OwnDevices.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 3;

  private static final double PRIOR_COUNTRY_DAYS = 25;
  private static final double PRIOR_NETWORK_DAYS = 10;
  private static final double LN_STRANGER = StrictMath.log(0.5);

  private static final Habits.Limits COUNTRIES = new Habits.Limits(16, LEARNING_DAYS);
  private static final Habits.Limits NETWORKS = new Habits.Limits(32, LEARNING_DAYS);
  private static final Judgement TOO_FEW_DAYS =
      new Judgement.Unscoreable("fewer than " + LEARNING_DAYS + " active days are known");

  /**
   * Where a principal acted from.
   *
   * @param key hash of country and network
   * @param country up to four characters, packed; 0 if unknown
   * @param asn 0 if unknown
   * @param step the rarest step of the country in the tenant, -1 if not known
   * @param devices what it was seen with
   * @param first the earliest event from there
   */
  public record Place(
      long key, long country, long asn, int step, DevicesSeen devices, EventRef first)
      implements Sighting<Place> {
    /** A place, whatever the devices, of which it is not known how rare its country is. */
    public Place(long key, long country, long asn, EventRef first) {
      this(key, country, asn, Rarity.UNKNOWN_STEP, DevicesSeen.ANY, first);
    }

    static long key(long country, long asn) {
      return Hash64.mix(Hash64.mix(country) + asn);
    }

    @Override
    public Place and(Place other) {
      return new Place(
          key,
          country,
          asn,
          TenantRarity.rarer(step, other.step),
          devices.and(other.devices),
          other.first.compareTo(first) < 0 ? other.first : first);
    }
  }

  /** The places of a window, sorted by key. */
  public record Places(List<Place> places) {
    /** Copies the list. */
    public Places {
      places = List.copyOf(places);
    }
  }

  /**
   * What is known; 0 never is.
   *
   * @param countries by packed code
   * @param networks by number
   * @param devices the principal's own
   */
  public record Known(Habits countries, Habits networks, OwnDevices devices) {}

  private static final Places NOTHING = new Places(List.of());
  private static final Known UNKNOWN = new Known(Habits.NONE, Habits.NONE, OwnDevices.NONE);

  @Override
  public String id() {
    return "new-place";
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
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  public Places nothing() {
    return NOTHING;
  }

  @Override
  public Known unknown() {
    return UNKNOWN;
  }

  @Override
  public Places gather(Places seen, Observation observation) {
    if (observation.failed() || observation.stamp().shared()) {
      return seen;
    }
    long country = pack(observation.country());
    long asn = observation.asn();
    if (country == 0 && asn == 0) {
      return seen;
    }
    long key = Place.key(country, asn);
    DevicesSeen devices = DevicesSeen.of(observation);
    int at = Sighting.find(seen.places, key);
    int step = observation.detail().placeStep();
    if (at >= 0
        && TenantRarity.rarer(seen.places.get(at).step, step) == seen.places.get(at).step
        && seen.places.get(at).devices.and(devices).equals(seen.places.get(at).devices)
        && !EventRefs.isBefore(observation, seen.places.get(at).first)) {
      return seen;
    }
    var place = new Place(key, country, asn, step, devices, EventRefs.of(observation));
    List<Place> places = Sighting.add(seen.places, place, MAX_PLACES);
    return places.equals(seen.places) ? seen : new Places(places);
  }

  @Override
  public Places merge(Places earlier, Places later) {
    if (earlier.places.isEmpty() || later.places.isEmpty()) {
      return earlier.places.isEmpty() ? later : earlier;
    }
    return new Places(Sighting.merge(earlier.places, later.places, MAX_PLACES));
  }

  @Override
  public Judgement judge(Places recent, Known baseline, long windowStartMillis) {
    if (recent.places.isEmpty()) {
      return Judgement.NORMAL;
    }
    if (isLearning(baseline)) {
      return TOO_FEW_DAYS;
    }
    double nats = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < recent.places.size(); i++) {
      Place place = recent.places.get(i);
      if (isNew(place, baseline)) {
        nats = Math.max(nats, nats(place, baseline));
      }
    }
    int micros = Evidence.micros(nats);
    return micros == 0 ? Judgement.NORMAL : explain(recent, baseline, windowStartMillis, micros);
  }

  private static double nats(Place place, Known baseline) {
    double nats =
        Evidence.mean(
            isNewCountry(place, baseline)
                ? strangeness(baseline.countries, PRIOR_COUNTRY_DAYS)
                    + TenantRarity.logFactor(place.step)
                : LN_STRANGER,
            isNewNetwork(place, baseline)
                ? strangeness(baseline.networks, PRIOR_NETWORK_DAYS)
                : LN_STRANGER);
    return baseline.devices.areOwn(place.devices) ? nats - OwnDevices.REASSURING_NATS : nats;
  }

  private static Judgement explain(Places recent, Known baseline, long startMillis, int micros) {
    List<Place> fresh =
        recent.places.stream()
            .filter(p -> isNew(p, baseline))
            .sorted((a, b) -> a.first.compareTo(b.first))
            .toList();
    Place first =
        fresh.stream().filter(p -> isNewCountry(p, baseline)).findFirst().orElse(fresh.getFirst());
    boolean own = fresh.stream().allMatch(p -> baseline.devices.areOwn(p.devices));
    boolean country = isNewCountry(first, baseline);
    Habits usual = country ? baseline.countries : baseline.networks;
    int days = Ageing.day(startMillis) - usual.firstDay();
    String home = mostUsual(usual, country);
    String rare =
        country && first.step > 0
            ? "; 1 in %s colleague-days is there".formatted(TenantRarity.oneIn(first.step))
            : "";
    String why =
        "first sign of activity from %s%s after %d days%s%s%s"
            .formatted(
                name(first),
                own ? ", with a device of its own," : "",
                days,
                home.isEmpty() ? "" : " in " + home,
                rare,
                fresh.size() == 1 ? "" : ", and from other new places");
    List<EventRef> events = fresh.stream().map(Place::first).limit(Signal.MAX_EVENTS).toList();
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  @Override
  public Known learn(Known baseline, Closed<Places> closed) {
    List<Place> places = closed.seen().places;
    if (places.isEmpty() && !closed.suspect()) {
      return baseline;
    }
    var countries = new Keys();
    var networks = new Keys();
    var devices = new Keys();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (place.country != 0) {
        countries.add(place.country);
      }
      if (place.asn != 0) {
        networks.add(place.asn);
      }
      place.devices.addTo(devices);
    }
    var known =
        new Known(
            baseline.countries.learn(countries.toArray(), closed, COUNTRIES),
            baseline.networks.learn(networks.toArray(), closed, NETWORKS),
            baseline.devices.learn(devices, closed));
    return known.equals(baseline) ? baseline : known;
  }

  private static boolean isLearning(Known baseline) {
    return baseline.countries.days() < LEARNING_DAYS && baseline.networks.days() < LEARNING_DAYS;
  }

  private static boolean isNew(Place place, Known baseline) {
    return isNewCountry(place, baseline) || isNewNetwork(place, baseline);
  }

  private static boolean isNewCountry(Place place, Known baseline) {
    return place.country != 0
        && baseline.countries.days() >= LEARNING_DAYS
        && !baseline.countries.knows(place.country);
  }

  private static boolean isNewNetwork(Place place, Known baseline) {
    return place.asn != 0
        && baseline.networks.days() >= LEARNING_DAYS
        && !baseline.networks.knows(place.asn);
  }

  private static double strangeness(Habits usual, double priorDays) {
    return LN_STRANGER - StrictMath.log(usual.noveltyRate(priorDays));
  }

  /** Four UTF-16 units in a long: an ISO code fits, anything longer is cut. */
  static long pack(@Nullable String country) {
    long packed = 0;
    if (country != null) {
      for (int i = 0; i < country.length() && i < 4; i++) {
        packed |= (long) country.charAt(i) << (16 * i);
      }
    }
    return packed;
  }

  static String unpack(long packed) {
    var text = new StringBuilder(4);
    for (long rest = packed; rest != 0; rest >>>= 16) {
      char c = (char) rest;
      text.append(c > ' ' && c < 127 ? c : '?');
    }
    return text.toString();
  }

  private static String name(Place place) {
    if (place.country == 0) {
      return "network " + place.asn;
    }
    return unpack(place.country) + (place.asn == 0 ? "" : " (network " + place.asn + ")");
  }

  private static String mostUsual(Habits usual, boolean countries) {
    return usual.known().stream()
        .min((a, b) ->
            a.days() != b.days()
                ? Integer.compare(b.days(), a.days())
                : Long.compare(a.key(), b.key()))
        .map(h -> countries ? unpack(h.key()) : "network " + h.key())
        .orElse("");
  }

  @Override
  public Map<String, Object> describe(Known baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (isLearning(baseline)) {
      profile.put("unscoreable", ((Judgement.Unscoreable) TOO_FEW_DAYS).reason());
    }
    profile.put("activeDays", Math.max(baseline.countries.days(), baseline.networks.days()));
    profile.put("countries", days(baseline.countries.known(), true));
    profile.put("networks", days(baseline.networks.known(), false));
    profile.put(
        "pendingCountries", baseline.countries.pending().stream().map(NewPlace::unpack).toList());
    profile.put("pendingNetworks", baseline.networks.pending());
    profile.put("knownDevices", baseline.devices.known().known().size());
    return profile;
  }

  private static Map<String, Object> days(List<Habit> known, boolean countries) {
    var days = new LinkedHashMap<String, Object>();
    known.stream()
        .sorted((a, b) -> Integer.compare(b.days(), a.days()))
        .forEach(h -> days.put(countries ? unpack(h.key()) : Long.toString(h.key()), h.days()));
    return days;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.ORIGIN);
  }

  @Override
  public About about() {
    return new About(
        "New country or network",
        "A principal succeeds from a country or an autonomous system that it never acted from; the"
            + " more settled its life so far, and the fewer colleagues are in that country, the"
            + " more that says; less if it is with a device of its own.",
        "`source.country` or `source.asn`; "
            + LEARNING_DAYS
            + " active days (UTC) without suspicion. How rare a country is in the tenant is known"
            + " from the second day after it was counted; until then that says nothing.",
        "List exits of VPNs and proxies in `networks.csv` with the kind `vpn` or"
            + " `shared`: what comes by them is left out. With `device.id` in the events a"
            + " place says less if it is seen with a device long in use. For a journey a"
            + " verdict `benign_expected` for `new-place` until its end.",
        List.of(
            "the first day of a journey or of a move; it is paid once, and silent the next day",
            "a mobile network or a VPN used for the first time",
            "a change of the provider's address data"));
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
  public Codec<Places> windowCodec() {
    return PlacesCodec.INSTANCE;
  }

  @Override
  public Codec<Known> baselineCodec() {
    return KnownCodec.INSTANCE;
  }

  private enum PlacesCodec implements Codec<Places> {
    INSTANCE;

    @Override
    public void write(Places value, Packer to) {
      to.putByte(3).putVar(value.places.size());
      for (Place place : value.places) {
        to.putVar(place.country).putVar(place.asn).putByte(place.step + 1);
        place.devices.write(to);
        EventRefs.write(place.first, to);
      }
    }

    @Override
    public Places read(Unpacker from) {
      int version = Version.upTo(3, "places", from);
      int size = from.getVarInt();
      if (size == 0) {
        return NOTHING;
      }
      var places = new ArrayList<Place>();
      for (int i = 0; i < size; i++) {
        long country = from.getVar();
        long asn = from.getVar();
        int step = version < 2 ? Rarity.UNKNOWN_STEP : from.getByte() - 1;
        DevicesSeen devices = version < 3 ? DevicesSeen.ANY : DevicesSeen.read(from);
        long key = Place.key(country, asn);
        places.add(new Place(key, country, asn, step, devices, EventRefs.read(from)));
      }
      return new Places(places);
    }
  }

  private enum KnownCodec implements Codec<Known> {
    INSTANCE;

    @Override
    public void write(Known value, Packer to) {
      to.putByte(2);
      value.countries.write(to);
      value.networks.write(to);
      value.devices.write(to);
    }

    @Override
    public Known read(Unpacker from) {
      int version = Version.upTo(2, "known places", from);
      return new Known(
          Habits.read(from),
          Habits.read(from),
          version < 2 ? OwnDevices.NONE : OwnDevices.read(from));
    }
  }
}
