package dev.vedette.rest;

import dev.vedette.rest.live.Updates;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Updates without a broker: what is given, and then the end. */
final class HeldUpdates implements Updates {
  /** An id that is none. */
  static final String WRONG = "wrong";

  /** The id of one too many. */
  static final String MANY = "many";

  final List<Update> given = new CopyOnWriteArrayList<>();

  @Override
  public Stream open(String tenant, @Nullable String after) {
    if (WRONG.equals(after)) {
      throw new IllegalArgumentException(after);
    }
    if (MANY.equals(after)) {
      throw new TooManyStreamsException("64 streams are open");
    }
    Deque<Update> left = new ArrayDeque<>(given);
    return new Stream() {
      @Override
      public String position() {
        return after == null ? "r.0_a.0" : after;
      }

      @Override
      public @Nullable Update next(Duration wait) {
        if (left.isEmpty()) {
          throw new CutException("no more is given");
        }
        return left.poll();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
