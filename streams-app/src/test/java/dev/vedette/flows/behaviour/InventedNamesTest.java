package dev.vedette.flows.behaviour;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever guesses names invents as many subjects: what is kept of them is bounded, and goes. A
 * million of them: {@code -Dvedette.names=1000000}.
 */
class InventedNamesTest {
  private static final int NAMES = Integer.getInteger("vedette.names", 10_000);
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration FLOOD = Duration.ofDays(2);
  private static final Duration AFTER = Duration.ofDays(12);
  private static final int MAX_BYTES_A_NAME = 1_500;
  private static final List<String> STORES =
      List.of(
          BehaviourStores.WINDOWS,
          BehaviourStores.BASELINES,
          BehaviourStores.SEEN,
          BehaviourStores.DUE,
          RiskStores.SUBJECTS,
          RiskStores.LEDGER,
          RiskStores.DUE);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  InventedNamesTest() {}

  private static AccessEvent signIn(String id, Instant at, String who, String ip, boolean fails) {
    String json =
        """
        {"id":"%s","time":"%s","tenant":"t","category":"authentication","action":"sign_in",\
        "outcome":"%s","principal":{"id":"%s"},"source":{"ip":"%s"}}\
        """
            .formatted(id, at, fails ? "failure" : "success", who, ip);
    try {
      return EventJson.read(json.getBytes(UTF_8));
    } catch (EventFormatException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** The entries and bytes of users whose names begin so, by store; empty stores are left out. */
  private static Map<String, Integer> bytesOf(DrivenTopology topology, String prefix) {
    var bytes = new TreeMap<String, Integer>();
    for (String name : STORES) {
      try (var entries = topology.<Object, byte[]>store(name).all()) {
        while (entries.hasNext()) {
          var entry = entries.next();
          String key =
              entry.key instanceof Bytes raw
                  ? new String(raw.get(), ISO_8859_1)
                  : String.valueOf(entry.key);
          if (key.contains("t/user/" + prefix)) {
            bytes.merge(name, key.length() + entry.value.length, Integer::sum);
          }
        }
      }
    }
    return bytes;
  }

  private static void live(DrivenTopology topology, Instant from, Duration span, int names) {
    long hours = span.toHours();
    int name = 0;
    for (int hour = 0; hour < hours; hour++) {
      Instant at = from.plus(Duration.ofHours(hour));
      topology.send(signIn("a" + at, at, "alice", "192.0.2.1", false), at);
      for (int until = (int) ((hour + 1) * (long) names / hours); name < until; name++) {
        Instant then = at.plusMillis(1 + name % 3_000_000);
        String ip = "198.51.%d.%d".formatted(name % 97, name % 251);
        topology.send(signIn("x" + name, then, "x-" + name, ip, true), then);
      }
      topology.advance(Duration.ofMinutes(11));
    }
  }

  @Test
  void shouldKeepLittleOfNamesThatNobodyHasAndForgetThem() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      live(topology, MONDAY, FLOOD, NAMES);
      Map<String, Integer> flood = bytesOf(topology, "x-");
      int together = flood.values().stream().mapToInt(Integer::intValue).sum();
      assertTrue(flood.containsKey(BehaviourStores.BASELINES), flood::toString);
      assertTrue(together / NAMES <= MAX_BYTES_A_NAME, together / NAMES + " bytes: " + flood);
      live(topology, MONDAY.plus(FLOOD), AFTER, 0);
      assertEquals(Map.of(), bytesOf(topology, "x-"));
      assertTrue(bytesOf(topology, "alice").containsKey(BehaviourStores.BASELINES));
      System.out.printf(
          "%d invented names took %d bytes each: %s%n",
          NAMES,
          together / NAMES,
          flood.entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue() / NAMES)
              .collect(Collectors.joining(", ")));
    }
  }
}
