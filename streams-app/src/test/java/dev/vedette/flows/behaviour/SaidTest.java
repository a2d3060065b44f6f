package dev.vedette.flows.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventJson;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.DetectorDays;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaidTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final long DAY = 86_400_000L;

  @TempDir private Path directory;

  private final KeyValueStore<Bytes, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("said"), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();
  private final Said said = new Said(store);

  @BeforeEach
  void open() {
    var config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "127.0.0.1:1");
    var context =
        new MockProcessorContext<Void, Void>(config, new TaskId(0, 0), directory.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  private static Signal signal(String tenant, String detector, long day, int now, int before) {
    return new Signal(
        Subject.of(tenant, SubjectType.USER, "alice"),
        detector,
        Family.PLACE,
        day * DAY,
        day * DAY + 1000,
        null,
        now,
        before,
        "why",
        "T1078",
        List.of(),
        "e1",
        day * DAY,
        day * DAY);
  }

  private List<Said.Day> days(String tenant) {
    return Said.of(DetectorDays.read(store, tenant));
  }

  @Test
  void shouldCountASignalOnceAsItIsNow() {
    said.add(signal("t", "a", 20_000, 3_000_000, 0));
    said.add(signal("t", "a", 20_000, 6_000_000, 3_000_000));
    said.write();
    said.add(signal("t", "a", 20_000, -1_000_000, 0));
    said.add(signal("u", "a", 20_000, 9_000_000, 0));
    said.write();
    assertEquals(List.of(new Said.Day("a", 20_000, 2, List.of(1L, 1L, 1L, 0L))), days("t"));
    assertEquals(List.of(new Said.Day("a", 20_000, 1, List.of(1L, 1L, 1L, 1L))), days("u"));
    said.add(signal("t", "a", 20_000, 0, 6_000_000));
    said.add(signal("t", "a", 20_000, 0, -1_000_000));
    said.write();
    assertEquals(List.of(), days("t"), "both are withdrawn");
    assertEquals(1, store.approximateNumEntries(), "and leave nothing behind");
  }

  @Test
  void shouldNotTellFewerThanNoneOfWhatAnOlderReleaseSaid() {
    said.add(signal("t", "a", 20_000, 0, 6_000_000));
    said.write();
    assertEquals(List.of(new Said.Day("a", 20_000, 0, List.of(0L, 0L, 0L, 0L))), days("t"));
  }

  @Test
  void shouldForgetWhatIsOld() {
    for (int day = 20_000; day < 20_100; day++) {
      said.add(signal("t", "a", day, 2_000_000, 0));
      said.write();
    }
    assertEquals(Said.DAYS, days("t").size());
    assertEquals(20_099, days("t").getLast().epochDay());
    assertTrue(store.approximateNumEntries() <= Said.DAYS + 1, "a day more at most");
  }

  private static AccessEvent signIn(int number, Instant at, String outcome) throws Exception {
    String json =
        """
        {"id":"e%d","time":"%s","tenant":"t","category":"authentication","action":"sign_in",\
        "outcome":"%s","principal":{"id":"user%d"},"source":{"ip":"192.0.2.1"}}\
        """
            .formatted(number, at, outcome, number % 12);
    return EventJson.read(json.getBytes(UTF_8));
  }

  private Map<List<Object>, Signal> run(
      PipelineSettings settings, String name, List<Said.Day> counted) throws Exception {
    var events = new ArrayList<AccessEvent>();
    for (int i = 0; i < 240; i++) {
      events.add(signIn(i, MONDAY.plusSeconds(20L * i), i % 40 == 39 ? "success" : "failure"));
    }
    Collections.shuffle(events, new Random(7)); // so that windows are judged again and again
    var last = new HashMap<List<Object>, Signal>();
    try (var topology = new DrivenTopology(settings, directory.resolve(name), MONDAY)) {
      for (int i = 0; i < events.size(); i++) {
        topology.send(events.get(i), MONDAY.plusSeconds(5000 + i));
        for (Signal one : topology.signals()) {
          last.put(
              List.of(one.subject(), one.detector(), one.windowStartMillis(), "" + one.via()), one);
        }
      }
      topology.advance(Duration.ofSeconds(1));
      counted.addAll(Said.of(DetectorDays.read(topology.store(BehaviourStores.SAID), "t")));
    }
    return last;
  }

  @Test
  void shouldCountWhatStandsWhetherItIsTriedOrCounts() throws Exception {
    var live = new ArrayList<Said.Day>();
    var standing =
        run(PipelineSettings.DEFAULT, "live", live).values().stream()
            .filter(one -> one.evidenceMicros() != 0)
            .toList();
    assertTrue(standing.size() > 5, "only " + standing.size());
    for (String detector : standing.stream().map(Signal::detector).distinct().toList()) {
      List<Signal> its = standing.stream().filter(one -> one.detector().equals(detector)).toList();
      Said.Day day =
          live.stream().filter(one -> one.detector().equals(detector)).findFirst().orElseThrow();
      assertEquals(its.size(), day.signals(), detector);
      for (int i = 0; i < Said.NATS.size(); i++) {
        int micros = Said.NATS.get(i) * Signal.MICROS;
        assertEquals(
            its.stream().filter(one -> one.evidenceMicros() >= micros).count(),
            day.atLeast().get(i),
            detector);
      }
    }
    assertEquals(standing.stream().map(Signal::detector).distinct().count(), live.size());

    var tried = new ArrayList<Said.Day>();
    var others = run(PipelineSettings.DEFAULT.withShadow(Set.of("password-spray")), "tried", tried);
    assertTrue(others.values().stream().noneMatch(one -> one.detector().equals("password-spray")));
    assertEquals(
        live.stream().filter(day -> day.detector().equals("password-spray")).toList(),
        tried.stream().filter(day -> day.detector().equals("password-spray")).toList());
  }
}
