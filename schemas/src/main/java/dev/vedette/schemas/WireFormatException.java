package dev.vedette.schemas;

/**
 * Bytes that are not what they should be: the sender's fault, so a dead letter and not a defect.
 * The detail is for people; {@link Reason#word()} is for counting.
 */
public final class WireFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Says why, and what exactly was found. */
  public WireFormatException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Says why, and what exactly was found, and keeps what noticed it. */
  public WireFormatException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /** Why the bytes could not be used. */
  public Reason reason() {
    return reason;
  }

  /** Why bytes could not be used. The words are part of the contract of dead letters. */
  public enum Reason {
    /** The bytes end before the record does, or promise more than there is. */
    TRUNCATED("truncated"),
    /** Nobody has given out the schema id. */
    UNKNOWN_SCHEMA_ID("unknown-schema-id"),
    /** The first byte is not that of the wire format. */
    NOT_WIRE_FORMAT("not-wire-format"),
    /** The bytes are of another schema than they say or than is expected here. */
    WRONG_SCHEMA("wrong-schema"),
    /** Text is not UTF-8. */
    INVALID_TEXT("invalid-text"),
    /** The bytes can be read but what they say is not an event. */
    INVALID_EVENT("invalid-event");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The stable word, such as {@code truncated}. */
    public String word() {
      return word;
    }
  }
}
