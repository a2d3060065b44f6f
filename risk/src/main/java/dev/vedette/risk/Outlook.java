package dev.vedette.risk;

import java.util.ArrayList;
import java.util.List;

/** How the level of a subject will fall if nothing more is seen, computed from an update alone. */
public final class Outlook {
  private Outlook() {}

  /**
   * A fall.
   *
   * @param atMillis the millisecond at which the level falls
   * @param level what it falls to
   * @param logOddsMicros the log-odds then, in micro-nats
   */
  public record Fall(long atMillis, Level level, long logOddsMicros) {
    /** The score then, 0 to 100. */
    public double score() {
      return Assessment.score(logOddsMicros);
    }
  }

  /**
   * All falls to come, the next first. The times are the server's, until the oldest evidence is ten
   * half-lives old ({@link RiskCurve}).
   *
   * @param update the risk as it was told
   * @param levels the levels of the policy that was in force
   * @param sinceMillis since when the level is kept; the update's instant if that is not known
   */
  public static List<Fall> of(RiskUpdate update, LevelPolicy levels, long sinceMillis) {
    var falls = new ArrayList<Fall>();
    var track = new LevelTrack(update.level(), sinceMillis);
    RiskCurve curve = RiskCurve.of(update);
    long now = update.atMillis();
    long settled = Math.max(now, settledMillis(update));
    while (track.level() != Level.LOW) {
      long due = track.nextFallMillis(levels, now, settled, curve::logOddsMicros);
      if (due == Long.MAX_VALUE) {
        return falls;
      }
      long logOdds = curve.logOddsMicros(due);
      track = track.next(levels, logOdds, due);
      falls.add(new Fall(due, track.level(), logOdds));
      now = due;
    }
    return falls;
  }

  private static long settledMillis(RiskUpdate update) {
    long settled = Long.MIN_VALUE;
    for (RiskUpdate.Energy energy : update.energies()) {
      long last =
          energy.ahead().isEmpty() ? energy.atMillis() : energy.ahead().getLast().atMillis();
      settled = Math.max(settled, last + FamilyPolicy.HALF_LIVES * energy.halfLifeMillis() + 1);
    }
    return settled;
  }
}
