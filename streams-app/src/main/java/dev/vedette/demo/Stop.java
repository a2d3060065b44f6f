package dev.vedette.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that the demonstration ends, from whomever. */
public final class Stop {
  private final CountDownLatch asked = new CountDownLatch(1);

  /** Asks for the end. */
  public void ask() {
    asked.countDown();
  }

  /** Whether the end was asked for. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits so long, or until the end is asked for, and says whether it is. */
  boolean await(Duration duration) throws InterruptedException {
    return asked.await(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS);
  }
}
