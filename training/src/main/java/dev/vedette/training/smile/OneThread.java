package dev.vedette.training.smile;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import smile.math.MathEx;

/**
 * Smile's chance comes from generators of its threads, and it works in parallel. On one thread with
 * a seed the same data give the same model.
 */
final class OneThread {
  private OneThread() {}

  static <T> T seeded(long seed, Supplier<T> work) {
    try (var pool = new ForkJoinPool(1)) {
      return pool.submit(
              () -> {
                MathEx.setSeed(seed);
                return work.get();
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while learning", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("learning failed: " + e.getCause(), e);
    }
  }
}
