package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.Now;
import dev.vedette.policy.Policies;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.wire.WireSerdes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the look for subjects that are due reads: the due ones and one more, whoever else there is.
 */
class DueLookUpTest {
  private static final int QUIET = 20_000;
  private static final long NOON = 1_795_348_800_000L;
  private static final long HOUR = 3_600_000L;
  private static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");

  private static final WireSerdes SERDES = new WireSerdes(PackagedSchemas.load());

  @TempDir private Path directory;

  /** Entries that iterators gave, by store. */
  private final TreeMap<String, Integer> read = new TreeMap<>();

  @SuppressWarnings("NullAway.Init")
  DueLookUpTest() {}

  private static Record<String, Heard> evidence(Subject subject, int micros) {
    var signal =
        new Signal(
            subject,
            "test",
            Family.CREDENTIAL,
            NOON - HOUR,
            NOON,
            null,
            micros,
            0,
            "for the test",
            "",
            List.of(),
            "e1",
            NOON,
            NOON);
    return new Record<>(SubjectKey.encode(subject), new Heard.OfSignal(signal), NOON);
  }

  private MockProcessorContext<String, Told> context() {
    var config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "127.0.0.1:1");
    var context =
        new MockProcessorContext<String, Told>(config, new TaskId(0, 0), directory.toFile());
    add(context, RiskStores.SUBJECTS, Serdes.String(), Serdes.ByteArray());
    add(context, RiskStores.LEDGER, Serdes.Bytes(), SERDES.signals());
    add(context, RiskStores.DUE, Serdes.Bytes(), Serdes.ByteArray());
    add(context, RiskStores.RULINGS, Serdes.Bytes(), Serdes.ByteArray());
    add(context, RiskStores.PRECISION, Serdes.Bytes(), Serdes.ByteArray());
    return context;
  }

  private <K, V> void add(
      MockProcessorContext<String, Told> context, String name, Serde<K> keys, Serde<V> values) {
    KeyValueStore<K, V> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(counting(KeyValueStore.class, name, store));
  }

  /** The same store or iterator, of which every entry that is read by iteration is counted. */
  private <T> T counting(Class<T> type, String name, Object real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (real instanceof KeyValueIterator<?, ?> entries) {
                switch (method.getName()) {
                  case "next" -> read.merge(name, 1, Integer::sum);
                  case "forEachRemaining" -> {
                    @SuppressWarnings("unchecked")
                    var taker = (Consumer<Object>) arguments[0];
                    while (entries.hasNext()) {
                      read.merge(name, 1, Integer::sum);
                      taker.accept(entries.next());
                    }
                  }
                  default -> {}
                }
              }
              try {
                Object result = method.invoke(real, arguments);
                return result instanceof KeyValueIterator<?, ?> iterator
                    ? counting(KeyValueIterator.class, name, iterator)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static List<RiskUpdate> updates(MockProcessorContext<String, Told> context) {
    List<RiskUpdate> updates =
        context.forwarded().stream()
            .map(forward -> forward.record().value())
            .map(told -> ((Told.OfUpdate) told).update())
            .toList();
    context.resetForwards();
    return updates;
  }

  @Test
  void shouldReadTheDueOnesAndOneMoreAmongManyQuietOnes() {
    MockProcessorContext<String, Told> context = context();
    var processor = new RiskProcessor(new Policies(Policy.DEFAULT), Now.WALL_CLOCK);
    context.setCurrentSystemTimeMs(NOON);
    processor.init(context);
    for (int i = 0; i < QUIET; i++) {
      processor.process(evidence(Subject.of("acme", SubjectType.USER, "quiet-" + i), 1_000));
    }
    assertEquals(List.of(), updates(context));
    processor.process(evidence(ALICE, 6 * Signal.MICROS));
    RiskUpdate risen = updates(context).getLast();
    assertEquals(Level.HIGH, risen.level());
    KeyValueStore<Bytes, byte[]> due = context.getStateStore(RiskStores.DUE);
    assertEquals(QUIET + 1, due.approximateNumEntries(), "everybody is due at some time");
    CapturedPunctuator serve =
        context.scheduledPunctuators().stream()
            .filter(one -> one.getInterval().equals(RiskProcessor.EVERY))
            .findFirst()
            .orElseThrow();

    read.clear();
    serve.getPunctuator().punctuate(risen.nextDueMillis() - 1);
    assertEquals(List.of(), updates(context));
    assertEquals(Map.of(RiskStores.DUE, 1), read, "one look at who is next");

    read.clear();
    serve.getPunctuator().punctuate(risen.nextDueMillis() - 1);
    assertEquals(Map.of(), read, "who is next is known");

    read.clear();
    context.setCurrentSystemTimeMs(risen.nextDueMillis());
    serve.getPunctuator().punctuate(risen.nextDueMillis());
    RiskUpdate fallen = updates(context).getFirst();
    assertEquals(ALICE, fallen.subject());
    assertEquals(Level.MEDIUM, fallen.level());
    assertEquals(
        Map.of(RiskStores.DUE, 2, RiskStores.LEDGER, 1),
        read,
        "alice and who is next; her one signal, for the words");
  }
}
