package dev.vedette.flows;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * All stream threads commit at the same instants, the multiples of the commit interval on the wall
 * clock.
 *
 * <p>A reader of committed records sees a partition up to the beginning of the oldest open
 * transaction. Threads that write to the same partitions and commit each in its own rhythm keep
 * each other's records hidden: a hop then takes up to two intervals instead of one. The beat moves
 * only when a transaction ends, never what is in it. See ADR 0011.
 */
public final class CommitBeat {
  /** The configuration entry with the interval in milliseconds; without it there is no beat. */
  public static final String INTERVAL_MS = "vedette.commit.interval.ms";

  private CommitBeat() {}

  /** Lets a task ask for a commit at each beat; to be called where a processor is initialised. */
  public static void keep(ProcessingContext context) {
    if (context.appConfigs().get(INTERVAL_MS) instanceof Long millis) {
      context.schedule(
          Instant.EPOCH,
          Duration.ofMillis(millis),
          PunctuationType.WALL_CLOCK_TIME,
          now -> context.commit());
    }
  }
}
