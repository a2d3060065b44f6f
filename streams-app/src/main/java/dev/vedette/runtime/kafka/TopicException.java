package dev.vedette.runtime.kafka;

import java.io.Serial;

/** The topics of a cluster are not what Vedette needs, or could not be made so. */
public final class TopicException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure in words that a person at the command line can act on. */
  public TopicException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public TopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
