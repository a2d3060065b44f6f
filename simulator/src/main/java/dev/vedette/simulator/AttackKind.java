package dev.vedette.simulator;

import java.util.Locale;

/**
 * The attacks that the company suffers, with the MITRE ATT&amp;CK technique that they act out. A
 * campaign's strength scales how many things are done, how fast, and how far the intruder hides.
 */
public enum AttackKind {
  /** T1110.003: one address tries many accounts, one falls, is granted rights and emptied. */
  PASSWORD_SPRAY,
  /** T1110.001: many guesses on one account, then success. */
  PASSWORD_GUESSING,
  /** T1110.003: one guess in ten minutes, all day, on many names; nobody falls. */
  SLOW_GUESSING,
  /** T1621: the password is known; second-factor requests until the user gives in. */
  MFA_FATIGUE,
  /** T1550.001: a stolen session is used from another network and client. */
  TOKEN_REPLAY,
  /** T1530: a member of staff downloads much more than the job needs. */
  INSIDER_DOWNLOAD,
  /** T1098: a member of staff grants rights and reads secrets. */
  PRIVILEGE_ABUSE,
  /** T1078: an account unused for long is used from elsewhere. */
  DORMANT_ACCOUNT,
  /** T1030: a little more is taken every day. */
  SLOW_EXFILTRATION,
  /**
   * T1557, T1078: password and second factor are phished through a relay; the intruder signs in
   * from elsewhere, stays by a second factor of their own and a forwarding rule, and reads.
   */
  ACCOUNT_TAKEOVER,
  /** T1021: from a person's own computer, one host after another is tried and entered. */
  LATERAL_MOVEMENT,
  /** T1485: protection is switched off, then files are deleted in masses. */
  MASS_DELETION;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in the labels file, such as {@code password_spray}. */
  public String wireName() {
    return wireName;
  }
}
