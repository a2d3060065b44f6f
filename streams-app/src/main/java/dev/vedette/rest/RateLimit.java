package dev.vedette.rest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each client, kept as one number: the instant at which it is full again (GCRA).
 * It holds what is allowed in two seconds.
 */
final class RateLimit {
  /** Of more clients, those are forgotten whose buckets are full. */
  static final int MAX_CLIENTS = 10_000;

  private static final long BURST_NANOS = 2_000_000_000L;

  private final long intervalNanos;
  private final LongSupplier nanos;
  private final ConcurrentMap<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

  /**
   * A limit.
   *
   * @param perSecond requests that a client may make each second, on and on; 0 for any number
   * @param nanos a clock that only goes forward
   */
  RateLimit(int perSecond, LongSupplier nanos) {
    this.intervalNanos = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
    this.nanos = nanos;
  }

  /**
   * Takes a token.
   *
   * @throws ProblemException if the client has none left
   */
  void take(String client) {
    take(client, BURST_NANOS);
  }

  /** Takes a token, even if the client has none left: then the next one that it gets is owed. */
  void charge(String client) {
    take(client, Long.MAX_VALUE);
  }

  /**
   * Looks for a token.
   *
   * @throws ProblemException if the client has none left
   */
  void check(String client) {
    AtomicLong full = fullAt.get(client);
    long now = nanos.getAsLong();
    if (full != null && full.get() - now + intervalNanos > BURST_NANOS) {
      throw tooOften();
    }
  }

  private void take(String client, long burstNanos) {
    if (intervalNanos == 0) {
      return;
    }
    long now = nanos.getAsLong();
    AtomicLong full = fullAt.computeIfAbsent(client, name -> new AtomicLong(now));
    while (true) {
      long before = full.get();
      long next = (before - now < 0 ? now : before) + intervalNanos;
      if (next - now > burstNanos) {
        throw tooOften();
      }
      if (full.compareAndSet(before, next)) {
        break;
      }
    }
    if (fullAt.size() > MAX_CLIENTS) {
      fullAt.values().removeIf(other -> other.get() - now <= 0);
      if (fullAt.size() > 2 * MAX_CLIENTS) {
        fullAt.clear(); // so many at once are no clients
      }
    }
  }

  private static ProblemException tooOften() {
    return new ProblemException(Problem.tooManyRequests("This client asks too often."));
  }

  /** How many clients are remembered. */
  int clients() {
    return fullAt.size();
  }
}
