package dev.vedette.promise;

import dev.vedette.events.SubjectType;
import dev.vedette.promise.Promises.Kept;
import dev.vedette.promise.Promises.Lives;
import dev.vedette.promise.Promises.Moment;
import dev.vedette.promise.Promises.Row;
import dev.vedette.promise.Promises.Seen;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes what a policy promises from quiet lives, and where levels must begin for a budget. */
public final class Promising {
  /** With fewer rises than these a rate is not read off but carried on from where there are. */
  static final int ENOUGH = 10;

  private static final double PER = 1_000;
  private static final int STEPS_IN_A_NAT = 20;
  private static final int MOST_STEPS = 29 * STEPS_IN_A_NAT;

  private final Policy policy;
  private final List<QuietLife> calibration;
  private final List<QuietLife> heldOut;
  private final Moments moments;
  private final Map<Integer, Integer> calibrated = new HashMap<>();
  private final int lowest;
  private final int enough;

  /**
   * A computation.
   *
   * @param calibration the lives that it is computed from, at least one
   * @param heldOut lives that have no say in it
   */
  public Promising(Policy policy, List<QuietLife> calibration, List<QuietLife> heldOut) {
    this.policy = policy;
    this.calibration = List.copyOf(calibration);
    this.heldOut = List.copyOf(heldOut);
    moments = Moments.of(policy, calibration);
    lowest = step(policy.priorNats()) + 1;
    enough = highestWithEnough();
  }

  /** What the policy promises, and what would keep a budget. */
  public Promises promises(FalseAlarmBudget budget) {
    LevelPolicy levels = policy.levels();
    var kept = new ArrayList<Kept>();
    for (Level level : List.of(Level.HIGH, Level.CRITICAL)) {
      Double asked = budget.of(level);
      if (asked != null) {
        kept.add(kept(level, asked));
      }
    }
    var curve = new ArrayList<Row>();
    int first = step(policy.priorNats()) + 2 * STEPS_IN_A_NAT;
    for (int at = first; at <= first + 14 * STEPS_IN_A_NAT && at <= MOST_STEPS; at += 10) {
      curve.add(row("", at));
    }
    return new Promises(
        policy.version(),
        lives(calibration),
        heldOut.isEmpty() ? null : lives(heldOut),
        measured(),
        List.of(
            row(Level.HIGH.name(), levels.highNats()),
            row(Level.CRITICAL.name(), levels.criticalNats())),
        kept,
        curve);
  }

  /** The policy with levels that keep what was asked, under another version. */
  public static Policy keeping(Policy policy, List<Kept> kept, boolean byPromise) {
    LevelPolicy levels = policy.levels();
    double high = levels.highNats();
    double critical = levels.criticalNats();
    for (Kept one : kept) {
      double begins = (byPromise ? one.byPromise() : one.byEstimate()).beginsNats();
      if (one.level() == Level.HIGH) {
        high = begins;
      } else {
        critical = begins;
      }
    }
    double step = 1.0 / STEPS_IN_A_NAT;
    return policy
        .withVersion(policy.version() + "-kept")
        .withLevels(
            new LevelPolicy(
                Math.min(levels.mediumNats(), nats(step(high) - 1)),
                high,
                Math.max(critical, nats(step(high + step))),
                levels.hysteresisNats(),
                levels.dwell()));
  }

  private Kept kept(Level level, double asked) {
    int step = enough;
    if (estimatedMost(step) > asked) {
      step += (int) Math.ceil(STEPS_IN_A_NAT * StrictMath.log(estimatedMost(step) / asked));
    }
    while (step > lowest && estimatedMost(step - 1) <= asked) {
      step--;
    }
    double promised = moments.beginningFor(asked * subjectDays(calibration) / PER);
    int at = (int) Math.ceil(promised * STEPS_IN_A_NAT);
    return new Kept(
        level,
        asked,
        row(level.name(), Math.min(MOST_STEPS, step)),
        row(level.name(), Math.min(MOST_STEPS, Math.max(lowest, at))));
  }

  /** The highest beginning that was reached often enough to count. */
  private int highestWithEnough() {
    int low = lowest;
    int high = MOST_STEPS;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (calibrated(middle) >= ENOUGH) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Row row(String level, double beginsNats) {
    return row(level, step(beginsNats));
  }

  private Row row(String level, int step) {
    return new Row(
        level,
        nats(step),
        moments.promised(nats(step)) * PER / subjectDays(calibration),
        estimated(step, false),
        estimatedMost(step),
        seen(calibrated(step), calibration),
        heldOut.isEmpty() ? null : seen(rises(heldOut, step), heldOut));
  }

  private double estimatedMost(int step) {
    return estimated(step, true);
  }

  /** Beyond what was seen often enough the rate falls as e-values promise: e-fold with each nat. */
  private double estimated(int step, boolean most) {
    int known = Math.min(step, enough);
    Seen seen = seen(calibrated(known), calibration);
    return (most ? seen.most() : seen.rate()) * StrictMath.exp(nats(known) - nats(step));
  }

  private int calibrated(int step) {
    return calibrated.computeIfAbsent(step, at -> rises(calibration, at));
  }

  private int rises(List<QuietLife> lives, int step) {
    return lives.stream().mapToInt(life -> life.rises(policy, nats(step))).sum();
  }

  private List<Moment> measured() {
    var measured = new ArrayList<Moment>();
    for (SubjectType type : SubjectType.values()) {
      if (moments.hours(type) > 0) {
        measured.add(
            new Moment(
                type.wireName(),
                moments.hours(type),
                moments.excess(type, 0),
                moments.remembered(type)));
      }
    }
    return measured;
  }

  private static Seen seen(int count, List<QuietLife> lives) {
    double per = PER / subjectDays(lives);
    PoissonRange range = PoissonRange.of(count);
    return new Seen(count, count * per, range.least() * per, range.most() * per);
  }

  private static Lives lives(List<QuietLife> lives) {
    return new Lives(
        lives.size(),
        lives.stream().mapToInt(QuietLife::principals).sum(),
        subjectDays(lives),
        lives.stream().mapToInt(QuietLife::leftOut).sum());
  }

  private static double subjectDays(List<QuietLife> lives) {
    return lives.stream().mapToDouble(QuietLife::subjectDays).sum();
  }

  private static int step(double nats) {
    return (int) Math.round(nats * STEPS_IN_A_NAT);
  }

  private static double nats(int step) {
    return (double) step / STEPS_IN_A_NAT;
  }
}
