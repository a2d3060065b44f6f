package dev.vedette.whatif;

import dev.vedette.events.Subject;
import dev.vedette.risk.Level;
import java.util.List;

/**
 * What two policies say of the same signals.
 *
 * @param before version of the one
 * @param after version of the other
 * @param fromMillis the first instant that counts
 * @param toMillis the first that does not
 * @param versions how many versions of signals were read
 * @param subjects how many subjects had any; users, services, addresses and what else decides for
 *     itself, sessions with their principals
 * @param old what was told before
 * @param other what would have been told
 * @param matrix how many subjects had which highest level before (row) and after (column)
 * @param changed whose highest level or alerts differ, the greatest changes first
 * @param days alerts day by day, UTC
 */
public record Comparison(
    String before,
    String after,
    long fromMillis,
    long toMillis,
    long versions,
    int subjects,
    Side old,
    Side other,
    List<List<Integer>> matrix,
    List<Changed> changed,
    List<Day> days) {
  private static final double DAY_MILLIS = 86_400_000;

  /** Copies the lists. */
  public Comparison {
    matrix = List.copyOf(matrix);
    changed = List.copyOf(changed);
    days = List.copyOf(days);
  }

  /**
   * One policy's sums.
   *
   * @param alerts rises to HIGH or CRITICAL that alerted
   * @param levelChanges changes of level that were told, of sessions too
   */
  public record Side(int alerts, int levelChanges) {}

  /**
   * A subject of whom the policies say different things.
   *
   * @param subject who
   * @param before highest level in the span before
   * @param after highest level in the span after
   * @param scoreBefore highest score that was told before
   * @param scoreAfter highest score that would have been told
   * @param alertsBefore its alerts and those of its sessions
   * @param alertsAfter the same after
   */
  @SuppressWarnings("EnumOrdinal")
  public record Changed(
      Subject subject,
      Level before,
      Level after,
      double scoreBefore,
      double scoreAfter,
      int alertsBefore,
      int alertsAfter) {
    /** How many levels lie between. */
    public int distance() {
      return Math.abs(after.ordinal() - before.ordinal());
    }
  }

  /**
   * A day.
   *
   * @param startMillis its beginning
   * @param before alerts before
   * @param after alerts after
   */
  public record Day(long startMillis, int before, int after) {}

  /** The length of the span in days. */
  public double spanDays() {
    return (toMillis - fromMillis) / DAY_MILLIS;
  }

  /** How many subjects reach a higher level after. */
  public long higher() {
    return changed.stream().filter(one -> one.after().compareTo(one.before()) > 0).count();
  }

  /** How many subjects reach a lower level only. */
  public long lower() {
    return changed.stream().filter(one -> one.after().compareTo(one.before()) < 0).count();
  }
}
