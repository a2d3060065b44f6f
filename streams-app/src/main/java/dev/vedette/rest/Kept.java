package dev.vedette.rest;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made anew when it is asked for and too old; one thread makes it, others share.
 */
final class Kept<T> {
  private final long keptNanos;
  private final LongSupplier nanos;
  private final Supplier<T> maker;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Made<T> last;

  private record Made<T>(T value, long untilNanos) {}

  /**
   * Keeps nothing yet.
   *
   * @param kept how long a value is kept
   * @param nanos a clock that only goes forward
   */
  Kept(Duration kept, LongSupplier nanos, Supplier<T> maker) {
    this.keptNanos = kept.toNanos();
    this.nanos = nanos;
    this.maker = maker;
  }

  /** The value; what its making throws is thrown, and nothing is kept of it. */
  T get() {
    Made<T> made = last;
    if (made != null && isFresh(made)) {
      return made.value();
    }
    making.lock();
    try {
      made = last;
      if (made == null || !isFresh(made)) {
        T value = maker.get();
        made = new Made<>(value, nanos.getAsLong() + keptNanos);
        last = made;
      }
      return made.value();
    } finally {
      making.unlock();
    }
  }

  private boolean isFresh(Made<T> made) {
    return nanos.getAsLong() - made.untilNanos() < 0;
  }
}
