package dev.vedette.risk;

import dev.vedette.events.Subject;

/**
 * A session in its principal's record.
 *
 * @param id the session's id
 * @param seenMillis when evidence of it last came
 * @param cells its own evidence, at most {@value #MAX_CELLS} cells
 * @param published what the world was last told of it
 */
public record SessionRisk(String id, long seenMillis, Cells cells, Published published) {
  /** The most cells of one session: hours before are given up. */
  public static final int MAX_CELLS = 128;

  /** A session is live, and follows its principal's risk, for a day after it was last seen. */
  public static final long LIVE_MILLIS = 24 * Cells.HOUR_MILLIS;

  /** Whether it was seen within a day. */
  public boolean live(long atMillis) {
    return atMillis - seenMillis <= LIVE_MILLIS;
  }

  /** The last instant at which it still has a place in the record. */
  long lastKeptMillis(Formula formula) {
    return Math.max(seenMillis + LIVE_MILLIS, formula.lastCountingMillis(cells));
  }

  Subject subject(Subject owner) {
    return Subject.session(owner, id);
  }

  SessionRisk told(Published now) {
    return new SessionRisk(id, seenMillis, cells, now);
  }
}
