package dev.vedette.sources;

/**
 * The stable reasons for which a line becomes a dead letter; {@code docs/sources.md} lists them.
 */
public final class DeadReason {
  /** The line is longer than {@link Normalizer#MAX_LINE_BYTES}. */
  public static final String OVERSIZED = "oversized";

  /** The bytes are not UTF-8, or a JSON escape is half of a surrogate pair. */
  public static final String INVALID_UTF8 = "invalid-utf8";

  /** Not one JSON object, or nested too deeply. */
  public static final String MALFORMED_JSON = "malformed-json";

  /** A quote that does not end, or too many columns. */
  public static final String MALFORMED_CSV = "malformed-csv";

  /** Not a single pair of key and value. */
  public static final String MALFORMED_KEYVALUE = "malformed-keyvalue";

  /** Not the seven parts that a CEF line begins with. */
  public static final String MALFORMED_CEF = "malformed-cef";

  /** Not the five parts that a LEEF line begins with. */
  public static final String MALFORMED_LEEF = "malformed-leef";

  /** The file's first line does not name the columns that the format reads. */
  public static final String MALFORMED_HEADER = "malformed-header";

  /** None of a text format's line patterns fits. */
  public static final String NO_PATTERN = "no-pattern";

  /** The line was read, but no rule of the format is for it. */
  public static final String NO_RULE = "no-rule";

  /** A field that every event needs has no value. */
  public static final String MISSING_FIELD = "missing-field";

  /** The time is in none of the format's time formats. */
  public static final String UNREADABLE_TIME = "unreadable-time";

  /** A value that its field does not accept. */
  public static final String INVALID_VALUE = "invalid-value";

  /** Matching took more steps than one line may cost. */
  public static final String TOO_MUCH_WORK = "too-much-work";

  /** What a line holds beyond the {@value Normalizer#MAX_RECORDS} records that are read of it. */
  public static final String TOO_MANY_RECORDS = "too-many-records";

  private DeadReason() {}
}
