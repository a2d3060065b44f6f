package dev.vedette.schemas;

/**
 * A schema registry that could not be asked, or that refused. Nothing is wrong with the record in
 * hand: it can be read once the registry answers.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was asked and what came back. */
  public RegistryException(String message) {
    super(message);
  }

  /** Says what was asked, and keeps what went wrong. */
  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
