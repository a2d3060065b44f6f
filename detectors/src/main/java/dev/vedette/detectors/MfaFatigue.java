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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MFA fatigue: somebody who has the password asks for the second factor again and again, until its
 * owner gives in.
 *
 * <p>Two alternatives, merged by the mean of their e-values ({@link Evidence}). With {@code d}
 * second factors refused before the latest one given, the p-value is the greater of two laws of
 * honest life: mistakes and missed prompts, geometric, {@code (r/(1+r))^d}, {@code r} the user's
 * own odds of refusal, at least 0.15; and a broken device, over-dispersed, {@code (1 + d/m)^(−2)}
 * ({@link Tails#logLomax}), {@code m} what the user usually refuses in four windows, at least 0.1.
 * With {@code d} refused and none given it is {@code (1 + d/5m)^(−2)}: it says that a password is
 * known.
 *
 * <p>Gathers challenges of a second factor, and sign-ins of which the source says that one was
 * asked for. The pattern belongs to the window of the one that was given; a late refusal before it
 * raises it. Learns totals, not from suspect windows until they come back on three days ({@link
 * Persistence}).
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes, {@value #MAX_REFUSALS} refusals in
 * order; a baseline {@value #MAX_BASELINE_BYTES}.
 */
public final class MfaFatigue implements Detector<MfaFatigue.Prompts, MfaFatigue.Usual> {
  static final int MAX_REFUSALS = 32;
  static final int MAX_WINDOW_BYTES = 25 + (MAX_REFUSALS + 1) * EventRefs.MAX_BYTES;
  static final int MAX_BASELINE_BYTES = 1 + 3 * 8 + 5 + Persistence.MAX_BYTES;

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double LEAST_ODDS = 0.15;

  private static final double PRIOR_REFUSALS = 1;
  private static final double PRIOR_ACCEPTS = 8;
  private static final double PRIOR_WINDOWS = 10;
  private static final double PRIOR_REFUSALS_IN_RECENT = 0.1;
  private static final double WITHOUT_ACCEPT = 5;
  private static final double SHAPE = 2;

  /** A window and those that ended less than a grace before it. */
  private static final int RECENT_WINDOWS = 4;

  /**
   * The second factors of a window.
   *
   * @param refusals how many were refused, wrong or not answered
   * @param accepts how many were given
   * @param earliestRefusals at most {@value MfaFatigue#MAX_REFUSALS}
   * @param latestAccept null if none was given
   */
  public record Prompts(
      long refusals,
      long accepts,
      List<EventRef> earliestRefusals,
      @Nullable EventRef latestAccept) {
    /** Copies the list. */
    public Prompts {
      earliestRefusals = List.copyOf(earliestRefusals);
    }

    boolean isEmpty() {
      return refusals == 0 && accepts == 0;
    }
  }

  /**
   * How often a user refuses, aged.
   *
   * @param refusals second factors refused
   * @param accepts second factors given
   * @param windows windows with either
   * @param lastDay the last day that taught, UTC days since the epoch
   * @param persistence the suspect days
   */
  public record Usual(
      double refusals, double accepts, double windows, int lastDay, Persistence persistence) {
    double odds() {
      return Math.max(LEAST_ODDS, (refusals + PRIOR_REFUSALS) / (accepts + PRIOR_ACCEPTS));
    }

    double refusalsInRecent() {
      double own =
          (PRIOR_REFUSALS_IN_RECENT * PRIOR_WINDOWS + RECENT_WINDOWS * refusals)
              / (PRIOR_WINDOWS + windows);
      return Math.max(PRIOR_REFUSALS_IN_RECENT, own);
    }
  }

  private static final Prompts NOTHING = new Prompts(0, 0, List.of(), null);
  private static final Usual UNKNOWN = new Usual(0, 0, 0, 0, Persistence.NONE);

  @Override
  public String id() {
    return "mfa-fatigue";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
  }

  @Override
  public String technique() {
    return "T1621";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER);
  }

  @Override
  public Prompts nothing() {
    return NOTHING;
  }

  @Override
  public Usual unknown() {
    return UNKNOWN;
  }

  /** Whether an observation tells how a second factor was answered. */
  static boolean isSecondFactor(Observation observation) {
    ActionKind kind = observation.detail().kind();
    return kind == ActionKind.MFA_CHALLENGE
        || (kind != ActionKind.MFA_CHANGE
            && Boolean.TRUE.equals(observation.detail().mfa())
            && observation.isSignIn());
  }

  @Override
  public Prompts gather(Prompts seen, Observation observation) {
    if (observation.outcome() == Outcome.UNKNOWN || !isSecondFactor(observation)) {
      return seen;
    }
    return observation.failed()
        ? new Prompts(
            seen.refusals + 1,
            seen.accepts,
            EventRefs.add(seen.earliestRefusals, observation, MAX_REFUSALS),
            seen.latestAccept)
        : new Prompts(
            seen.refusals,
            seen.accepts + 1,
            seen.earliestRefusals,
            EventRefs.later(seen.latestAccept, EventRefs.of(observation)));
  }

  @Override
  public Prompts merge(Prompts earlier, Prompts later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return new Prompts(
        earlier.refusals + later.refusals,
        earlier.accepts + later.accepts,
        EventRefs.merge(earlier.earliestRefusals, later.earliestRefusals, MAX_REFUSALS),
        EventRefs.later(earlier.latestAccept, later.latestAccept));
  }

  @Override
  public Judgement judge(Prompts recent, Usual baseline, long windowStartMillis) {
    if (recent.refusals == 0) {
      return Judgement.NORMAL;
    }
    EventRef accept = recent.latestAccept;
    int before = accept == null ? 0 : EventRefs.countBefore(recent.earliestRefusals, accept);
    double odds = baseline.odds();
    double usual = baseline.refusalsInRecent();
    double mistakes = before * StrictMath.log(odds / (1 + odds));
    double broken = Tails.logLomax(before, usual, SHAPE);
    double alone = Tails.logLomax((double) recent.refusals, WITHOUT_ACCEPT * usual, SHAPE);
    double given = Evidence.logEValue(Math.max(mistakes, broken));
    int micros = Evidence.micros(Evidence.mean(given, Evidence.logEValue(alone)));
    if (micros == 0) {
      return Judgement.NORMAL;
    }
    int minutes = RECENT_WINDOWS * (int) window().toMinutes();
    if (accept == null || before == 0) {
      String why =
          "%s second factors refused within %d minutes, none given after them"
              .formatted(AtLeast.of(recent.refusals), minutes);
      return new Judgement.Anomalous(micros, why, first(recent, Signal.MAX_EVENTS), List.of());
    }
    var events = new ArrayList<>(first(recent, Math.min(before, Signal.MAX_EVENTS - 1)));
    events.add(accept);
    String why =
        "second factor given after %s were refused within %d minutes"
            .formatted(AtLeast.of(before), minutes);
    return new Judgement.Anomalous(micros, why, events, List.of());
  }

  private static List<EventRef> first(Prompts recent, int most) {
    return recent.earliestRefusals.subList(0, Math.min(most, recent.earliestRefusals.size()));
  }

  @Override
  public Usual learn(Usual baseline, Closed<Prompts> closed) {
    Prompts seen = closed.seen();
    if (seen.isEmpty()) {
      return baseline;
    }
    int day = Ageing.day(closed.startMillis());
    Persistence persistence =
        closed.suspect() ? baseline.persistence.on(day) : baseline.persistence;
    if (closed.suspect() && !persistence.teaches()) {
      return new Usual(
          baseline.refusals, baseline.accepts, baseline.windows, baseline.lastDay, persistence);
    }
    boolean older = baseline.windows > 0 && day > baseline.lastDay;
    double fade = older ? Ageing.after(day - baseline.lastDay) : 1;
    return new Usual(
        baseline.refusals * fade + seen.refusals,
        baseline.accepts * fade + seen.accepts,
        baseline.windows * fade + 1,
        day,
        persistence);
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("secondFactorsRefused", StrictMath.rint(baseline.refusals * 10) / 10);
    profile.put("secondFactorsGiven", StrictMath.rint(baseline.accepts * 10) / 10);
    profile.put(
        "usualRefusalsIn40Minutes", StrictMath.rint(baseline.refusalsInRecent() * 100) / 100);
    return profile;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FACTOR);
  }

  @Override
  public About about() {
    return new About(
        "MFA fatigue",
        "Second factors refused, wrong or not answered, many within 40 minutes, and then one that is"
            + " given; many without one that is given say less.",
        "The answers to second factors with their `outcome`: actions of the kind MFA challenge, or"
            + " sign-ins with `auth.mfa`. It judges from the first day, against a prior until the"
            + " user's own habit is known.",
        "Have the mapping leave out what a source says of a prompt when it is sent: only"
            + " answers count. For a broken telephone a verdict `false_positive`, which lets"
            + " the window teach.",
        List.of(
            "a telephone without reception or with a wrong clock, five attempts or more",
            "a program that asks for a second factor again and again by itself",
            "a source that says of each prompt, when it is sent, that it failed"));
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
  public Codec<Prompts> windowCodec() {
    return PromptsCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return UsualCodec.INSTANCE;
  }

  private enum PromptsCodec implements Codec<Prompts> {
    INSTANCE;

    @Override
    public void write(Prompts value, Packer to) {
      to.putByte(1).putVar(value.refusals).putVar(value.accepts);
      EventRefs.writeAll(value.earliestRefusals, to);
      EventRefs.writeMaybe(value.latestAccept, to);
    }

    @Override
    public Prompts read(Unpacker from) {
      Version.expect(1, "prompts", from);
      return new Prompts(
          from.getVar(), from.getVar(), EventRefs.readAll(from), EventRefs.readMaybe(from));
    }
  }

  private enum UsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1)
          .putDouble(value.refusals)
          .putDouble(value.accepts)
          .putDouble(value.windows)
          .putSigned(value.lastDay);
      value.persistence.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "usual refusals", from);
      return new Usual(
          from.getDouble(),
          from.getDouble(),
          from.getDouble(),
          (int) from.getSigned(),
          Persistence.read(from));
    }
  }
}
