package dev.vedette.runtime.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The files of an embedded broker: {@code .lock}, {@code broker.log}, {@code kafka/}. */
record DataDirectory(Path root) {
  private static final Duration POLL = Duration.ofMillis(50);

  Path lock() {
    return root.resolve(".lock");
  }

  Path log() {
    return root.resolve("broker.log");
  }

  /** What the process itself says on its way down (a JVM that cannot start, a crash). */
  Path standardError() {
    return root.resolve("broker.err");
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  boolean formatted() {
    return Files.exists(kafka().resolve("meta.properties"));
  }

  /**
   * Takes the directory for this process. The system releases the lock when the process ends,
   * however it ends.
   *
   * @return the lock, or null where another process kept it until the wait was over
   */
  @Nullable FileLock take(Duration wait) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + wait.toNanos();
    FileChannel channel =
        FileChannel.open(lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    while (true) {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return taken;
      }
      if (System.nanoTime() - deadlineNanos >= 0) {
        channel.close();
        return null;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }
}
