package dev.vedette.risk;

import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Energy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a risk falls after an update if nothing is seen: the update's numbers in one piece, so that
 * whoever asks often reads little memory. It computes what the server does: the same integer, until
 * the oldest cell behind it is ten half-lives old; from then on at most a 1024th of the family's
 * cap above it. Immutable.
 */
public final class RiskCurve {
  private static final int WIDTH = 3;

  private final long atMillis;
  private final long baseMicros;

  /** When the last hour is over that the update knows of. */
  private final long settledMillis;

  /** Of each energy from then on: its last instant, its half-life, and its nats there as bits. */
  private final long[] settled;

  /** All energies, for the instants before; empty if there are none. */
  private final List<Energy> energies;

  private RiskCurve(RiskUpdate update) {
    atMillis = update.atMillis();
    baseMicros = baseMicros(update);
    var sorted = new ArrayList<>(update.energies());
    // Families share half-lives, and evidence of one hour its end: most decay by the same factor.
    sorted.sort(
        Comparator.comparingLong(RiskCurve::lastMillis).thenComparingLong(Energy::halfLifeMillis));
    settled = new long[WIDTH * sorted.size()];
    int i = 0;
    for (Energy energy : sorted) {
      long last = lastMillis(energy);
      settled[i++] = last;
      settled[i++] = energy.halfLifeMillis();
      settled[i++] = Double.doubleToRawLongBits(energy.natsAt(last));
    }
    settledMillis = sorted.isEmpty() ? atMillis : lastMillis(sorted.getLast());
    energies = settledMillis > atMillis ? List.copyOf(sorted) : List.of();
  }

  /** What an update says of the instants after it. */
  public static RiskCurve of(RiskUpdate update) {
    return new RiskCurve(update);
  }

  private static long baseMicros(RiskUpdate update) {
    long base = 0;
    for (Contribution contribution : update.contributions()) {
      if (contribution.name().equals(Explanation.PRIOR)
          || contribution.name().equals(Explanation.CRITICALITY)) {
        base += contribution.micros();
      }
    }
    return base;
  }

  private static long lastMillis(Energy energy) {
    return energy.ahead().isEmpty() ? energy.atMillis() : energy.ahead().getLast().atMillis();
  }

  /** The instant of the update, in epoch milliseconds UTC. */
  public long atMillis() {
    return atMillis;
  }

  /**
   * The log-odds in micro-nats at an instant, in epoch milliseconds UTC; before the update, those
   * of the update.
   */
  public long logOddsMicros(long whenMillis) {
    long at = Math.max(whenMillis, atMillis);
    return baseMicros + (at < settledMillis ? unsettledMicros(at) : settledMicros(at));
  }

  private long settledMicros(long at) {
    long sum = 0;
    long elapsed = 0;
    long halfLife = 1;
    double factor = 1;
    for (int i = 0; i < settled.length; i += WIDTH) {
      long since = at - settled[i];
      if (since > FamilyPolicy.HALF_LIVES * settled[i + 1]) {
        continue;
      }
      if (since != elapsed || settled[i + 1] != halfLife) {
        elapsed = since;
        halfLife = settled[i + 1];
        factor = Formula.decay(elapsed, halfLife);
      }
      sum += Formula.toMicros(Double.longBitsToDouble(settled[i + 2]) * factor);
    }
    return sum;
  }

  private long unsettledMicros(long at) {
    long sum = 0;
    for (Energy energy : energies) {
      if (at - lastMillis(energy) <= FamilyPolicy.HALF_LIVES * energy.halfLifeMillis()) {
        sum += Formula.toMicros(energy.natsAt(at));
      }
    }
    return sum;
  }
}
