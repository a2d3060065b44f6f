package dev.vedette.detectors;

import dev.vedette.detectors.NewPlace.Place;
import dev.vedette.detectors.Trail.Tool;
import dev.vedette.events.Category;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Relayed session (adversary in the middle): a session is issued to one network and, soon after,
 * used from another. A phishing proxy signs in for its victim; who holds the cookie is elsewhere.
 *
 * <p>Evidence is the likelihood ratio {@code ln(½ / P)} of the sign-in and the use of the last 40
 * minutes that differ most, {@code P} the product of how often that is honest: another network 0.1;
 * another country too, times 0.15; another client too, times 0.2. Priors, to be calibrated (issue
 * 4).
 *
 * <p>Gathers successful sign-ins and whatever else the session does; behind an exit that many
 * share, the place says nothing. Networks from which the session was used before are facts, always
 * learned, and silent: to prove oneself again in the middle of a session is no relay. A late
 * sign-in or use makes its pair. There is no phase of learning.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes ({@link Trail}, twice), a baseline
 * {@value #MAX_BASELINE_BYTES}.
 */
public final class SessionRelay implements Detector<SessionRelay.Course, SessionRelay.Usual> {
  static final int MAX_WINDOW_BYTES = 1 + 2 * Trail.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 2 * Facts.MAX_BYTES;

  /** Priors: ln of how often an honest session does so; to be calibrated. */
  private static final double LN_NETWORK = StrictMath.log(0.1);

  private static final double LN_COUNTRY = StrictMath.log(0.15);
  private static final double LN_CLIENT = StrictMath.log(0.2);
  private static final double LN_HALF = StrictMath.log(0.5);

  /**
   * A session in a window.
   *
   * @param issues how its sign-ins came
   * @param uses how the rest came
   */
  public record Course(Trail issues, Trail uses) {
    boolean isEmpty() {
      return issues.isEmpty() && uses.isEmpty();
    }
  }

  /**
   * Where a session was, as autonomous systems.
   *
   * @param issued where it signed in
   * @param used where else it was used
   */
  public record Usual(List<Long> issued, List<Long> used) {
    /** Copies the lists. */
    public Usual {
      issued = List.copyOf(issued);
      used = List.copyOf(used);
    }
  }

  private static final Course NOTHING = new Course(Trail.NONE, Trail.NONE);
  private static final Usual UNKNOWN = new Usual(List.of(), List.of());

  @Override
  public String id() {
    return "session-relay";
  }

  @Override
  public Family family() {
    return Family.SESSION;
  }

  @Override
  public String technique() {
    return "T1557";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.SESSION);
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
    if (observation.category() != Category.AUTHENTICATION) {
      Trail uses = seen.uses.plus(observation);
      return uses == seen.uses ? seen : new Course(seen.issues, uses);
    }
    if (observation.outcome() != Outcome.SUCCESS || !observation.isSignIn()) {
      return seen;
    }
    Trail issues = seen.issues.plus(observation);
    return issues == seen.issues ? seen : new Course(issues, seen.uses);
  }

  @Override
  public Course merge(Course earlier, Course later) {
    return new Course(earlier.issues.and(later.issues), earlier.uses.and(later.uses));
  }

  @Override
  public Judgement judge(Course recent, Usual baseline, long windowStartMillis) {
    Place issue = null;
    Place use = null;
    boolean abroad = false;
    for (int i = 0; i < recent.issues.places().size(); i++) {
      for (int u = 0; u < recent.uses.places().size(); u++) {
        Place a = recent.issues.places().get(i);
        Place b = recent.uses.places().get(u);
        boolean country = differ(a.country(), b.country());
        boolean known = b.asn() != 0 && baseline.used.contains(b.asn());
        boolean pair = !known && (country || differ(a.asn(), b.asn()));
        boolean better =
            pair
                && (use == null
                    || (country && !abroad)
                    || (country == abroad && isEarlier(b, use)));
        issue = better ? a : issue;
        use = better ? b : use;
        abroad |= pair && country;
      }
    }
    if (issue == null || use == null) {
      return Judgement.NORMAL;
    }
    Tool client = otherClient(recent);
    double nats =
        LN_HALF - LN_NETWORK - (abroad ? LN_COUNTRY : 0) - (client == null ? 0 : LN_CLIENT);
    String why =
        "the session was issued to %s and is used from %s%s"
            .formatted(
                Trail.name(issue),
                Trail.name(use),
                client == null ? "" : " by another client (" + client.name() + ")");
    List<EventRef> events = List.of(issue.first(), use.first());
    return new Judgement.Anomalous(
        Evidence.micros(nats), why, events.stream().sorted().toList(), List.of());
  }

  /** The earliest client of a use that some sign-in did not come by; null if there is none. */
  private static @Nullable Tool otherClient(Course recent) {
    Tool earliest = null;
    for (Tool tool : recent.uses.clients()) {
      boolean other = recent.issues.clients().stream().anyMatch(c -> c.key() != tool.key());
      if (other && (earliest == null || tool.first().compareTo(earliest.first()) < 0)) {
        earliest = tool;
      }
    }
    return earliest;
  }

  private static boolean isEarlier(Place a, Place b) {
    return a.first().compareTo(b.first()) < 0;
  }

  private static boolean differ(long a, long b) {
    return a != 0 && b != 0 && a != b;
  }

  @Override
  public Usual learn(Usual baseline, Closed<Course> closed) {
    List<Long> issued = baseline.issued;
    for (Place place : closed.seen().issues.places()) {
      issued = Facts.plus(issued, place.asn());
    }
    List<Long> used = baseline.used;
    for (Place place : closed.seen().uses.places()) {
      used = Facts.plus(used, place.asn());
    }
    var learned = new Usual(issued, used);
    return learned.equals(baseline) ? baseline : learned;
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("issuedToNetworks", baseline.issued);
    profile.put("usedFromNetworks", baseline.used);
    profile.put("signedIn", !baseline.issued.isEmpty());
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.ORIGIN);
  }

  @Override
  public About about() {
    return new About(
        "Relayed session",
        "A session is issued to one network and within 40 minutes used from another: what a"
            + " phishing proxy between a person and the sign-in leaves behind.",
        "`session` on the sign-in and on what follows, with `source.asn` or `source.country`; it"
            + " judges from a session's first window on, against priors.",
        "Name gateways and VPN exits in `networks.csv` with the kind `vpn` or `shared`."
            + " Where the provider of identity and the applications always see different"
            + " addresses it can only run in shadow.",
        List.of(
            "a VPN, not in networks.csv, that comes up after the sign-in",
            "sources that see different addresses: the provider of identity the public one, the"
                + " application that of a gateway. Name the gateway in networks.csv as shared",
            "a telephone that leaves the house's network right after the sign-in"));
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
      value.issues.write(to);
      value.uses.write(to);
    }

    @Override
    public Course read(Unpacker from) {
      Version.expect(1, "the course of a session", from);
      return new Course(Trail.read(from), Trail.read(from));
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1);
      Facts.write(value.issued, to);
      Facts.write(value.used, to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "where a session was", from);
      return new Usual(Facts.read(from), Facts.read(from));
    }
  }
}
