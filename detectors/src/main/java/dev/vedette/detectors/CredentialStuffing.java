package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Credential stuffing: many more accounts than usual fail to sign in, from one address or at one
 * resource whatever the addresses; most of them once, because each leaked password is tried once.
 *
 * <p>An address or a resource usually sees {@code V} sign-ins in a window, a gamma-Poisson mean, of
 * which a share {@code q} fails. {@code q⁺} is an upper bound of that share, mean and a standard
 * deviation of the beta law that its own failing accounts and successes make of a prior of one in
 * five. Of {@code x} accounts that fail within four windows the tail is {@code (1 + x/m)^(−2½)}
 * ({@link Tails#logLomax}), {@code m} the greater of {@code 4·q⁺·V} and twice the worst window that
 * was learned, as Monday morning is not the mean of the week. Fewer than five accounts say nothing.
 * So an office behind one address may fail in proportion to how much it signs in, which is how this
 * differs from a spray.
 *
 * <p>Gathers sign-ins; of somebody without a name, nothing. Evidence does not fall with successes
 * of the same window, they are what stuffing is for: only what was learned excuses failures. Learns
 * windows; not suspect ones, until they come back on three days ({@link Persistence}) or unless at
 * least as many sign-ins succeeded as failed; the worst window fades like all else. A late event
 * counts in its window.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes ({@link Distinct}, 8 an account up
 * to 64), a baseline {@value #MAX_BASELINE_BYTES}.
 */
public final class CredentialStuffing
    implements Detector<CredentialStuffing.SignIns, CredentialStuffing.Usual> {
  static final int MAX_WINDOW_BYTES =
      22 + Distinct.MAX_BYTES + Signal.MAX_EVENTS * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 4 * 8 + 5 + Persistence.MAX_BYTES + Paid.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_FAILING = 1;

  private static final double PRIOR_SUCCEEDING = 4;
  private static final double PRIOR_SIGN_INS = 2;
  private static final double PRIOR_WINDOWS = 5;
  private static final double SHAPE = 2.5;
  private static final double LEAST_ACCOUNTS = 5;

  /** A window and those that ended less than a grace before it. */
  private static final int RECENT_WINDOWS = 4;

  /**
   * The sign-ins of a window.
   *
   * @param failures how many failed
   * @param successes how many succeeded
   * @param failing whose failed
   * @param earliest the earliest failures
   */
  public record SignIns(long failures, long successes, Distinct failing, List<EventRef> earliest) {
    /** Copies the list. */
    public SignIns {
      earliest = List.copyOf(earliest);
    }

    boolean isEmpty() {
      return failures == 0 && successes == 0;
    }
  }

  /**
   * What is usual for an address or a resource, aged.
   *
   * @param failing accounts that failed, of each window, summed
   * @param successes sign-ins that succeeded
   * @param windows windows with sign-ins
   * @param worst the most failing accounts of one window
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param persistence the suspect days
   * @param paid what was claimed of late
   */
  public record Usual(
      double failing,
      double successes,
      double windows,
      double worst,
      int lastDay,
      Persistence persistence,
      Paid paid) {
    /** {@code q⁺}, at most 1. */
    double failingShare() {
      double a = failing + PRIOR_FAILING;
      double b = successes + PRIOR_SUCCEEDING;
      double mean = a / (a + b);
      double deviation = StrictMath.sqrt(mean * (1 - mean) / (a + b + 1));
      return Math.min(1, mean + deviation);
    }

    /** {@code V}. */
    double signIns() {
      return (failing + successes + PRIOR_SIGN_INS * PRIOR_WINDOWS) / (windows + PRIOR_WINDOWS);
    }

    double failingInRecent() {
      return Math.max(RECENT_WINDOWS * failingShare() * signIns(), 2 * worst);
    }
  }

  private static final SignIns NOTHING = new SignIns(0, 0, Distinct.NONE, List.of());
  private static final Usual UNKNOWN = new Usual(0, 0, 0, 0, 0, Persistence.NONE, Paid.NOTHING);

  @Override
  public String id() {
    return "credential-stuffing";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
  }

  @Override
  public String technique() {
    return "T1110.004";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.IP, SubjectType.RESOURCE);
  }

  @Override
  public SignIns nothing() {
    return NOTHING;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  @Override
  public SignIns gather(SignIns seen, Observation observation) {
    Subject principal = observation.principal();
    if (principal == null || observation.outcome() == Outcome.UNKNOWN || !observation.isSignIn()) {
      return seen;
    }
    return observation.failed()
        ? new SignIns(
            seen.failures + 1,
            seen.successes,
            seen.failing.plus(Hash64.of(principal)),
            EventRefs.add(seen.earliest, observation, Signal.MAX_EVENTS))
        : new SignIns(seen.failures, seen.successes + 1, seen.failing, seen.earliest);
  }

  @Override
  public SignIns merge(SignIns earlier, SignIns later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return new SignIns(
        earlier.failures + later.failures,
        earlier.successes + later.successes,
        earlier.failing.plus(later.failing),
        EventRefs.merge(earlier.earliest, later.earliest, Signal.MAX_EVENTS));
  }

  @Override
  public Judgement judge(SignIns recent, Usual baseline, long windowStartMillis) {
    double accounts = recent.failing.count();
    if (accounts < LEAST_ACCOUNTS) {
      return Judgement.NORMAL;
    }
    double nats = Evidence.ofLogPValue(Tails.logLomax(accounts, baseline.failingInRecent(), SHAPE));
    int micros = Evidence.micros(nats, baseline.paid.at(windowStartMillis));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    double each = recent.failures / accounts;
    String why =
        "%s accounts failed to sign in within %d minutes, %s"
            .formatted(
                AtLeast.of((long) accounts),
                RECENT_WINDOWS * window().toMinutes(),
                each < 1.5 ? "most of them once" : "some of them again and again");
    return new Judgement.Anomalous(micros, why, recent.earliest, List.of());
  }

  @Override
  public Usual learn(Usual baseline, Closed<SignIns> closed) {
    SignIns seen = closed.seen();
    if (seen.isEmpty()) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    Paid paid = baseline.paid.plus(closed);
    Persistence persistence =
        closed.suspect() ? baseline.persistence.on(day) : baseline.persistence;
    if (closed.suspect() && !persistence.teaches() && seen.successes < seen.failures) {
      return new Usual(
          baseline.failing,
          baseline.successes,
          baseline.windows,
          baseline.worst,
          baseline.lastDay,
          persistence,
          paid);
    }
    boolean older = baseline.windows > 0 && day > baseline.lastDay;
    double fade = older ? Ageing.after(day - baseline.lastDay) : 1;
    double failing = seen.failing.count();
    return new Usual(
        baseline.failing * fade + failing,
        baseline.successes * fade + seen.successes,
        baseline.windows * fade + 1,
        Math.max(baseline.worst * fade, failing),
        day,
        persistence,
        paid);
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("usualSignInsIn10Minutes", StrictMath.rint(baseline.signIns() * 10) / 10);
    profile.put("failingShareAtMost", StrictMath.rint(baseline.failingShare() * 1000) / 1000);
    profile.put("mostFailingAccountsIn10Minutes", StrictMath.rint(baseline.worst));
    profile.put("windowsLearned", StrictMath.rint(baseline.windows));
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Credential stuffing",
        "Many more accounts than usual fail to sign in within 40 minutes, from one address or at"
            + " one resource whatever the addresses.",
        "Sign-ins (`category` authentication) with `outcome` and `principal`, and `source.ip` or"
            + " `resource.id`; it judges from the first day, against a prior until the usual number"
            + " and share of failures are known.",
        "A suppression of `credential-stuffing` for the sign-in resource on a day when"
            + " the directory fails or passwords expire.",
        List.of(
            "a directory or a network that fails, so that everybody's sign-in does",
            "a large office whose address is seen for the first time",
            "the day on which many passwords expire"));
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
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum SignInsCodec implements Codec<SignIns> {
    INSTANCE;

    @Override
    public void write(SignIns value, Packer to) {
      to.putByte(1).putVar(value.failures).putVar(value.successes);
      value.failing.write(to);
      EventRefs.writeAll(value.earliest, to);
    }

    @Override
    public SignIns read(Unpacker from) {
      Version.expect(1, "sign-ins at an address or a resource", from);
      return new SignIns(
          from.getVar(), from.getVar(), Distinct.read(from), EventRefs.readAll(from));
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1)
          .putDouble(value.failing)
          .putDouble(value.successes)
          .putDouble(value.windows)
          .putDouble(value.worst)
          .putSigned(value.lastDay);
      value.persistence.write(to);
      value.paid.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "usual sign-ins at an address or a resource", from);
      return new Usual(
          from.getDouble(),
          from.getDouble(),
          from.getDouble(),
          from.getDouble(),
          (int) from.getSigned(),
          Persistence.read(from),
          Paid.read(from));
    }
  }
}
