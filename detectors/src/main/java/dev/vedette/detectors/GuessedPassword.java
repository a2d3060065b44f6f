package dev.vedette.detectors;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guessed password: many failed sign-ins of a principal, and then one that succeeds.
 *
 * <p>With {@code f} failures before the latest success, the p-value is the greater of two laws of
 * normal life. Honest mistakes are geometric: {@code (r/(1+r))^f}, {@code r} the principal's own
 * odds of failure, at least ¼. Machines that retry are over-dispersed: {@code (1 + f/m)^(−2)}
 * ({@link Tails#logLomax}), {@code m} the failures that this principal usually has in four windows.
 * So no run is believed to be more improbable than the principal's habit of failing allows.
 *
 * <p>Gathers sign-ins. The pattern belongs to the window of the success that completes it; a late
 * failure before the success raises it, a late success after the failures makes it. Failures are
 * counted up to {@value #MAX_FAILURES}. Learns totals, not from suspect windows until they come
 * back on three days ({@link Persistence}); failures without a success are not evidence here, so an
 * account under constant attack from elsewhere learns that.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, a baseline {@value
 * #MAX_BASELINE_BYTES}.
 */
public final class GuessedPassword
    implements Detector<GuessedPassword.Attempts, GuessedPassword.Mistakes> {
  static final int MAX_FAILURES = 32;
  static final int MAX_WINDOW_BYTES = 25 + (MAX_FAILURES + 1) * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 3 * 8 + 5 + Persistence.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double LEAST_ODDS = 0.25;

  private static final double PRIOR_FAILURES = 1;
  private static final double PRIOR_SUCCESSES = 2;
  private static final double PRIOR_WINDOWS = 5;
  private static final double PRIOR_FAILURES_IN_RECENT = 0.25;
  private static final double SHAPE = 2;

  /** A window and those that ended less than a grace before it. */
  private static final int RECENT_WINDOWS = 4;

  /**
   * The sign-ins of a window.
   *
   * @param failures how many failed
   * @param successes how many succeeded
   * @param earliestFailures at most {@value GuessedPassword#MAX_FAILURES}
   * @param latestSuccess null if none succeeded
   */
  public record Attempts(
      long failures,
      long successes,
      List<EventRef> earliestFailures,
      @Nullable EventRef latestSuccess) {
    /** Copies the list. */
    public Attempts {
      earliestFailures = List.copyOf(earliestFailures);
    }

    boolean isEmpty() {
      return failures == 0 && successes == 0;
    }
  }

  /**
   * How often sign-ins fail, aged.
   *
   * @param failures failed sign-ins
   * @param successes successful ones
   * @param windows windows with either
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param persistence the suspect days
   */
  public record Mistakes(
      double failures, double successes, double windows, int lastDay, Persistence persistence) {
    double odds() {
      return Math.max(LEAST_ODDS, (failures + PRIOR_FAILURES) / (successes + PRIOR_SUCCESSES));
    }

    double failuresInRecent() {
      return (PRIOR_FAILURES_IN_RECENT * PRIOR_WINDOWS + RECENT_WINDOWS * failures)
          / (PRIOR_WINDOWS + windows);
    }
  }

  private static final Attempts NOTHING = new Attempts(0, 0, List.of(), null);
  private static final Mistakes UNKNOWN = new Mistakes(0, 0, 0, 0, Persistence.NONE);

  @Override
  public String id() {
    return "guessed-password";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
  }

  @Override
  public String technique() {
    return "T1110.001";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  public Attempts nothing() {
    return NOTHING;
  }

  @Override
  public Mistakes unknown() {
    return UNKNOWN;
  }

  @Override
  public Attempts gather(Attempts seen, Observation observation) {
    if (!observation.isSignIn()) {
      return seen;
    }
    if (observation.failed()) {
      return new Attempts(
          seen.failures + 1,
          seen.successes,
          EventRefs.add(seen.earliestFailures, observation, MAX_FAILURES),
          seen.latestSuccess);
    }
    if (observation.outcome() == Outcome.SUCCESS) {
      return new Attempts(
          seen.failures,
          seen.successes + 1,
          seen.earliestFailures,
          EventRefs.later(seen.latestSuccess, EventRefs.of(observation)));
    }
    return seen;
  }

  @Override
  public Attempts merge(Attempts earlier, Attempts later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return new Attempts(
        earlier.failures + later.failures,
        earlier.successes + later.successes,
        EventRefs.merge(earlier.earliestFailures, later.earliestFailures, MAX_FAILURES),
        EventRefs.later(earlier.latestSuccess, later.latestSuccess));
  }

  @Override
  public Judgement judge(Attempts recent, Mistakes baseline, long windowStartMillis) {
    EventRef success = recent.latestSuccess;
    if (success == null || recent.failures == 0) {
      return Judgement.NORMAL;
    }
    int failures = EventRefs.countBefore(recent.earliestFailures, success);
    if (failures == 0) {
      return Judgement.NORMAL;
    }
    double odds = baseline.odds();
    double mistakes = failures * StrictMath.log(odds / (1 + odds));
    double retries = Tails.logLomax(failures, baseline.failuresInRecent(), SHAPE);
    int micros = Evidence.micros(Evidence.ofLogPValue(Math.max(mistakes, retries)));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    var events =
        new ArrayList<>(
            recent.earliestFailures.subList(0, Math.min(failures, Signal.MAX_EVENTS - 1)));
    events.add(success);
    String why =
        "success after %s failed sign-ins within %d minutes"
            .formatted(AtLeast.of(failures), RECENT_WINDOWS * window().toMinutes());
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  @Override
  public Mistakes learn(Mistakes baseline, Closed<Attempts> closed) {
    Attempts seen = closed.seen();
    if (seen.isEmpty()) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    Persistence persistence =
        closed.suspect() ? baseline.persistence.on(day) : baseline.persistence;
    if (closed.suspect() && !persistence.teaches()) {
      return new Mistakes(
          baseline.failures, baseline.successes, baseline.windows, baseline.lastDay, persistence);
    }
    boolean older = baseline.windows > 0 && day > baseline.lastDay;
    double fade = older ? Ageing.after(day - baseline.lastDay) : 1;
    return new Mistakes(
        baseline.failures * fade + seen.failures,
        baseline.successes * fade + seen.successes,
        baseline.windows * fade + 1,
        day,
        persistence);
  }

  @Override
  public Map<String, Object> describe(Mistakes baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("failedSignIns", StrictMath.rint(baseline.failures * 10) / 10);
    profile.put("successfulSignIns", StrictMath.rint(baseline.successes * 10) / 10);
    profile.put(
        "usualFailuresIn40Minutes", StrictMath.rint(baseline.failuresInRecent() * 100) / 100);
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Guessed password",
        "Many failed sign-ins of one principal within 40 minutes, and then a successful one.",
        "Sign-ins (`category` authentication) with their `outcome`; it judges from the first day,"
            + " against a prior until the principal's own habit of failing is known.",
        "Mend programs with an old password: their failures are learned as the account's"
            + " habit, which hides a guess. A scanner or a test of one's own is a suppression"
            + " of `guessed-password` for the accounts that it tries.",
        List.of(
            "a forgotten password, five attempts or more",
            "a program with an old password, until the principal's habit is learned",
            "the owner signs in while somebody else is guessing from elsewhere"));
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
  public Codec<Attempts> windowCodec() {
    return AttemptsCodec.INSTANCE;
  }

  @Override
  public Codec<Mistakes> baselineCodec() {
    return MistakesCodec.INSTANCE;
  }

  private enum AttemptsCodec implements Codec<Attempts> {
    INSTANCE;

    @Override
    public void write(Attempts value, Packer to) {
      to.putByte(1).putVar(value.failures).putVar(value.successes);
      EventRefs.writeAll(value.earliestFailures, to);
      EventRefs.writeMaybe(value.latestSuccess, to);
    }

    @Override
    public Attempts read(Unpacker from) {
      Version.expect(1, "attempts", from);
      long failures = from.getVar();
      long successes = from.getVar();
      List<EventRef> earliest = EventRefs.readAll(from);
      EventRef success = EventRefs.readMaybe(from);
      return new Attempts(failures, successes, earliest, success);
    }
  }

  private enum MistakesCodec implements Codec<Mistakes> {
    INSTANCE;

    @Override
    public void write(Mistakes value, Packer to) {
      to.putByte(1)
          .putDouble(value.failures)
          .putDouble(value.successes)
          .putDouble(value.windows)
          .putSigned(value.lastDay);
      value.persistence.write(to);
    }

    @Override
    public Mistakes read(Unpacker from) {
      Version.expect(1, "mistakes", from);
      return new Mistakes(
          from.getDouble(),
          from.getDouble(),
          from.getDouble(),
          (int) from.getSigned(),
          Persistence.read(from));
    }
  }
}
