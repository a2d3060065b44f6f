package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Outcome;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Password spray and guessing: one address fails to sign in, often or on many accounts, in a short
 * while or slowly over a day; it implicates the accounts that then sign in from it.
 *
 * <p>Four categories, merged by the mean of their e-values ({@link Evidence}): failures and
 * distinct failing principals, of 40 minutes and of today with yesterday. Each has the tail {@code
 * (1 + x/m)^(−s)} ({@link Tails#logLomax}), {@code s} 2 for failures and 2½ for principals. {@code
 * m} is what the address usually has on an active day, shrunk to a prior of one failure and half a
 * principal (for 40 minutes half of the failures and all of the principals; for the slow scale once
 * for each day with failures). An address never seen is judged by the prior. What was claimed today
 * and yesterday is not claimed again: the baseline keeps both days' counts, sketches and claims.
 *
 * <p>Gathers sign-ins; somebody without a name is one principal, nobody. Learns day by day, and not
 * from a day that was suspect, unless at least as many sign-ins succeeded as failed: that is an
 * office behind one address. A late event adds to its window, which and whose followers are judged
 * again. The implication of an account belongs to the window of its success.
 *
 * <p>Memory: a window at most {@value #MAX_WINDOW_BYTES} bytes (of which ids of at most 512
 * characters are 26 kB; some 100 bytes are usual), a baseline {@value #MAX_BASELINE_BYTES}. Of the
 * accounts that succeeded the {@value #MAX_SUCCESSES} latest are kept: the latest of all comes
 * after a failure if any does, so more sign-ins never lower the evidence.
 */
public final class PasswordSpray implements Detector<PasswordSpray.SignIns, PasswordSpray.Usual> {
  static final int MAX_SUCCESSES = Judgement.Anomalous.MAX_IMPLICATIONS;
  static final int MAX_WINDOW_BYTES =
      25
          + Distinct.MAX_BYTES
          + (Signal.MAX_EVENTS + MAX_SUCCESSES) * EventRefs.MAX_BYTES
          + (MAX_SUCCESSES + 1) * (3 + 3 * Subject.MAX_CHARS);
  static final int MAX_BASELINE_BYTES = 1 + 3 * 8 + 5 + 2 * (32 + Distinct.MAX_BYTES);

  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final double PRIOR_DAYS = 5;

  private static final double PRIOR_FAILURES = 1;
  private static final double PRIOR_PRINCIPALS = 0.5;
  private static final double SHAPE_FAILURES = 2;
  private static final double SHAPE_PRINCIPALS = 2.5;
  private static final double SHARE_OF_FAILURES_IN_RECENT = 0.5;
  private static final int SUSPECT_DAY_MICROS = 2 * Signal.MICROS;
  private static final int MOST_IMPLICATED_MICROS = 4 * Signal.MICROS;

  private static final int FAILURES_THAT_IMPLICATE = 5;
  private static final long NOBODY = Hash64.of("");

  /**
   * An account that signed in from an address.
   *
   * @param principal who
   * @param latest its latest success
   */
  public record Success(Subject principal, EventRef latest) {
    /** Adds a success; the same list if it says nothing new. */
    static List<Success> add(List<Success> latestFirst, Success next) {
      var more = new ArrayList<Success>(latestFirst.size() + 1);
      int at = -1;
      for (Success success : latestFirst) {
        if (success.principal.id().equals(next.principal.id())
            && success.principal.equals(next.principal)) {
          if (next.latest.compareTo(success.latest) <= 0) {
            return latestFirst;
          }
        } else {
          if (at < 0 && next.isBefore(success)) {
            at = more.size();
          }
          more.add(success);
        }
      }
      more.add(at < 0 ? more.size() : at, next);
      if (more.size() > MAX_SUCCESSES) {
        more.removeLast();
      }
      return List.copyOf(more);
    }

    private boolean isBefore(Success other) {
      int byTime = other.latest.compareTo(latest);
      return byTime != 0
          ? byTime < 0
          : SubjectKey.encode(principal).compareTo(SubjectKey.encode(other.principal)) < 0;
    }
  }

  /**
   * The sign-ins of a window.
   *
   * @param failures how many failed
   * @param successes how many succeeded
   * @param principals whose failed
   * @param earliest the earliest failures
   * @param accounts who succeeded, the latest first, at most {@value PasswordSpray#MAX_SUCCESSES}
   */
  public record SignIns(
      long failures,
      long successes,
      Distinct principals,
      List<EventRef> earliest,
      List<Success> accounts) {
    /** Copies the lists. */
    public SignIns {
      earliest = List.copyOf(earliest);
      accounts = List.copyOf(accounts);
    }

    boolean isEmpty() {
      return failures == 0 && successes == 0;
    }
  }

  /**
   * What was learned of one day.
   *
   * @param day UTC days since the epoch
   * @param failures how many sign-ins failed
   * @param successes how many succeeded
   * @param principals whose failed
   * @param claimedMicros the evidence claimed
   * @param suspect whether a window was suspect
   */
  public record Day(
      int day,
      long failures,
      long successes,
      Distinct principals,
      long claimedMicros,
      boolean suspect) {
    static final Day NONE = new Day(0, 0, 0, Distinct.NONE, 0, false);

    boolean teaches() {
      return (!suspect && claimedMicros < SUSPECT_DAY_MICROS) || successes >= failures;
    }

    Day plus(Closed<SignIns> closed) {
      SignIns seen = closed.seen();
      return new Day(
          day,
          failures + seen.failures,
          successes + seen.successes,
          principals.plus(seen.principals),
          claimedMicros + Math.max(0, closed.claimedMicros()),
          suspect || closed.suspect());
    }
  }

  /**
   * What is usual for an address.
   *
   * @param activeDays days that taught, aged
   * @param failures failed sign-ins on them, aged
   * @param principals distinct failing principals of each, summed and aged
   * @param lastDay the last day that taught
   * @param today the last day seen
   * @param before the day before it
   */
  public record Usual(
      double activeDays, double failures, double principals, int lastDay, Day today, Day before) {
    double failuresADay() {
      return (PRIOR_DAYS * PRIOR_FAILURES + failures) / (PRIOR_DAYS + activeDays);
    }

    double principalsADay() {
      return (PRIOR_DAYS * PRIOR_PRINCIPALS + principals) / (PRIOR_DAYS + activeDays);
    }

    /** The day with that number, if it is one of the two that are kept. */
    Day of(int day) {
      return today.day == day ? today : before.day == day ? before : Day.NONE;
    }

    /** Begins a new day; the one that ends teaches. */
    Usual rolledTo(int day) {
      if (day == today.day) {
        return this;
      }
      Day next = new Day(day, 0, 0, Distinct.NONE, 0, false);
      Day last = today.day == day - 1 ? today : Day.NONE;
      if (today.day == 0 || !today.teaches()) {
        return new Usual(activeDays, failures, principals, lastDay, next, last);
      }
      double fade = activeDays == 0 ? 1 : Ageing.after(today.day - lastDay);
      return new Usual(
          activeDays * fade + 1,
          failures * fade + today.failures,
          principals * fade + today.principals.count(),
          today.day,
          next,
          last);
    }
  }

  private static final SignIns NOTHING = new SignIns(0, 0, Distinct.NONE, List.of(), List.of());
  private static final Usual UNKNOWN = new Usual(0, 0, 0, 0, Day.NONE, Day.NONE);

  @Override
  public String id() {
    return "password-spray";
  }

  @Override
  public Family family() {
    return Family.CREDENTIAL;
  }

  @Override
  public String technique() {
    return "T1110.003";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.IP);
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
    if (!observation.isSignIn()) {
      return seen;
    }
    Subject principal = observation.principal();
    if (observation.failed()) {
      return new SignIns(
          seen.failures + 1,
          seen.successes,
          seen.principals.plus(principal == null ? NOBODY : Hash64.of(principal)),
          EventRefs.add(seen.earliest, observation, Signal.MAX_EVENTS),
          seen.accounts);
    }
    if (observation.outcome() != Outcome.SUCCESS) {
      return seen;
    }
    List<Success> accounts = seen.accounts;
    if (principal != null) {
      accounts = Success.add(accounts, new Success(principal, EventRefs.of(observation)));
    }
    return new SignIns(seen.failures, seen.successes + 1, seen.principals, seen.earliest, accounts);
  }

  @Override
  public SignIns merge(SignIns earlier, SignIns later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    List<Success> accounts = earlier.accounts;
    for (Success success : later.accounts) {
      accounts = Success.add(accounts, success);
    }
    return new SignIns(
        earlier.failures + later.failures,
        earlier.successes + later.successes,
        earlier.principals.plus(later.principals),
        EventRefs.merge(earlier.earliest, later.earliest, Signal.MAX_EVENTS),
        accounts);
  }

  @Override
  public Judgement judge(SignIns recent, Usual baseline, long windowStartMillis) {
    if (recent.failures == 0) {
      return Judgement.NORMAL;
    }
    int day = Ageing.day(windowStartMillis);
    Day today = baseline.of(day);
    Day before = baseline.of(day - 1);
    long failures = recent.failures + today.failures + before.failures;
    double principals = recent.principals.plus(today.principals).plus(before.principals).count();
    int days = before.failures > 0 ? 2 : 1;
    double usualFailures = baseline.failuresADay();
    double usualPrincipals = baseline.principalsADay();
    double fast =
        Evidence.mean(
            ofFailures(recent.failures, usualFailures * SHARE_OF_FAILURES_IN_RECENT),
            ofPrincipals(recent.principals.count(), usualPrincipals));
    double slow =
        Evidence.mean(
            ofFailures(failures, usualFailures * days),
            ofPrincipals(principals, usualPrincipals * days));
    double nats = Evidence.mean(fast, slow);
    int whole = Evidence.micros(nats);
    if (whole == 0) {
      return Judgement.NORMAL;
    }
    String why =
        fast >= slow
            ? why(recent.failures, recent.principals.count(), "within 40 minutes")
            : why(failures, principals, days == 1 ? "today" : "since yesterday");
    List<Judgement.Implication> implications =
        implications(recent, failures - recent.failures, windowStartMillis, whole, why);
    int paid =
        (int) Math.min(Signal.MAX_EVIDENCE_MICROS, today.claimedMicros + before.claimedMicros);
    int micros = Evidence.micros(nats, paid);
    if (micros == 0) {
      if (implications.isEmpty()) {
        return Judgement.NORMAL;
      }
      // The guesses are paid for; that one of them was right is worth saying at the least evidence.
      micros = Evidence.micros(Evidence.LEAST_NATS);
    }
    return new Judgement.Anomalous(micros, why, recent.earliest, implications);
  }

  private static double ofFailures(long failures, double usual) {
    return Evidence.logEValue(Tails.logLomax((double) failures, usual, SHAPE_FAILURES));
  }

  private static double ofPrincipals(double principals, double usual) {
    return Evidence.logEValue(Tails.logLomax(principals, usual, SHAPE_PRINCIPALS));
  }

  private static String why(long failures, double principals, String when) {
    long accounts = (long) principals;
    return "%s failed sign-in%s on %s account%s %s"
        .formatted(
            AtLeast.of(failures),
            failures == 1 ? "" : "s",
            AtLeast.of(accounts),
            accounts == 1 ? "" : "s",
            when);
  }

  /** The accounts whose latest success, in this window, came after the fifth failure. */
  private static List<Judgement.Implication> implications(
      SignIns recent, long failuresBefore, long windowStartMillis, int micros, String why) {
    int missing = (int) Math.max(0, FAILURES_THAT_IMPLICATE - failuresBefore);
    if (recent.accounts.isEmpty() || recent.earliest.size() < missing) {
      return List.of();
    }
    var implications = new ArrayList<Judgement.Implication>();
    for (Success success : recent.accounts) {
      int failed = EventRefs.countBefore(recent.earliest, success.latest);
      if (success.latest.timeMillis() >= windowStartMillis && failed >= missing) {
        var events =
            new ArrayList<>(recent.earliest.subList(0, Math.min(failed, Signal.MAX_EVENTS - 1)));
        events.add(success.latest);
        implications.add(
            new Judgement.Implication(
                success.principal,
                Math.min(micros, MOST_IMPLICATED_MICROS),
                "signed in from an address with " + why,
                events));
      }
    }
    return implications;
  }

  @Override
  public Usual learn(Usual baseline, Closed<SignIns> closed) {
    int day = Ageing.day(closed.startMillis());
    boolean saysNothing = closed.seen().isEmpty() && closed.claimedMicros() == 0;
    if (saysNothing && !(closed.suspect() && baseline.today.day == day)) {
      return baseline;
    }
    Usual now = baseline.rolledTo(day);
    return new Usual(
        now.activeDays,
        now.failures,
        now.principals,
        now.lastDay,
        now.today.plus(closed),
        now.before);
  }

  @Override
  public Map<String, Object> describe(Usual baseline, long atMillis) {
    var profile = new LinkedHashMap<String, Object>();
    profile.put("activeDays", StrictMath.rint(baseline.activeDays * 10) / 10);
    profile.put("usualFailuresADay", StrictMath.rint(baseline.failuresADay() * 10) / 10);
    profile.put("usualFailingPrincipalsADay", StrictMath.rint(baseline.principalsADay() * 10) / 10);
    Day today = baseline.of(Ageing.day(atMillis));
    profile.put("failuresToday", today.failures);
    profile.put("failingPrincipalsToday", StrictMath.rint(today.principals.count()));
    return profile;
  }

  @Override
  public About about() {
    return new About(
        "Password spray and guessing",
        "One address fails to sign in often, or on many accounts, within 40 minutes or slowly over"
            + " two days. An account that signs in from it after five failures is implicated.",
        "Sign-ins (`category` authentication) with `outcome` and `source.ip`; it judges from the"
            + " first event, against a prior until the address's own habit is known.",
        "A suppression of `password-spray` for the addresses of scanners and of tests of"
            + " one's own, and for the accounts that they implicate. No list moves it: an"
            + " office's address is learned by its own habit of failing.",
        List.of(
            "an office or a carrier behind one address, on its first days",
            "a program with an old password",
            "a scanner or a penetration test of one's own",
            "the implicated account's owner, if he shares the address with the attacker"));
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
    return SpraySignInsCodec.INSTANCE;
  }

  @Override
  public Codec<Usual> baselineCodec() {
    return SprayUsualCodec.INSTANCE;
  }

  private enum SprayUsualCodec implements Codec<Usual> {
    INSTANCE;

    @Override
    public void write(Usual value, Packer to) {
      to.putByte(1)
          .putDouble(value.activeDays)
          .putDouble(value.failures)
          .putDouble(value.principals)
          .putSigned(value.lastDay);
      write(value.today, to);
      write(value.before, to);
    }

    private static void write(Day day, Packer to) {
      to.putSigned(day.day).putVar(day.failures).putVar(day.successes);
      to.putVar(day.claimedMicros).putByte(day.suspect ? 1 : 0);
      day.principals.write(to);
    }

    @Override
    public Usual read(Unpacker from) {
      Version.expect(1, "usual sign-ins of an address", from);
      return new Usual(
          from.getDouble(),
          from.getDouble(),
          from.getDouble(),
          (int) from.getSigned(),
          readDay(from),
          readDay(from));
    }

    private static Day readDay(Unpacker from) {
      int day = (int) from.getSigned();
      long failures = from.getVar();
      long successes = from.getVar();
      long claimed = from.getVar();
      boolean suspect = from.getByte() != 0;
      return new Day(day, failures, successes, Distinct.read(from), claimed, suspect);
    }
  }
}
