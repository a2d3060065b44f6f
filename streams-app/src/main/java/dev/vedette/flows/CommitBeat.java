package dev.vedette.flows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * All stream threads commit at the same instants, the multiples of the commit interval on the wall
 * clock.
 *
 * <p>A reader of committed records sees a partition up to the beginning of the oldest open
 * transaction. Threads that write to the same partitions and commit each in its own rhythm keep
 * each other's records hidden: a hop then takes up to two intervals instead of one. The beat moves
 * only when a transaction ends, never what is in it. See ADR 0011.
 *
 * <p>A commit prepares one task after the other, and waits each time until all that was sent is
 * acknowledged. So each task first writes what it holds, at the beat and before any commit: then
 * all goes to the broker at once, and there is one wait for a thread instead of one for each task.
 */
public final class CommitBeat {
  /** The configuration entry with the interval in milliseconds; without it there is no beat. */
  public static final String INTERVAL_MS = "vedette.commit.interval.ms";

  private CommitBeat() {}

  /**
   * Lets a task write what its stores hold back and ask for a commit at each beat; to be called
   * where a processor is initialised.
   *
   * @param stores by name, those with a cache
   */
  public static void keep(ProcessingContext context, String... stores) {
    if (context.appConfigs().get(INTERVAL_MS) instanceof Long millis) {
      List<CachedStateStore<?, ?>> caches =
          Stream.of(stores)
              .<CachedStateStore<?, ?>>map(
                  name -> (CachedStateStore<?, ?>) context.getStateStore(name))
              .toList();
      context.schedule(
          Instant.EPOCH,
          Duration.ofMillis(millis),
          PunctuationType.WALL_CLOCK_TIME,
          now -> {
            caches.forEach(CachedStateStore::flushCache);
            context.commit();
          });
    }
  }
}
