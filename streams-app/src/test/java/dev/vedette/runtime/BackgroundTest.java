package dev.vedette.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  @Test
  void shouldGiveTheLeastPriorityToWhatIsMadeAndWhatThatBegins() throws Exception {
    int own = Thread.currentThread().getPriority();
    var begun = new CompletableFuture<Thread>();
    Thread worker = Background.make(() -> new Thread(() -> begun.complete(new Thread())));
    worker.start();

    assertEquals(Thread.MIN_PRIORITY, worker.getPriority());
    assertEquals(Thread.MIN_PRIORITY, begun.get(60, TimeUnit.SECONDS).getPriority());
    assertEquals(own, Thread.currentThread().getPriority());
    assertEquals(own, new Thread().getPriority());
  }

  @Test
  void shouldFailAsTheWorkDoes() {
    var failure = new IllegalArgumentException("no such topic");

    assertSame(
        failure,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Background.make(() -> {
                  throw failure;
                })));
  }
}
