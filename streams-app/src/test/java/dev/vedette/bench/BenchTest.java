package dev.vedette.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.Detail;
import dev.vedette.events.EventHash;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.events.Rarity;
import dev.vedette.events.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BenchTest {
  private static final long NOON = 1_795_348_800_000L;

  @Test
  @Timeout(180)
  void shouldMeasureBothTopologiesOnARealBroker() throws Exception {
    var settings = new BenchSettings(Duration.ofSeconds(2), 1, 2, Duration.ofMillis(100), 200, 0);
    var told = new ArrayList<String>();
    JsonNode report =
        new ObjectMapper().readTree(BenchText.json(new Bench(settings, told::add).run()));

    assertTrue(report.get("events").get("pipeline").asLong() >= 1_000, report::toString);
    double passThrough = report.get("passThrough").asDouble();
    double pipeline = report.get("pipeline").asDouble();
    assertTrue(passThrough > pipeline && pipeline > 0, report::toString);
    assertEquals(pipeline / passThrough, report.get("ratio").asDouble(), 1e-3);
    assertEquals(4, report.get("observationsPerEvent").asDouble(), 0.3);
    assertTrue(
        report.get("coreSecondsPerMillion").get("pipeline").asDouble()
            > report.get("coreSecondsPerMillion").get("passThrough").asDouble(),
        report::toString);
    JsonNode latency = report.get("signalLatencyMillis");
    assertTrue(latency.get("count").asLong() > 0, report::toString);
    assertTrue(latency.get("p50").asDouble() <= latency.get("p99").asDouble(), report::toString);
    var records = new HashMap<String, Double>();
    report
        .get("hops")
        .forEach(
            hop -> records.put(hop.get("topic").asText(), hop.get("recordsPerEvent").asDouble()));
    assertEquals(
        report.get("observationsPerEvent").asDouble(),
        records.getOrDefault("observations.v1", 0.0),
        1e-9);
    assertTrue(records.containsKey("signals.v1"), records::toString);
    assertTrue(records.containsKey("vedette-behaviour-windows-v1-changelog"), records::toString);
    assertTrue(report.get("machine").get("cores").asInt() > 0);
    assertTrue(told.size() > 5, told::toString);
  }

  @Test
  void shouldMakeTheSameTrafficOfTheSameSeed() {
    var one = new Traffic(7, 500);
    var same = new Traffic(7, 500);
    var other = new Traffic(8, 500);
    var differs = new HashSet<String>();
    for (int i = 0; i < 300; i++) {
      AccessEvent event = one.next("event-" + i, NOON);
      assertEquals(event, same.next("event-" + i, NOON));
      if (!event.equals(other.next("event-" + i, NOON))) {
        differs.add(event.id());
      }
    }
    assertTrue(differs.size() > 200, () -> differs.size() + " of 300 differ");
  }

  @Test
  void shouldNameAboutFourSubjectsAnEventAndFollowZipf() {
    var traffic = new Traffic(7, 10_000);
    Map<String, Integer> byPrincipal = new HashMap<>();
    int observations = 0;
    int events = 20_000;
    for (int i = 0; i < events; i++) {
      AccessEvent event = traffic.next("event-" + i, NOON);
      for (Observation seen :
          Observation.of(
              event,
              EventHash.of(EventJson.canonical(event)),
              NOON,
              Rarity.UNKNOWN,
              Detail.of(event, null),
              Stamp.Stamps.NONE)) {
        observations++;
        if (seen.primary()) {
          byPrincipal.merge(seen.subject().id(), 1, Integer::sum);
        }
      }
    }
    assertEquals(4.0, (double) observations / events, 0.2);
    assertEquals(0.102, (double) byPrincipal.getOrDefault("user-0", 0) / events, 0.01);
    assertEquals(0.051, (double) byPrincipal.getOrDefault("user-1", 0) / events, 0.01);
  }
}
