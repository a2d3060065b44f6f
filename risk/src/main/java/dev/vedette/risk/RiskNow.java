package dev.vedette.risk;

import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Energy;

/**
 * The risk of an instant after an update, computed by whoever has the update, as the server does:
 * the same integer, until the oldest cell behind it is ten half-lives old; from then on at most a
 * 1024th of the family's cap above it.
 *
 * @param atMillis the instant, never before that of the update
 * @param logOddsMicros the log-odds, in micro-nats
 * @param score 0 to 100
 */
public record RiskNow(long atMillis, long logOddsMicros, double score) {
  /** The risk at an instant, if nothing was seen since the update. */
  public static RiskNow of(RiskUpdate update, long atMillis) {
    long at = Math.max(atMillis, update.atMillis());
    long sum = 0;
    for (Contribution contribution : update.contributions()) {
      if (contribution.name().equals(Explanation.PRIOR)
          || contribution.name().equals(Explanation.CRITICALITY)) {
        sum += contribution.micros();
      }
    }
    // Families share half-lives, and evidence of one hour its end: most decay by the same factor.
    long elapsed = 0;
    long halfLife = 1;
    double factor = 1;
    for (Energy energy : update.energies()) {
      if (!energy.ahead().isEmpty()) {
        if (counts(energy, energy.ahead().getLast().atMillis(), at)) {
          sum += Formula.toMicros(energy.natsAt(at));
        }
        continue;
      }
      if (!counts(energy, energy.atMillis(), at)) {
        continue;
      }
      long since = Math.max(0, at - energy.atMillis());
      if (since != elapsed || energy.halfLifeMillis() != halfLife) {
        elapsed = since;
        halfLife = energy.halfLifeMillis();
        factor = Formula.decay(elapsed, halfLife);
      }
      sum += Formula.toMicros(energy.nats() * factor);
    }
    return new RiskNow(at, sum, Assessment.score(sum));
  }

  private static boolean counts(Energy energy, long lastMillis, long atMillis) {
    return atMillis - lastMillis <= FamilyPolicy.HALF_LIVES * energy.halfLifeMillis();
  }
}
