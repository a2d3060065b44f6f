package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.risk.RiskUpdate.Energy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready to read cells. In each family the cells that count at an instant t are read
 * in the order of hours:
 *
 * <pre>{@code
 * E ← min(C, max(0, E · 2^(−Δ/h) + w · clamp(S, −a, c)))
 * L = prior + ln(criticality) + Σ round(1e6 · E · 2^(−(t − last)/h))      in micro-nats
 * }</pre>
 *
 * <p>The instant of a cell is the end of its hour, or t while that is still to come; Δ is the time
 * between the instants of two cells, {@code last} the instant of the last one. So evidence of the
 * present hour is undiminished and diminishes nothing before its time: the score is monotone in
 * evidence at every instant. A cell counts while {@code t − end ≤ 10·h}. L never rises by itself.
 * Where a policy has rules of {@link ConditionalEvidence}, S is what they make of it.
 *
 * <p>Decay over whole hours is tabulated, with the same bits as computed. Immutable; make one for
 * each policy and keep it.
 */
@SuppressWarnings("EnumOrdinal") // arrays by family, read a few hundred times for one signal
public final class Formula {
  private static final int FAMILIES = Family.values().length;

  private final Policy policy;
  private final long priorMicros;
  private final long[] halfLife = new long[FAMILIES];
  private final long[] horizon = new long[FAMILIES];
  private final double[] cap = new double[FAMILIES];
  private final long[] hourCap = new long[FAMILIES];
  private final long[] reassuranceCap = new long[FAMILIES];
  private final double[] weight = new double[FAMILIES];
  private final double[][] byHours = new double[FAMILIES][];
  private final long longestHorizon;
  private final @Nullable Conditions conditions;

  private Formula(Policy policy) {
    this.policy = policy;
    priorMicros = Policy.micros(policy.priorNats());
    long longest = 0;
    for (Family family : Family.values()) {
      FamilyPolicy of = policy.family(family);
      int f = family.ordinal();
      halfLife[f] = of.halfLife().toMillis();
      horizon[f] = of.horizonMillis();
      cap[f] = of.capNats();
      hourCap[f] = Policy.micros(of.hourCapNats());
      reassuranceCap[f] = Policy.micros(of.reassuranceCapNats());
      weight[f] = of.weight();
      byHours[f] = new double[(int) (horizon[f] / Cells.HOUR_MILLIS) + 1];
      for (int hours = 0; hours < byHours[f].length; hours++) {
        byHours[f][hours] = decay(hours * Cells.HOUR_MILLIS, halfLife[f]);
      }
      longest = Math.max(longest, horizon[f]);
    }
    longestHorizon = longest;
    conditions = policy.conditional().isEmpty() ? null : new Conditions(this, policy);
  }

  /** The formula of a policy. */
  public static Formula of(Policy policy) {
    return new Formula(policy);
  }

  /** The policy. */
  public Policy policy() {
    return policy;
  }

  /** The risk of a subject with these cells (a session: its owner's and its own) at an instant. */
  public Assessment assess(Subject subject, Cells cells, long atMillis) {
    var energy = new double[FAMILIES];
    var last = new long[FAMILIES];
    long[] evidence = evidence(cells, atMillis, baseMicros(subject));
    walk(cells, evidence, atMillis, energy, last, null);
    var micros = new EnumMap<Family, Long>(Family.class);
    var energies = new ArrayList<Energy>();
    for (Family family : Family.values()) {
      int f = family.ordinal();
      if (last[f] != Long.MIN_VALUE) {
        micros.put(family, contribution(energy[f], atMillis - last[f], f));
        energies.add(energy(family, cells, evidence, atMillis));
      }
    }
    return new Assessment(atMillis, priorMicros, criticalityMicros(subject), micros, energies);
  }

  /** L alone, in micro-nats: the same sum as {@link Assessment#logOddsMicros}. */
  public long logOddsMicros(Subject subject, Cells cells, long atMillis) {
    var energy = new double[FAMILIES];
    var last = new long[FAMILIES];
    long base = baseMicros(subject);
    walk(cells, evidence(cells, atMillis, base), atMillis, energy, last, null);
    return base + sumMicros(energy, last, atMillis);
  }

  /** L without evidence, in micro-nats. */
  public long baseMicros(Subject subject) {
    return priorMicros + criticalityMicros(subject);
  }

  /** Whether a cell of this family that ends then counts at an instant. */
  public boolean counts(Family family, long endMillis, long atMillis) {
    return atMillis - endMillis <= horizon[family.ordinal()];
  }

