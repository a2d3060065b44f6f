package dev.vedette.risk;

import dev.vedette.events.Subject;

/**
 * What a candidate policy says of a principal with its sessions, or of another subject that
 * decides, beside the policy in force.
 *
 * @param subject whose risk
 * @param atMillis since when
 * @param active what the policy in force says
 * @param candidate what the candidate would say
 * @param causedBy id of the event, the verdict or the policy behind it; empty if time was
 */
public record Difference(
    Subject subject, long atMillis, Side active, Side candidate, String causedBy) {
  /**
   * What a policy says.
   *
   * @param policyVersion which policy
   * @param level the highest level that it tells of the subject or of one of its sessions
   * @param logOddsMicros the highest log-odds of them, in micro-nats
   */
  public record Side(String policyVersion, Level level, long logOddsMicros) {
    /** What a policy says of a record at an instant. */
    public static Side of(RiskRecord record, Formula formula, long atMillis) {
      return new Side(
          formula.policy().version(), record.highest(), record.highestMicros(formula, atMillis));
    }

    /** 0 to 100. */
    public double score() {
      return Assessment.score(logOddsMicros);
    }
  }

  /** Whether the levels are not the same. */
  public boolean differs() {
    return active.level() != candidate.level();
  }
}
