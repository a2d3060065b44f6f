package dev.vedette.runtime.broker;

import java.io.Serial;

/** The embedded broker could not be started; the message says why and where its log is. */
public final class BrokerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure in words that a person at the command line can act on. */
  public BrokerException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
