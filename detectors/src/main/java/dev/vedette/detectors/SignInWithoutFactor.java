package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sign-in without a second factor: a user succeeds without one, who always gave one.
 *
 * <p>Evidence is the likelihood ratio {@code ln(½ / P)}: whoever has but the password signs in
 * where no second factor is asked for, as likely as not (a prior), the user itself on a share
 * {@code P} of its days with sign-ins ({@link Recurrence}, shrunk to one in ten with the weight of
 * ten days). Less than {@value #LEAST_NATS} nats is not said: who did so now and then, does. Of a
 * user who never gives a second factor this says nothing.
 *
 * <p>Gathers successful sign-ins of which the source says whether there was a second factor. Learns
 * days, not from suspect windows until they come back on three days; what was claimed today and
 * yesterday is not claimed again ({@link Paid}). A late event counts in its hour.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, usually 2; a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class SignInWithoutFactor
    implements Detector<SignInWithoutFactor.SignIns, Recurrence> {
  static final int MAX_WINDOW_BYTES = 6 + Signal.MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + Recurrence.MAX_BYTES;
  private static final Codec<Recurrence> DAYS =
      new Recurrence.Alone("days without a second factor");

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final int LEARNING_DAYS = 5;

  private static final double PRIOR_SHARE = 0.1;
  private static final double PRIOR_DAYS = 10;

  /** Chosen on simulated companies (seeds 1 and 2), most of whose people do so now and then. */
  private static final double LEAST_NATS = 2;

  private static final Judgement.Unscoreable TOO_FEW_DAYS =
      new Judgement.Unscoreable(
          "fewer than "
              + LEARNING_DAYS
              + " days are known with sign-ins that say whether there was a second factor");

  /**
   * The sign-ins of a window.
   *
   * @param any whether there were any
   * @param without the earliest without a second factor
   */
  public record SignIns(boolean any, List<EventRef> without) {
    /** Copies the list. */
    public SignIns {
      without = List.copyOf(without);
    }
  }

  private static final SignIns NOTHING = new SignIns(false, List.of());
  private static final SignIns WITH_A_FACTOR = new SignIns(true, List.of());

  @Override
  public String id() {
    return "sign-in-without-factor";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
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
  public SignIns nothing() {
    return NOTHING;
  }

  @Override
  public Recurrence unknown() {
    return Recurrence.NONE;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public SignIns gather(SignIns seen, Observation observation) {
    Boolean factor = observation.detail().mfa();
    if (factor == null
        || !observation.isSignIn()
        || observation.failed()
        || observation.detail().kind() == ActionKind.MFA_CHALLENGE) {
      return seen;
    }
    if (factor) {
      return seen.any ? seen : WITH_A_FACTOR;
    }
    List<EventRef> without = EventRefs.add(seen.without, observation, Signal.MAX_EVENTS);
    return without == seen.without ? seen : new SignIns(true, without);
  }

  @Override
  public SignIns merge(SignIns earlier, SignIns later) {
    if (!earlier.any || !later.any) {
      return earlier.any ? earlier : later;
    }
    return new SignIns(true, EventRefs.merge(earlier.without, later.without, Signal.MAX_EVENTS));
  }

  @Override
  public Judgement judge(SignIns recent, Recurrence baseline, long windowStartMillis) {
    if (!recent.any) {
      return Judgement.NORMAL;
    }
    if (isLearning(baseline)) {
      return TOO_FEW_DAYS;
    }
    if (recent.without.isEmpty()) {
      return Judgement.NORMAL;
    }
    double nats = StrictMath.log(0.5 / baseline.rate(PRIOR_SHARE, PRIOR_DAYS));
    int micros = Evidence.micros(nats, baseline.paid().at(windowStartMillis));
    if (nats < LEAST_NATS || micros == 0) {
      return Judgement.NORMAL;
    }
    int days = (int) StrictMath.rint(baseline.days());
    String why =
        "signed in without a second factor, which was so on %s of its last %d days with sign-ins"
            .formatted(
                days == 0 ? "none" : Integer.toString(days),
                (int) StrictMath.rint(baseline.activeDays()));
    return new Judgement.Anomalous(micros, why, recent.without, List.of());
  }

  /** Days fade; a day less than a half-life ago counts more than half. */
  private static boolean isLearning(Recurrence baseline) {
    return baseline.activeDays() < LEARNING_DAYS - 0.5;
  }

  @Override
  public Recurrence learn(Recurrence baseline, Closed<SignIns> closed) {
    SignIns seen = closed.seen();
    return seen.any ? baseline.learn(!seen.without.isEmpty(), closed) : baseline;
  }

  @Override
  public Map<String, Object> describe(Recurrence baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    if (isLearning(baseline)) {
      profile.put("unscoreable", TOO_FEW_DAYS.reason());
    }
    profile.put("daysWithSignIns", StrictMath.rint(baseline.activeDays() * 10) / 10);
    profile.put("daysWithoutFactor", StrictMath.rint(baseline.days() * 10) / 10);
    profile.put("suspectDays", baseline.persistence().days());
    profile.put(
        "expectedShareOfDays",
        StrictMath.rint(baseline.rate(PRIOR_SHARE, PRIOR_DAYS) * 1000) / 1000);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FACTOR);
  }

  @Override
  public About about() {
    return new About(
        "Sign-in without a second factor",
        "A user signs in without a second factor, who always gave one.",
        "Successful sign-ins with `auth.mfa`; "
            + LEARNING_DAYS
            + " days (UTC) with such sign-ins without suspicion. Of a user who never gives a second"
            + " factor it says nothing.",
        "Have the mapping leave `auth.mfa` out where the source does not know. For"
            + " networks from which no factor is asked for a suppression of"
            + " `sign-in-without-factor`, by account: the place is not looked at.",
        List.of(
            "a second factor that is lost and switched off for a day",
            "a network from which none is asked for, reached for the first time",
            "a source that says of a session that goes on that there was no second factor"));
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
  public Codec<SignIns> windowCodec() {
    return SignInsCodec.INSTANCE;
  }

  @Override
  public Codec<Recurrence> baselineCodec() {
    return DAYS;
  }

  private enum SignInsCodec implements Codec<SignIns> {
    INSTANCE;

    @Override
    public void write(SignIns value, Packer to) {
      to.putByte(1).putByte(value.any ? 1 : 0);
      if (value.any) {
        EventRefs.writeAll(value.without, to);
      }
    }

    @Override
    public SignIns read(Unpacker from) {
      Version.expect(1, "sign-ins without a second factor", from);
      if (from.getByte() == 0) {
        return NOTHING;
      }
      List<EventRef> without = EventRefs.readAll(from);
      return without.isEmpty() ? WITH_A_FACTOR : new SignIns(true, without);
    }
  }
}
