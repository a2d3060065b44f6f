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
    for (Energy energy : update.energies()) {
      long last =
          energy.ahead().isEmpty() ? energy.atMillis() : energy.ahead().getLast().atMillis();
      if (at - last <= FamilyPolicy.HALF_LIVES * energy.halfLifeMillis()) {
        sum += Formula.toMicros(energy.natsAt(at));
      }
    }
    return new RiskNow(at, sum, Assessment.score(sum));
  }
}
