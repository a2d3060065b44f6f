package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Posture falls: a device that was compliant is not any more, while it or a session on it goes on.
 *
 * <p>A rule with a rate: compliant at one time and not compliant later, within the window and the
 * one before or since the last posture that is known. With {@code λ = (m + ½)/(N + N₀)} the
 * expected number of days with a fall among {@code N} days on which posture was told, {@code m} of
 * them with a fall, the evidence is {@code ln(½/λ)}: who disables protection makes it fall as
 * likely as not (prior). So what is new says 2.3 nats, a device that was compliant for months more,
 * and one whose agent flaps nothing. The change of state is OpenID CAEP's {@code
 * device-compliance-change}.
 *
 * <p>Gathers the earliest and latest time of being compliant and the latest of not being so: the
 * same in any order. Learns the last posture always, falls when not suspect or when they come back
 * on three days ({@link Persistence}); what was claimed today and yesterday is not claimed again. A
 * late event may make or complete a fall; the windows after it are judged again. A device that is
 * known not to be compliant, or of which nothing is known yet, is silent.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class PostureFall implements Detector<PostureFall.Postures, PostureFall.State> {
  static final int MAX_WINDOW_BYTES = 2 + 3 * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES =
      1 + 1 + 5 + 2 * 8 + 5 + Persistence.MAX_BYTES + Paid.MAX_BYTES;

  private static final Set<String> GOOD = Set.of("compliant", "healthy", "secure", "passed");
  private static final Set<String> BAD =
      Set.of(
          "not_compliant",
          "noncompliant",
          "non_compliant",
          "unhealthy",
          "insecure",
          "at_risk",
          "compromised",
          "failed");

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_DAYS = 10;

  private static final double LN_ATTACKER = StrictMath.log(0.5);

  /**
   * The postures of a window; each null if there was none.
   *
   * @param earliestGood the first event that told of compliance
   * @param latestGood the last one
   * @param latestBad the last event that told of no compliance
   */
  public record Postures(
      @Nullable EventRef earliestGood,
      @Nullable EventRef latestGood,
      @Nullable EventRef latestBad) {
    boolean isEmpty() {
      return earliestGood == null && latestBad == null;
    }
  }

  /**
   * What is known of a device.
   *
   * @param known whether any posture is
   * @param good whether it was compliant at last
   * @param days on which posture was told, aged
   * @param falls days on which it fell, aged
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param fellOn the last day with a fall that taught
   * @param persistence the suspect days with a fall
   * @param paid what was claimed lately
   */
  public record State(
      boolean known,
      boolean good,
      double days,
      double falls,
      int lastDay,
      int fellOn,
      Persistence persistence,
      Paid paid) {
    double fallsExpected() {
      return Math.min(1, (falls + 0.5) / (days + PRIOR_DAYS));
    }
  }

  private static final Postures NOTHING = new Postures(null, null, null);
  private static final State UNKNOWN =
      new State(false, false, 0, 0, 0, -1, Persistence.NONE, Paid.NOTHING);

  @Override
  public String id() {
    return "posture-fall";
  }

  @Override
  public Family family() {
    return Family.DEVICE;
  }

  @Override
  public String technique() {
    return "T1562";
  }

  @Override
  public Duration window() {
    return Duration.ofHours(1);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.DEVICE, SubjectType.SESSION);
  }

  @Override
  public Postures nothing() {
    return NOTHING;
  }

  @Override
  public State unknown() {
    return UNKNOWN;
  }

  @Override
  public Postures gather(Postures seen, Observation observation) {
    String posture = observation.detail().posture();
    if (posture == null) {
      return seen;
    }
    String word = posture.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    Postures more;
    if (GOOD.contains(word)) {
      EventRef ref = EventRefs.of(observation);
      more = merge(seen, new Postures(ref, ref, null));
    } else if (BAD.contains(word)) {
      more = merge(seen, new Postures(null, null, EventRefs.of(observation)));
    } else {
      return seen;
    }
    return more.equals(seen) ? seen : more;
  }

  @Override
  public Postures merge(Postures earlier, Postures later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return new Postures(
        first(earlier.earliestGood, later.earliestGood),
        last(earlier.latestGood, later.latestGood),
        last(earlier.latestBad, later.latestBad));
  }

  private static @Nullable EventRef first(@Nullable EventRef a, @Nullable EventRef b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static @Nullable EventRef last(@Nullable EventRef a, @Nullable EventRef b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public Judgement judge(Postures recent, State baseline, long windowStartMillis) {
    EventRef bad = recent.latestBad;
    if (bad == null || !fell(recent, baseline.good)) {
      return Judgement.NORMAL;
    }
    double nats = LN_ATTACKER - StrictMath.log(baseline.fallsExpected());
    int micros = Evidence.micros(nats, baseline.paid.at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    EventRef good = recent.earliestGood;
    List<EventRef> events =
        good == null || good.compareTo(bad) > 0 ? List.of(bad) : Stream.of(good, bad).toList();
    String why =
        "the device is not compliant any more; it falls on 1 of %s days on which that is told"
            .formatted(AtLeast.of((long) (1 / baseline.fallsExpected())).replace("+", ""));
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  private static boolean fell(Postures seen, boolean goodBefore) {
    return seen.latestBad != null
        && (goodBefore
            || (seen.earliestGood != null && seen.earliestGood.compareTo(seen.latestBad) < 0));
  }

  @Override
  public State learn(State baseline, Closed<Postures> closed) {
    Postures seen = closed.seen();
    if (seen.isEmpty()) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    boolean fell = fell(seen, baseline.good);
    boolean good =
        seen.latestGood != null
            && (seen.latestBad == null || seen.latestGood.compareTo(seen.latestBad) > 0);
    Paid paid = baseline.paid.plus(closed);
    Persistence persistence =
        closed.suspect() && fell ? baseline.persistence.on(day) : baseline.persistence;
    boolean teaches = !closed.suspect() || persistence.teaches();
    boolean newDay = teaches && (baseline.days == 0 || day > baseline.lastDay);
    double fade = newDay && baseline.days > 0 ? Ageing.after(day - baseline.lastDay) : 1;
    boolean newFall = teaches && fell && day > baseline.fellOn;
    return new State(
        true,
        good,
        baseline.days * fade + (newDay ? 1 : 0),
        baseline.falls * fade + (newFall ? 1 : 0),
        newDay ? day : baseline.lastDay,
        newFall ? day : baseline.fellOn,
        persistence,
        paid);
  }

  @Override
  public Map<String, Object> describe(State baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put(
        "posture", !baseline.known ? "unknown" : baseline.good ? "compliant" : "not compliant");
    profile.put("daysWithPosture", StrictMath.rint(baseline.days * 10) / 10);
    profile.put("daysWithAFall", StrictMath.rint(baseline.falls * 10) / 10);
    profile.put("fallsExpectedOnADay", StrictMath.rint(baseline.fallsExpected() * 1000) / 1000);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.POSTURE);
  }

  @Override
  public About about() {
    return new About(
        "Posture falls",
        "A device that was compliant is reported as not compliant, of itself or within a session;"
            + " the longer it was compliant, the more that says.",
        "the label `posture` with `compliant` or `not_compliant` (also healthy, secure, unhealthy,"
            + " at_risk and the like), at least twice; it judges from the first day, against a prior.",
        "The rules of the device management, which decide what is compliant. For a new"
            + " rule a suppression of `posture-fall` for the day on which it comes.",
        List.of(
            "an update that is due, a virus scanner that is out of date over the weekend",
            "an agent that is just being installed anew",
            "a new rule of compliance: then many devices fall on one day"));
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
  public Codec<Postures> windowCodec() {
    return PosturesCodec.INSTANCE;
  }

  @Override
  public Codec<State> baselineCodec() {
    return StateCodec.INSTANCE;
  }

  private enum PosturesCodec implements Codec<Postures> {
    INSTANCE;

    @Override
    public void write(Postures value, Packer to) {
      EventRef earliest = value.earliestGood;
      EventRef latest = value.latestGood;
      EventRef bad = value.latestBad;
      boolean once = earliest != null && earliest.equals(latest);
      to.putByte(1).putByte((earliest == null ? 0 : once ? 1 : 2) | (bad == null ? 0 : 4));
      if (earliest != null) {
        EventRefs.write(earliest, to);
      }
      if (latest != null && !once) {
        EventRefs.write(latest, to);
      }
      if (bad != null) {
        EventRefs.write(bad, to);
      }
    }

    @Override
    public Postures read(Unpacker from) {
      Version.expect(1, "postures", from);
      int shape = from.getByte();
      if (shape == 0) {
        return NOTHING;
      }
      EventRef earliest = (shape & 3) == 0 ? null : EventRefs.read(from);
      EventRef latest = (shape & 3) == 2 ? EventRefs.read(from) : earliest;
      return new Postures(earliest, latest, (shape & 4) == 0 ? null : EventRefs.read(from));
    }
  }

  private enum StateCodec implements Codec<State> {
    INSTANCE;

    @Override
    public void write(State value, Packer to) {
      to.putByte(1).putByte((value.known ? 1 : 0) | (value.good ? 2 : 0));
      to.putDouble(value.days).putDouble(value.falls);
      to.putSigned(value.lastDay).putSigned(value.fellOn);
      value.persistence.write(to);
      value.paid.write(to);
    }

    @Override
    public State read(Unpacker from) {
      Version.expect(1, "posture", from);
      int flags = from.getByte();
      return new State(
          (flags & 1) != 0,
          (flags & 2) != 0,
          from.getDouble(),
          from.getDouble(),
          (int) from.getSigned(),
          (int) from.getSigned(),
          Persistence.read(from),
          Paid.read(from));
    }
  }
}