  /** The last instant at which any of these cells counts; Long.MIN_VALUE if there are none. */
  public long lastCountingMillis(Cells cells) {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < cells.size(); i++) {
      latest = Math.max(latest, cells.endMillis(i) + horizon[cells.family(i).ordinal()]);
    }
    return latest;
  }

  /** Ten of the longest half-lives, in milliseconds. */
  public long longestHorizonMillis() {
    return longestHorizon;
  }

  /**
   * What each cell has left, at an instant, of the change that it made to its family's energy when
   * it was read, in nats; 0 for a cell that does not count. In each family they sum to the energy.
   *
   * @param baseMicros the log-odds without evidence
   */
  double[] credits(Cells cells, long atMillis, long baseMicros) {
    var change = new double[cells.size()];
    long[] evidence = evidence(cells, atMillis, baseMicros);
    walk(cells, evidence, atMillis, new double[FAMILIES], new long[FAMILIES], change);
    for (int i = 0; i < change.length; i++) {
      if (change[i] != 0) {
        long since = atMillis - Math.min(cells.endMillis(i), atMillis);
        change[i] *= factor(cells.family(i).ordinal(), since);
      }
    }
    return change;
  }

  /** {@code 2^(−elapsed/halfLife)}, bit for bit the same everywhere. */
  static double decay(long elapsedMillis, long halfLifeMillis) {
    return StrictMath.pow(2, -(double) elapsedMillis / halfLifeMillis);
  }

  /** One step of the fold. */
  static double step(double decayed, double nats, double capNats) {
    return Math.min(capNats, Math.max(0, decayed + nats));
  }

  static long toMicros(double nats) {
    return Math.round(1e6 * nats);
  }

  /** What these energies, each as of its last instant, contribute at a later one, in micro-nats. */
  long sumMicros(double[] energy, long[] last, long atMillis) {
    long sum = 0;
    for (int f = 0; f < FAMILIES; f++) {
      if (energy[f] > 0) {
        sum += contribution(energy[f], atMillis - last[f], f);
      }
    }
    return sum;
  }

  /** Reads one more cell, as if its hour were over, if it counts. */
  void fold(Cells cells, int i, long micros, long atMillis, double[] energy, long[] last) {
    int f = cells.familyOrdinal(i);
    long end = cells.endMillis(i);
    if (atMillis - end <= horizon[f]) {
      double before = energy[f] == 0 ? 0 : energy[f] * factor(f, end - last[f]);
      energy[f] = step(before, clamped(f, micros), cap[f]);
      last[f] = end;
    }
  }

  /** The evidence of each cell, as the rules of the policy have it; null if it has none. */
  private long @Nullable [] evidence(Cells cells, long atMillis, long baseMicros) {
    return conditions == null ? null : conditions.evidence(cells, atMillis, baseMicros);
  }

  private static long micros(Cells cells, long @Nullable [] evidence, int i) {
    return evidence == null ? cells.micros(i) : evidence[i];
  }

  private void walk(
      Cells cells,
      long @Nullable [] evidence,
      long at,
      double[] energy,
      long[] last,
      double @Nullable [] change) {
    Arrays.fill(last, Long.MIN_VALUE);
    for (int i = 0; i < cells.size(); i++) {
      int f = cells.familyOrdinal(i);
      long end = cells.endMillis(i);
      if (at - end > horizon[f]) {
        continue;
      }
      long instant = Math.min(end, at);
      double before = 0;
      if (energy[f] != 0) {
        // Hours that are over lie whole hours apart, and within the table.
        before =
            energy[f]
                * (end == instant
                    ? byHours[f][(int) ((end - last[f]) / Cells.HOUR_MILLIS)]
                    : factor(f, instant - last[f]));
      }
      energy[f] = step(before, clamped(f, micros(cells, evidence, i)), cap[f]);
      last[f] = instant;
      if (change != null) {
        change[i] = energy[f] - before;
      }
    }
  }

  private Energy energy(Family family, Cells cells, long @Nullable [] evidence, long at) {
    int f = family.ordinal();
    double nats = 0;
    long last = at;
    var ahead = new ArrayList<RiskUpdate.Step>();
    for (int i = 0; i < cells.size(); i++) {
      long end = cells.endMillis(i);
      if (cells.family(i) != family || at - end > horizon[f]) {
        continue;
      }
      double add = clamped(f, micros(cells, evidence, i));
      if (end > at) {
        ahead.add(new RiskUpdate.Step(end, add));
      } else {
        nats = step(nats == 0 ? 0 : nats * factor(f, end - last), add, cap[f]);
        last = end;
      }
    }
    return new Energy(family, nats, last, halfLife[f], cap[f], List.copyOf(ahead));
  }

  private double clamped(int f, long micros) {
    return weight[f] * (Math.clamp(micros, -reassuranceCap[f], hourCap[f]) / 1e6);
  }

  private long contribution(double energy, long elapsed, int f) {
    return toMicros(energy * factor(f, elapsed));
  }

  private double factor(int f, long elapsed) {
    if (elapsed % Cells.HOUR_MILLIS == 0) {
      long hours = elapsed / Cells.HOUR_MILLIS;
      if (hours < byHours[f].length) {
        return byHours[f][(int) hours];
      }
    }
    return decay(elapsed, halfLife[f]);
  }

  private long criticalityMicros(Subject subject) {
    double times = policy.criticalityOf(subject);
    return times == 1 ? 0 : Policy.micros(StrictMath.log(times));
  }
}
