package dev.vedette.rest.live;

import dev.vedette.rest.live.Updates.CutException;
import dev.vedette.rest.live.Updates.TooManyStreamsException;
import dev.vedette.rest.live.Updates.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what one reader reads to all who listen, in its order. Each listener has a bounded
 * queue: who lets it run full is cut off, nobody waits for anybody.
 */
final class UpdateHub {
  /** The most updates that wait for a listener. */
  static final int MAX_WAITING = 4_096;

  private final int maxListeners;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Listener> listeners = new ArrayList<>();
  private final Condition moved = lock.newCondition();
  private final Positions positions;
  private boolean closed;

  /**
   * A hub without listeners.
   *
   * @param positions where the reader begins
   */
  UpdateHub(Positions positions, int maxListeners) {
    this.positions = positions.copy();
    this.maxListeners = maxListeners;
  }

  /** Where the reader is. */
  Positions positions() {
    lock.lock();
    try {
      return positions.copy();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A record was read.
   *
   * @param topic counted as in {@link Positions}
   * @param next the offset behind it
   */
  void publish(int topic, int partition, long next, String tenant, Update.What what) {
    lock.lock();
    try {
      positions.set(topic, partition, next);
      Update update = null;
      for (Listener listener : listeners) {
        if (listener.tenant.equals(tenant)) {
          update = update == null ? new Update(positions.toString(), what) : update;
          listener.offer(update);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The reader is there, whatever lies between the last record and this: the ends of transactions,
   * and what was aborted, take offsets too.
   *
   * @param topic counted as in {@link Positions}
   * @param next the offset that it reads next
   */
  void reached(int topic, int partition, long next) {
    lock.lock();
    try {
      positions.set(topic, partition, next);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the reader is nowhere behind a position. One of other partitions is not waited for.
   *
   * @return whether it is so
   */
  boolean awaitReached(Positions position, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = position.isLike(positions) ? atMost.toNanos() : 0;
      while (!position.isUpTo(positions) && !closed && left > 0) {
        left = moved.awaitNanos(left);
      }
      return position.isUpTo(positions);
    } finally {
      lock.unlock();
    }
  }

  /** Listens from where the reader is. */
  Listener listen(String tenant) {
    lock.lock();
    try {
      if (closed) {
        throw new CutException("the service stops");
      }
      if (listeners.size() >= maxListeners) {
        throw new TooManyStreamsException("%d streams are open".formatted(maxListeners));
      }
      var listener = new Listener(tenant, positions.copy());
      listeners.add(listener);
      return listener;
    } finally {
      lock.unlock();
    }
  }

  /** Cuts all off. */
  void close() {
    lock.lock();
    try {
      closed = true;
      moved.signalAll();
      listeners.forEach(listener -> listener.cut("the service stops"));
    } finally {
      lock.unlock();
    }
  }

  /** One who listens. */
  final class Listener implements Updates.Stream {
    private final String tenant;
    private final Positions start;
    private final BlockingQueue<Update> waiting = new ArrayBlockingQueue<>(MAX_WAITING + 1);
    private volatile @Nullable String cut;

    private Listener(String tenant, Positions start) {
      this.tenant = tenant;
      this.start = start;
    }

    Positions start() {
      return start;
    }

    private void offer(Update update) {
      if (waiting.size() >= MAX_WAITING) {
        cut("more than %d updates waited".formatted(MAX_WAITING));
      } else if (cut == null) {
        waiting.add(update);
      }
    }

    private void cut(String reason) {
      if (cut == null) {
        cut = reason;
        waiting.clear();
        // Wakes who waits; it is not told.
        waiting.add(new Update("", new Update.Reset(reason)));
      }
    }

    @Override
    public String position() {
      return start.toString();
    }

    @Override
    public @Nullable Update next(Duration wait) throws InterruptedException {
      Update update = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
      String reason = cut;
      if (reason != null) {
        throw new CutException(reason);
      }
      return update;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        listeners.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }
}
