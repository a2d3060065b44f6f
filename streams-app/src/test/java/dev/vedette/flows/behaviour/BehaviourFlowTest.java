package dev.vedette.flows.behaviour;

import static dev.vedette.topology.DrivenTopology.event;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.Observation;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import dev.vedette.events.SubjectKey;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BehaviourFlowTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final List<String> NAMES =
      List.of(
          BehaviourStores.WINDOWS,
          BehaviourStores.BASELINES,
          BehaviourStores.SEEN,
          BehaviourStores.DUE);

  @TempDir private Path directory;

  private static Account account(KeyValueStore<Bytes, byte[]> accounts) {
    try (var stored = accounts.all()) {
      return BehaviourAccounts.read(stored).total();
    }
  }

  private static int entriesOf(DrivenTopology topology, String name, String key) {
    int found = 0;
    try (var entries = topology.<Bytes, byte[]>store(name).all()) {
      while (entries.hasNext()) {
        // Subject keys are ASCII: reading the rest as Latin-1 hides nothing.
        String text = new String(entries.next().key.get(), ISO_8859_1);
        found += text.contains(key) ? 1 : 0;
      }
    }
    return found;
  }

  @Test
  void shouldCountADuplicateOnceThoughItHasManySubjects() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      AccessEvent event = event("e1", MONDAY, "alice", "read");
      topology.send(event, MONDAY);
      topology.send(event, MONDAY.plusSeconds(60));
      topology.send(event("e1", MONDAY, "alice", "write"), MONDAY.plusSeconds(60));
      assertEquals(6, topology.observations().size(), "two subjects each");
      Account account = account(topology.store(BehaviourStores.ACCOUNT));
      assertEquals(2, account.scored(), "the same id with other content is another event");
      assertEquals(1, account.duplicates());
    }
  }

  @Test
  void shouldDeleteAllOfASubjectThatIsLongGone() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      topology.send(event("e1", MONDAY, "alice", "read"), MONDAY);
      for (String name : NAMES) {
        assertTrue(entriesOf(topology, name, "t/user/alice") > 0, name);
      }
      Instant soon = MONDAY.plus(Duration.ofDays(8));
      topology.send(event("e2", soon, "bob", "read"), soon);
      topology.advance(Duration.ofMinutes(11));
      assertEquals(1, entriesOf(topology, BehaviourStores.BASELINES, "t/user/alice"), "not yet");
      assertEquals(1, entriesOf(topology, BehaviourStores.DUE, "t/user/alice"), "armed again");
      Instant later = MONDAY.plus(Duration.ofDays(10));
      topology.send(event("e3", later, "bob", "read"), later);
      topology.advance(Duration.ofMinutes(11));
      for (String name : NAMES) {
        assertEquals(0, entriesOf(topology, name, "t/user/alice"), name);
      }
      assertEquals(1, entriesOf(topology, BehaviourStores.BASELINES, "t/user/bob"));
    }
  }

  /** When a transaction is aborted, stores are restored and the same processor begins again. */
  @Test
  void shouldRememberNothingThatWasNotCommitted() {
    var behaviour = new Behaviour(Registry.all(), PipelineSettings.DEFAULT.behaviour());
    var processor = new BehaviourProcessor(behaviour, 100);
    Record<String, Noticed> record = observed("e1");
    for (int attempt = 0; attempt < 2; attempt++) {
      MockProcessorContext<String, Judged> context = empty();
      processor.init(context);
      assertEquals(Account.EMPTY, account(context.getStateStore(BehaviourStores.ACCOUNT)));
      processor.process(record);
      context.<WriteBehind>getStateStore(WriteBehind.NAME).flushCache();
      Account account = account(context.getStateStore(BehaviourStores.ACCOUNT));
      assertEquals(1, account.scored(), "attempt " + attempt);
      assertEquals(0, account.duplicates(), "attempt " + attempt);
      KeyValueStore<Bytes, byte[]> seen = context.getStateStore(BehaviourStores.SEEN);
      assertTrue(seen.approximateNumEntries() > 0, "attempt " + attempt);
    }
  }

  @Test
  void shouldWriteInALullWhatWouldBeWrittenAtTheCommit() {
    var behaviour = new Behaviour(Registry.all(), PipelineSettings.DEFAULT.behaviour());
    var processor = new BehaviourProcessor(behaviour, 100);
    MockProcessorContext<String, Judged> context = empty();
    processor.init(context);
    Punctuator look =
        context.scheduledPunctuators().stream()
            .filter(one -> one.getInterval().equals(BehaviourProcessor.LOOK_EVERY))
            .findFirst()
            .orElseThrow()
            .getPunctuator();
    KeyValueStore<Bytes, byte[]> seen = context.getStateStore(BehaviourStores.SEEN);

    processor.process(observed("e1"));
    look.punctuate(0);
    assertEquals(0, seen.approximateNumEntries(), "one came since the last look");
    processor.process(observed("e2"));
    look.punctuate(5);
    assertEquals(0, seen.approximateNumEntries(), "another came");
    look.punctuate(10);
    assertEquals(2, seen.approximateNumEntries(), "both in a chunk, what was sighted in another");
    Account account = account(context.getStateStore(BehaviourStores.ACCOUNT));
    assertEquals(2, account.scored());
    Bytes key;
    try (var entries = seen.all()) {
      key = entries.next().key;
    }
    byte[] written = seen.get(key);

    context.<WriteBehind>getStateStore(WriteBehind.NAME).flushCache();
    assertSame(written, seen.get(key), "nothing is written twice");
  }

  private static Record<String, Noticed> observed(String id) {
    AccessEvent event = event(id, MONDAY, "alice", "read");
    Observation observation =
        Observation.of(
                event,
                EventHash.of(event),
                MONDAY.toEpochMilli(),
                Rarity.UNKNOWN,
                Detail.of(event, null),
                Stamp.Stamps.NONE)
            .getFirst();
    return new Record<>(
        SubjectKey.encode(observation.subject()),
        new Noticed.OfObservation(observation),
        MONDAY.toEpochMilli());
  }

  private MockProcessorContext<String, Judged> empty() {
    var config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "127.0.0.1:1");
    var context =
        new MockProcessorContext<String, Judged>(config, new TaskId(0, 0), directory.toFile());
    WriteBehind writeBehind = new WriteBehind.Builder().build();
    writeBehind.init(context.getStateStoreContext(), writeBehind);
    context.addStateStore(writeBehind);
    for (String name :
        List.of(
            BehaviourStores.WINDOWS,
            BehaviourStores.BASELINES,
            BehaviourStores.SEEN,
            BehaviourStores.DUE,
            BehaviourStores.FINDINGS,
            BehaviourStores.ACCOUNT,
            BehaviourStores.SAID)) {
      StateStore store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
    return context;
  }
}
