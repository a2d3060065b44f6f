package dev.vedette.events;

/** Text that is not an event; the message says what was wrong and where, for people. */
public final class EventFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public EventFormatException(String message) {
    super(message);
  }

  /** Says what is wrong, and keeps what noticed it. */
  public EventFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
