package dev.vedette.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskRecord;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RestoreBenchTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final long NOON = 1_795_348_800_000L;

  @Test
  void shouldTakeAtMost256BytesForATypicalPrincipal() {
    int bytes = 0;
    int principals = 1_000;
    for (int i = 0; i < principals; i++) {
      RiskRecord record = TypicalPrincipal.record(i, FORMULA, NOON);
      assertEquals(record, TypicalPrincipal.record(i, FORMULA, NOON));
      assertEquals(1, record.sessions().size());
      int cells = record.own().size() + record.sessions().getFirst().cells().size();
      assertEquals(TypicalPrincipal.CELLS, cells);
      assertTrue(record.sessions().getFirst().live(NOON));
      assertTrue(record.nextDueMillis(FORMULA) > NOON);
      bytes += RiskStores.stored(0, RestoreBench.POSITION, record).length - Long.BYTES;
    }
    assertNotEquals(
        TypicalPrincipal.record(1, FORMULA, NOON).own(),
        TypicalPrincipal.record(2, FORMULA, NOON).own());
    assertTrue(bytes / principals <= 256, bytes / principals + " bytes");
  }

  @Test
  @Timeout(120)
  void shouldRestoreOnARealBrokerWhatWasWritten() throws Exception {
    var settings = new BenchSettings(Duration.ofSeconds(1), 1, 2, Duration.ofMillis(100), 1, 0);
    var told = new ArrayList<String>();
    RestoreReport report = new RestoreBench(settings, 500, told::add).run();
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertEquals(500, json.get("principals").asInt());
    assertTrue(json.get("recordBytes").asLong() > 500 * 100, json::toString);
    json.get("stores")
        .forEach(store -> {
          assertTrue(store.get("keyBytes").asLong() > 500 * 20, json::toString);
          assertTrue(store.get("logBytes").asLong() > 0, json::toString);
          assertTrue(store.get("diskBytes").asLong() > 0, json::toString);
        });
    assertTrue(report.table().contains("goal: 256"), report::table);
    assertEquals(4, told.size(), told::toString);
  }
}
