package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MFA change after risk: a second factor, or another credential, of a user is changed from where
 * the user never signed in, or a second factor soon after sign-ins or second factors failed.
 *
 * <p>The p-value of a change is {@code c · n · √f}: {@code c} the share of the user's days with a
 * change ({@link Recurrence}, shrunk to one in sixty with the weight of 30 days); {@code n} the
 * rate of new networks on a day ({@link Habits}) if the change came from an unknown one, else 1;
 * {@code f} the tail {@code (1 + d/½)^(−2)} ({@link Tails#logLomax}) of {@code d} failures before
 * the latest change, under a root because failing is why honest people change things. With neither
 * a new place nor two failures before it, a change is no evidence; nor is a credential changed
 * after failures alone: that is a forgotten password. For a second factor after failures {@code c}
 * has the root and {@code f} has not: a lost telephone is rarer than a forgotten password. The mean
 * of the e-values of second factors and of other credentials counts ({@link Evidence}).
 *
 * <p>Gathers changes, failures, and the networks of sign-ins that succeeded (the country, otherwise
 * the address, where the network is not known; behind an exit that many share, nothing). Learns by
 * the day, not from suspect windows. A late event counts in its hour; the pattern belongs to the
 * hour of the change, and looks back as far as the hour before.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class MfaChangeAfterRisk
    implements Detector<MfaChangeAfterRisk.Course, MfaChangeAfterRisk.Usual> {
  static final int MAX_FAILURES = 16;
  static final int MAX_PLACES = 8;
  static final int MAX_KNOWN = 24;
  private static final int MAX_CHANGES_BYTES =
      2 + EventRefs.MAX_BYTES + MAX_PLACES * (8 + EventRefs.MAX_BYTES);
  static final int MAX_WINDOW_BYTES =
      4 + MAX_FAILURES * EventRefs.MAX_BYTES + 2 * MAX_CHANGES_BYTES + 8 * MAX_PLACES;
  static final int MAX_BASELINE_BYTES = 1 + 20 * MAX_KNOWN + 220 + Recurrence.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 3;

  private static final double PRIOR_NETWORK_DAYS = 10;
  private static final double PRIOR_CHANGES = 1 / 60.0;
  private static final double PRIOR_CHANGE_DAYS = 30;
  private static final double USUAL_FAILURES = 0.5;
  private static final double SHAPE = 2;
  private static final int LEAST_FAILURES = 2;

  /** Stands for a sign-in of which it is not known whence it came. */
  private static final long NOWHERE = 0;

  private static final Habits.Limits NETWORKS = new Habits.Limits(MAX_KNOWN, LEARNING_DAYS);
  private static final Judgement.Unscoreable TOO_FEW_DAYS =
      new Judgement.Unscoreable("sign-ins of fewer than " + LEARNING_DAYS + " days are known");

  /**
   * A place from which something was changed, or signed in.
   *
   * @param key hash of the network, the country or the address
   * @param first the earliest event
   */
  public record Place(long key, EventRef first) implements Sighting<Place> {
    @Override
    public Place and(Place other) {
      return other.first.compareTo(first) < 0 ? other : this;
    }
  }

  /**
   * Changes of one kind.
   *
   * @param places from where, sorted by key
   * @param latest the latest; null if there was none
   */
  public record Changes(List<Place> places, @Nullable EventRef latest) {
    static final Changes NONE = new Changes(List.of(), null);

    /** Copies the list. */
    public Changes {
      places = List.copyOf(places);
    }

    Changes plus(Changes other) {
      if (latest == null || other.latest == null) {
        return latest == null ? other : this;
      }
      return new Changes(
          Sighting.merge(places, other.places, MAX_PLACES), EventRefs.later(latest, other.latest));
    }

    void write(Packer to) {
      EventRefs.writeMaybe(latest, to);
      if (latest != null) {
        to.putByte(places.size());
        for (Place place : places) {
          to.putLong(place.key);
          EventRefs.write(place.first, to);
        }
      }
    }

    static Changes read(Unpacker from) {
      EventRef latest = EventRefs.readMaybe(from);
      if (latest == null) {
        return NONE;
      }
      int size = from.getByte();
      var places = new ArrayList<Place>();
      for (int i = 0; i < size; i++) {
        places.add(new Place(from.getLong(), EventRefs.read(from)));
      }
      return new Changes(places, latest);
    }
  }

  /**
   * An hour.
   *
   * @param failures the earliest failed sign-ins and second factors
   * @param factors changes of second factors
   * @param credentials changes of other credentials
   * @param signIns keys of the places of sign-ins that succeeded, sorted
   */
  public record Course(
      List<EventRef> failures, Changes factors, Changes credentials, List<Long> signIns) {
    /** Copies the lists. */
    public Course {
      failures = List.copyOf(failures);
      signIns = List.copyOf(signIns);
    }
  }

  /** Known places of sign-ins, and how often something is changed. */
  public record Usual(Habits places, Recurrence changes) {}

  private static final Course NOTHING =
      new Course(List.of(), Changes.NONE, Changes.NONE, List.of());
  private static final Usual UNKNOWN = new Usual(Habits.NONE, Recurrence.NONE);

  @Override
  public String id() {
    return "mfa-change-after-risk";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
  }

  @Override
  public String technique() {
    return "T1556.006";
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
  public Course nothing() {
    return NOTHING;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Course gather(Course seen, Observation observation) {
    ActionKind kind = observation.detail().kind();
    if (kind == ActionKind.MFA_CHANGE || kind == ActionKind.CREDENTIAL_CHANGE) {
      return observation.failed() ? seen : withChange(seen, observation, kind);
    }
    if (!observation.isSignIn() && kind != ActionKind.MFA_CHALLENGE) {
      return seen;
    }
    if (observation.failed()) {
      List<EventRef> failures = EventRefs.add(seen.failures, observation, MAX_FAILURES);
      return failures == seen.failures
          ? seen
          : new Course(failures, seen.factors, seen.credentials, seen.signIns);
    }
    if (observation.outcome() != Outcome.SUCCESS || observation.stamp().shared()) {
      return seen;
    }
    List<Long> signIns = plus(seen.signIns, place(observation));
    return signIns == seen.signIns
        ? seen
        : new Course(seen.failures, seen.factors, seen.credentials, signIns);
  }

  private static Course withChange(Course seen, Observation observation, ActionKind kind) {
    EventRef event = EventRefs.of(observation);
    long key = observation.stamp().shared() ? NOWHERE : place(observation);
    var change = new Changes(List.of(new Place(key, event)), event);
    return kind == ActionKind.MFA_CHANGE
        ? new Course(seen.failures, seen.factors.plus(change), seen.credentials, seen.signIns)
        : new Course(seen.failures, seen.factors, seen.credentials.plus(change), seen.signIns);
  }

  private static long place(Observation observation) {
    if (observation.asn() != 0) {
      return Hash64.mix(observation.asn());
    }
    String place = observation.country() != null ? observation.country() : observation.ip();
    return place == null ? NOWHERE : Hash64.of(place);
  }

  /** Adds a key to a sorted list of the smallest; the same list if it says nothing new. */
  private static List<Long> plus(List<Long> sorted, long key) {
    int at = 0;
    while (at < sorted.size() && sorted.get(at) < key) {
      at++;
    }
    if (at == MAX_PLACES || (at < sorted.size() && sorted.get(at) == key)) {
      return sorted;
    }
    var more = new ArrayList<Long>(sorted);
    more.add(at, key);
    return List.copyOf(more.size() > MAX_PLACES ? more.subList(0, MAX_PLACES) : more);
  }

  @Override
  public Course merge(Course earlier, Course later) {
    if (earlier.equals(NOTHING) || later.equals(NOTHING)) {
      return earlier.equals(NOTHING) ? later : earlier;
    }
    List<Long> signIns = earlier.signIns;
    for (long key : later.signIns) {
      signIns = plus(signIns, key);
    }
    return new Course(
        EventRefs.merge(earlier.failures, later.failures, MAX_FAILURES),
        earlier.factors.plus(later.factors),
        earlier.credentials.plus(later.credentials),
        signIns);
  }

  @Override
  public Judgement judge(Course recent, Usual baseline, long windowStartMillis) {
    if (recent.equals(NOTHING)) {
      return Judgement.NORMAL;
    }
    if (baseline.places.days() < LEARNING_DAYS) {
      return TOO_FEW_DAYS;
    }
    if (recent.factors.latest == null && recent.credentials.latest == null) {
      return Judgement.NORMAL;
    }
    double ofFactors = ofChange(recent, recent.factors, true, baseline);
    double ofCredentials = ofChange(recent, recent.credentials, false, baseline);
    double nats = Evidence.mean(Evidence.logEValue(ofFactors), Evidence.logEValue(ofCredentials));
    int micros = Evidence.micros(nats, baseline.changes.paid().at(windowStartMillis));
    return micros == 0
        ? Judgement.NORMAL
        : explain(recent, ofFactors <= ofCredentials, baseline, micros);
  }

  /** ln of the p-value. */
  private static double ofChange(Course recent, Changes changes, boolean factor, Usual baseline) {
    EventRef latest = changes.latest;
    if (latest == null) {
      return 0;
    }
    int failures = EventRefs.countBefore(recent.failures, latest);
    double failing =
        failures < LEAST_FAILURES ? 0 : Tails.logLomax(failures, USUAL_FAILURES, SHAPE);
    double often = StrictMath.log(baseline.changes.rate(PRIOR_CHANGES, PRIOR_CHANGE_DAYS));
    boolean fresh = strange(changes, baseline) != null;
    double place = fresh ? StrictMath.log(baseline.places.noveltyRate(PRIOR_NETWORK_DAYS)) : 0;
    double byPlace = fresh ? often + place + failing / 2 : 0;
    double byFailures = factor && failures >= LEAST_FAILURES ? often / 2 + failing : 0;
    return Math.min(byPlace, byFailures);
  }

  private static @Nullable Place strange(Changes changes, Usual baseline) {
    Place first = null;
    for (int i = 0; i < changes.places.size(); i++) {
      Place place = changes.places.get(i);
      if (place.key != NOWHERE
          && !baseline.places.knows(place.key)
          && (first == null || place.first.compareTo(first.first) < 0)) {
        first = place;
      }
    }
    return first;
  }

  private static Judgement explain(Course recent, boolean factor, Usual baseline, int micros) {
    Changes changes = factor ? recent.factors : recent.credentials;
    EventRef latest = Objects.requireNonNull(changes.latest);
    Place strange = strange(changes, baseline);
    int failures = EventRefs.countBefore(recent.failures, latest);
    boolean failed = failures >= LEAST_FAILURES;
    String why =
        "a %s was changed%s%s"
            .formatted(
                factor ? "second factor" : "credential",
                strange == null ? "" : " from where this user never signed in",
                failed ? " after %s failed attempts".formatted(AtLeast.of(failures)) : "");
    var events = new ArrayList<EventRef>();
    if (failed) {
      events.addAll(recent.failures.subList(0, Math.min(failures, Signal.MAX_EVENTS - 2)));
    }
    if (strange != null) {
      events.add(strange.first);
    }
    events.add(latest);
    return new Judgement.Anomalous(
        micros, why, events.stream().distinct().sorted().toList(), List.of());
  }

  @Override
  public Usual learn(Usual baseline, Closed<Course> closed) {
    Course seen = closed.seen();
    if (seen.equals(NOTHING)) {
      return baseline;
    }
    long[] keys = seen.signIns.stream().mapToLong(Long::longValue).toArray();
    boolean changed = seen.factors.latest != null || seen.credentials.latest != null;
    var learned =
        new Usual(
            baseline.places.learn(keys, closed, NETWORKS), baseline.changes.learn(changed, closed));
    return learned.equals(baseline) ? baseline : learned;
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (baseline.places.days() < LEARNING_DAYS) {
      profile.put("unscoreable", TOO_FEW_DAYS.reason());
    }
    profile.put("daysWithSignIns", baseline.places.days());
    profile.put("knownPlacesOfSignIns", baseline.places.known().size());
    profile.put("daysWithChanges", StrictMath.rint(baseline.changes.days() * 10) / 10);
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "MFA change after risk",
        "A second factor or another credential of a user is changed from where the user never signed"
            + " in, or a second factor within two hours after sign-ins or second factors failed.",
        "Actions of the kinds MFA change and credential change, sign-ins with their `outcome`, and"
            + " `source.asn`, `source.country` or `source.ip`; sign-ins of "
            + LEARNING_DAYS
            + " days (UTC) without suspicion.",
        "List exits of VPNs and proxies in `networks.csv` with the kind `vpn` or"
            + " `shared`: a change or sign-in by them has no place. Actions are known by their names"
            + " (`action-kinds.txt`); a mapping can give a source's actions such names. For a replaced telephone"
            + " a verdict `benign_expected`.",
        List.of(
            "a lost or broken telephone, replaced after a few attempts",
            "a new telephone set up on the first day of a journey",
            "a password changed by somebody else on the user's behalf, if the source names the"
                + " user as who did it"));
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
  public Codec<Course> windowCodec() {
    return CourseCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum CourseCodec implements Codec<Course> {
    INSTANCE;

    @Override
    public void write(Course value, Packer to) {
      to.putByte(1);
      EventRefs.writeAll(value.failures, to);
      value.factors.write(to);
      value.credentials.write(to);
      to.putByte(value.signIns.size());
      for (long key : value.signIns) {
        to.putLong(key);
      }
    }

    @Override
    public Course read(Unpacker from) {
      Version.expect(1, "failures and changes", from);
      List<EventRef> failures = EventRefs.readAll(from);
      Changes factors = Changes.read(from);
      Changes credentials = Changes.read(from);
      int size = from.getByte();
      var signIns = new ArrayList<Long>(size);
      for (int i = 0; i < size; i++) {
        signIns.add(from.getLong());
      }
      return new Course(failures, factors, credentials, signIns);
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1);
      value.places.write(to);
      value.changes.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "places of sign-ins and changes", from);
      return new Usual(Habits.read(from), Recurrence.read(from));
    }
  }
}
