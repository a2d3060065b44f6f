package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DiscoveryTest {
  private static final int WAITING = 8;

  /** Otherwise each waits for all before it, and the last for minutes. */
  @Test
  @Timeout(120)
  void shouldLookForASilentProviderOnceForAllWhoWait() throws Exception {
    var looks = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var _ =
          threads.submit(() -> {
            while (true) {
              Socket _ = silent.accept();
              looks.incrementAndGet();
            }
          });
      var discovery = new Discovery(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
      var together = new CountDownLatch(WAITING);
      var asked = new ArrayList<Future<Integer>>();
      for (int i = 0; i < WAITING; i++) {
        asked.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return assertThrows(ProblemException.class, discovery::endpoints).problem().status();
            }));
      }
      for (Future<Integer> one : asked) {
        assertEquals(503, one.get());
      }
    }
    assertEquals(1, looks.get());
  }
}
