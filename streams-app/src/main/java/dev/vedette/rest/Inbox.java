package dev.vedette.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where posted lines go. Any number of threads may put at once. */
public interface Inbox extends AutoCloseable {
  /**
   * Puts lines, and returns when the log has all of them for good.
   *
   * @param lines in order
   * @param format the format that they are in; null for events of Vedette's own
   * @throws InboxUnavailableException if that is not so in time: some of them may be there
   */
  void put(List<byte[]> lines, @Nullable String format);

  @Override
  void close();

  /** The log did not take all lines in time. */
  final class InboxUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public InboxUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
