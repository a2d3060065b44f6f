package dev.vedette.rest;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Two bytes, of which the second comes when {@link Room} has lost its patience, and the server has
 * not yet.
 */
final class SlowBody implements Flow.Publisher<ByteBuffer> {
  private static final int TOO_LONG_MILLIS = 14_000;

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
    to.onSubscribe(
        new Flow.Subscription() {
          private int asked;

          @Override
          public void request(long n) {
            asked++;
            if (asked == 1) {
              to.onNext(aByte());
            } else if (asked == 2) {
              CompletableFuture.delayedExecutor(TOO_LONG_MILLIS, TimeUnit.MILLISECONDS)
                  .execute(() -> {
                    to.onNext(aByte());
                    to.onComplete();
                  });
            }
          }

          @Override
          public void cancel() {}
        });
  }

  private static ByteBuffer aByte() {
    return ByteBuffer.wrap(new byte[] {' '});
  }
}
