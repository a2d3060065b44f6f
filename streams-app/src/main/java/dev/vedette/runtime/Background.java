package dev.vedette.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Makes what works in the background: its threads, and all that they begin, have Java's least
 * priority, so that on a busy machine who waits for an answer comes first. Priorities count where
 * the JVM hands them on to the operating system ({@code -XX:ThreadPriorityPolicy=1}, as the
 * launcher asks for); elsewhere nothing is different.
 */
final class Background {
  private Background() {}

  /**
   * Makes something whose threads are to give way.
   *
   * <p>Threads inherit the priority of the one that makes them, and who is not root cannot take a
   * low one back: hence a thread that does nothing else.
   */
  @SuppressWarnings("ThreadPriorityCheck") // how fast, never whether it is right
  static <T> T make(Supplier<T> work) throws InterruptedException {
    var task = new FutureTask<T>(work::get);
    var thread = new Thread(task, "background");
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
