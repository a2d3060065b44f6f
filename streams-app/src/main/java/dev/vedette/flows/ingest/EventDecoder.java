package dev.vedette.flows.ingest;

import dev.vedette.events.AccessEvent;
import org.jspecify.annotations.Nullable;

/** Reads an event from a record's value, whatever its wire format. */
@FunctionalInterface
public interface EventDecoder {
  /**
   * Reads an event.
   *
   * @throws UndecodableException if the bytes are no event
   */
  AccessEvent decode(String topic, byte[] value) throws UndecodableException;

  /** Bytes that are no event. */
  final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Says why: a stable word, and what was wrong for a person. */
    public UndecodableException(String reason, String detail, @Nullable Throwable cause) {
      super(detail, cause);
      this.reason = reason;
    }

    /** The stable word. */
    public String reason() {
      return reason;
    }
  }
}
