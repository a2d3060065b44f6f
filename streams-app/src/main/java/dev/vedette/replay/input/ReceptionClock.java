package dev.vedette.replay.input;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The time of reception that a replayed event would have had: the greatest believed event time so
 * far. A file has no broker's stamp, and stamping today's time would make all of it too late.
 *
 * <p>A time that is at most the grace ahead of the clock moves it. One further ahead is believed
 * only if at least half of the times after it (up to {@value #LOOK_AHEAD}) are no more than the
 * grace before it; if none follow it is believed. What is not believed leaves the clock where it
 * is, and will be refused as lying in the future. Nothing more than the grace after the wall
 * clock's time at the start is ever believed.
 *
 * <p>So, with the grace G: input in the order of time, shuffled by at most G, is never late by more
 * than G nor early; and one line with an absurd time changes the stamp of no other.
 */
public final class ReceptionClock {
  /** How many events are looked at to believe a leap. */
  public static final int LOOK_AHEAD = 100;

  private final long graceMillis;
  private final long wallStartMillis;
  private final long latestMillis;
  private long clockMillis;
  private boolean running;

  /**
   * A clock that has not begun.
   *
   * @param grace G, at least 0
   * @param wallStart the wall clock's time when the replay began
   */
  public ReceptionClock(Duration grace, Instant wallStart) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("the grace is at least 0, not " + grace);
    }
    this.graceMillis = grace.toMillis();
    this.wallStartMillis = wallStart.toEpochMilli();
    this.latestMillis = Math.addExact(wallStartMillis, graceMillis);
  }

  /**
   * The time of reception of an event, epoch milliseconds.
   *
   * @param timeMillis the event's time
   * @param following the times of the next events, at most {@value #LOOK_AHEAD}; asked for only
   *     when they matter
   */
  public long receivedMillis(long timeMillis, Supplier<long[]> following) {
    boolean leap = !running || timeMillis - graceMillis > clockMillis;
    if (timeMillis <= latestMillis && (!leap || believed(timeMillis, following.get()))) {
      clockMillis = running ? Math.max(clockMillis, timeMillis) : timeMillis;
      running = true;
    }
    return running ? clockMillis : beforeStart(following);
  }

  /** The time of reception of a line that is no event. */
  public long receivedMillis(Supplier<long[]> following) {
    return running ? clockMillis : beforeStart(following);
  }

  private boolean believed(long timeMillis, long[] following) {
    long agree = Arrays.stream(following).filter(t -> t >= timeMillis - graceMillis).count();
    return agree * 2 >= following.length;
  }

  /** Nothing has been believed yet: no later than anything that follows, or the wall clock. */
  private long beforeStart(Supplier<long[]> following) {
    return Math.min(wallStartMillis, Arrays.stream(following.get()).min().orElse(wallStartMillis));
  }
}
