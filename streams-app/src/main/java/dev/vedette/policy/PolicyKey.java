package dev.vedette.policy;

import dev.vedette.events.Subject;

/**
 * The key of a record of {@code risk.policies.v1}: the tenant for the policy in force, and {@value
 * #CANDIDATE} before it for a candidate. An older release takes the latter for a tenant of that
 * name, of which there is none.
 *
 * @param tenant its name, or {@value Formulas#EVERY_TENANT}
 * @param isCandidate whether it is only tried
 */
public record PolicyKey(String tenant, boolean isCandidate) {
  private static final String CANDIDATE = "*shadow*/";

  /** Checks that there is a tenant. */
  public PolicyKey {
    if (tenant.isBlank() || tenant.length() > Subject.MAX_CHARS) {
      throw new IllegalArgumentException("the record's key is no tenant");
    }
  }

  /** The key of this text. */
  public static PolicyKey of(String text) {
    return text.startsWith(CANDIDATE)
        ? new PolicyKey(text.substring(CANDIDATE.length()), true)
        : new PolicyKey(text, false);
  }

  /** The text. */
  public String text() {
    return isCandidate ? CANDIDATE + tenant : tenant;
  }
}
