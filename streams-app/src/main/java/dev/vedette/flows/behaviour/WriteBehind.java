package dev.vedette.flows.behaviour;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps nothing itself: it tells a processor that a commit is next, so that what the
 * processor holds as objects is written to the real stores in the same transaction, once for each
 * changed object and commit.
 *
 * <p>This is how Kafka Streams' own record caches work, by the same (internal) interface. They
 * would do here too, at a price: an object would have to be encoded and put into their ordered map
 * for every observation, which is a third of all processor time.
 */
final class WriteBehind implements StateStore, CachedStateStore<Object, Object> {
  static final String NAME = "behaviour-write-behind-v1";

  private @Nullable Runnable write;
  private boolean open;

  /** Says what to do when a commit is being prepared. */
  void onCommit(Runnable doing) {
    write = doing;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void flushCache() {
    if (write != null) {
      write.run();
    }
  }

  /** What was not committed is gone with the processor that held it. */
  @Override
  public void clearCache() {
    write = null;
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public void close() {
    write = null;
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Makes one for each task; there is nothing to cache or to log. */
  static final class Builder implements StoreBuilder<WriteBehind> {
    @Override
    public StoreBuilder<WriteBehind> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<WriteBehind> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<WriteBehind> withLoggingEnabled(Map<String, String> config) {
      throw new UnsupportedOperationException(NAME + " holds nothing that could be logged");
    }

    @Override
    public StoreBuilder<WriteBehind> withLoggingDisabled() {
      return this;
    }

    @Override
    public WriteBehind build() {
      return new WriteBehind();
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }

    @Override
    public String name() {
      return NAME;
    }
  }
}
