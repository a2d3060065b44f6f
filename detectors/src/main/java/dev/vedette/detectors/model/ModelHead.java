package dev.vedette.detectors.model;

/**
 * Which model this is, from when on it counts, and from what it was learned.
 *
 * @param tenant whose it is; {@value #EVERY_TENANT} for every tenant that has none of its own
 * @param id the name under which it is looked up, such as {@code subject-hour}: 1 to 64 small
 *     letters, digits and dashes
 * @param version 1 and up; of two versions that begin at one instant the greater counts
 * @param createdAtMillis when it was learned
 * @param effectiveFromMillis the first instant of event time at which it counts
 * @param trainingDigest {@code sha256:} and 64 hexadecimal digits of the data it was learned from
 */
public record ModelHead(
    String tenant,
    String id,
    int version,
    long createdAtMillis,
    long effectiveFromMillis,
    String trainingDigest) {
  /** Stands for every tenant that has no model of its own. */
  public static final String EVERY_TENANT = "*";

  private static final int MAX_TENANT_CHARS = 512;

  /** Checks the ranges. */
  public ModelHead {
    if (tenant.isEmpty() || tenant.length() > MAX_TENANT_CHARS) {
      throw new IllegalArgumentException(
          "tenant has 1 to %d characters, not %d".formatted(MAX_TENANT_CHARS, tenant.length()));
    }
    if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("id has 1 to 64 small letters, digits and dashes");
    }
    if (version < 1) {
      throw new IllegalArgumentException("version is at least 1, not " + version);
    }
    if (!trainingDigest.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "trainingDigest is sha256: and 64 hexadecimal digits in small letters");
    }
  }
}
