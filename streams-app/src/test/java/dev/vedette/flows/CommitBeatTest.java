package dev.vedette.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitBeatTest {
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  @TempDir private Path directory;

  private final List<String> written = new ArrayList<>();

  /** A store that holds something back, and tells when it is asked for it. */
  private final class HoldsBack extends InMemoryKeyValueStore
      implements CachedStateStore<Bytes, byte[]> {
    private final MockProcessorContext<Void, Void> context;

    HoldsBack(String name, MockProcessorContext<Void, Void> context) {
      super(name);
      this.context = context;
    }

    @Override
    public void flushCache() {
      written.add(name() + (context.committed() ? " behind the commit" : ""));
    }

    @Override
    public void clearCache() {}

    @Override
    public boolean setFlushListener(CacheFlushListener<Bytes, byte[]> listener, boolean old) {
      return false;
    }
  }

  private MockProcessorContext<Void, Void> context(Properties config) {
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "beat");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    var context =
        new MockProcessorContext<Void, Void>(config, new TaskId(0, 0), directory.toFile());
    for (String name : List.of(FIRST, SECOND)) {
      var store = new HoldsBack(name, context);
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
    return context;
  }

  @Test
  void shouldWriteWhatIsHeldBackBeforeItAsksForACommit() {
    var config = new Properties();
    config.put(CommitBeat.INTERVAL_MS, 100L);
    MockProcessorContext<Void, Void> context = context(config);
    CommitBeat.keep(context, FIRST, SECOND);

    CapturedPunctuator beat = context.scheduledPunctuators().getFirst();
    assertEquals(Duration.ofMillis(100), beat.getInterval());
    beat.getPunctuator().punctuate(0);

    assertEquals(List.of(FIRST, SECOND), written);
    assertTrue(context.committed());
  }

  @Test
  void shouldNotBeatWithoutAnInterval() {
    MockProcessorContext<Void, Void> context = context(new Properties());
    CommitBeat.keep(context, FIRST);
    assertTrue(context.scheduledPunctuators().isEmpty());
  }
}
