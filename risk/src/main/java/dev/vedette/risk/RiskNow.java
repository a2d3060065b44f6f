package dev.vedette.risk;

/**
 * The risk of an instant after an update, computed by whoever has the update ({@link RiskCurve}).
 *
 * @param atMillis the instant, never before that of the update
 * @param logOddsMicros the log-odds, in micro-nats
 * @param score 0 to 100
 */
public record RiskNow(long atMillis, long logOddsMicros, double score) {
  /** The risk at an instant, if nothing was seen since the update. */
  public static RiskNow of(RiskUpdate update, long atMillis) {
    long logOdds = RiskCurve.of(update).logOddsMicros(atMillis);
    return new RiskNow(Math.max(atMillis, update.atMillis()), logOdds, Assessment.score(logOdds));
  }
}
