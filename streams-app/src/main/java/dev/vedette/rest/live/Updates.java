package dev.vedette.rest.live;

import dev.vedette.risk.Incident;
import dev.vedette.risk.RiskUpdate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is published of a tenant, from now on or from a position on, each once. */
public interface Updates extends AutoCloseable {
  /**
   * Begins to listen. A position that is not reached yet, because another instance gave it, is
   * waited for a second; a stream that cannot go on where one was begins with a reset.
   *
   * @param after the id of the last update that was received, which the stream goes on behind; null
   *     for the present
   * @throws IllegalArgumentException if that is not written as ids of updates are
   * @throws TooManyStreamsException if as many listen as may
   */
  Stream open(String tenant, @Nullable String after) throws InterruptedException;

  @Override
  void close();

  /** One who listens. For one thread. */
  interface Stream extends AutoCloseable {
    /** The id of where the stream begins: nothing behind it is left out. */
    String position();

    /**
     * The next update.
     *
     * @return null if none came in this time
     * @throws CutException if the stream is over: it fell too far behind, or the service stops
     */
    @Nullable Update next(Duration wait) throws InterruptedException;

    @Override
    void close();
  }

  /**
   * Something that was published.
   *
   * @param id where it is in the topics
   * @param what what was published
   */
  record Update(String id, Update.What what) {
    /** What is published. */
    public sealed interface What {}

    /** A subject's risk has changed. */
    public record Risk(RiskUpdate update) implements What {}

    /** An incident has another version. */
    public record Changed(Incident incident) implements What {}

    /** Not all could be told again; what comes is of the present. */
    public record Reset(String reason) implements What {}
  }

  /** A stream is over. */
  final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public CutException(String reason) {
      super(reason, null, false, false);
    }
  }

  /** As many listen, or catch up, as may. */
  final class TooManyStreamsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what there are too many of. */
    public TooManyStreamsException(String message) {
      super(message, null, false, false);
    }
  }
}
