package dev.vedette.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.backtest.PlainPipeline;
import dev.vedette.detectors.Registry;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.flows.Now;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.simulator.Company;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Signals of a simulated company that is attacked, read again. */
@TestInstance(Lifecycle.PER_CLASS)
class WhatIfTest {
  private static final long DAY = 86_400_000L;
  private static final Policy STRICT =
      Policy.DEFAULT
          .withVersion("strict-1")
          .withLevels(new LevelPolicy(0, 2, 5, 0.25, Duration.ofMinutes(5)));

  private final List<Signal> versions = new ArrayList<>();
  private final List<Rise> alerts = new ArrayList<>();

  private final class Recorder implements PlainPipeline.Listener {
    @Override
    public void updated(RiskUpdate update) {}

    @Override
    public void risen(Rise alert) {
      alerts.add(alert);
    }

    @Override
    public void refused(AccessEvent event, String reason, String detail, long receivedMillis) {}

    @Override
    public void scored(AccessEvent event, List<Observation> observations) {}

    @Override
    public void signalled(Signal signal) {
      versions.add(signal);
    }
  }

  @BeforeAll
  void live() {
    var pipeline =
        new PlainPipeline(
            PipelineSettings.DEFAULT.at(Now.RECEPTION), Registry.all(), new Recorder());
    Company.of(CompanySettings.of(60, 10, 3))
        .events()
        .forEach(next -> pipeline.accept(next.event(), next.arrivedMillis()));
    assertTrue(versions.size() > 200, versions.size() + " versions");
    assertTrue(alerts.size() > 3, alerts.size() + " alerts");
  }

  private Comparison compare(Policy after) throws IOException {
    return new WhatIf(Policy.DEFAULT, after, null, null).compare(versions::forEach);
  }

  /** Sessions that had activity but no signals are not in the versions: see WhatIf. */
  private static void assertNear(long told, int again) {
    assertTrue(Math.abs(again - told) <= Math.max(1, told / 20), again + " of " + told);
  }

  @Test
  void shouldSayTheSameUnderTheSamePolicyAsWasSaid() throws IOException {
    Comparison comparison = compare(Policy.DEFAULT.withVersion("same-1"));
    assertNear(alerts.size(), comparison.old().alerts());
    assertEquals(comparison.old(), comparison.other());
    assertEquals(List.of(), comparison.changed());
    assertEquals(
        comparison.old().alerts(),
        comparison.days().stream().mapToInt(Comparison.Day::before).sum());
  }

  @Test
  void shouldSayWhoWouldHaveStayedLower() throws IOException {
    Comparison comparison = compare(STRICT);
    assertTrue(comparison.other().alerts() < comparison.old().alerts(), comparison::toString);
    assertEquals(0, comparison.higher());
    assertTrue(comparison.lower() > 0);
    int subjects = 0;
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        subjects += comparison.matrix().get(row).get(column);
        assertTrue(column <= row || comparison.matrix().get(row).get(column) == 0);
      }
    }
    assertEquals(comparison.subjects(), subjects);
  }

  @Test
  void shouldCountTheSpanAloneButReadWhatCameBefore() throws IOException {
    long end = versions.getLast().receivedMillis();
    long from = end - 2 * DAY;
    Comparison comparison =
        new WhatIf(Policy.DEFAULT, STRICT, from, end).compare(versions::forEach);
    long told =
        alerts.stream()
            .filter(alert -> alert.update().atMillis() >= from && alert.update().atMillis() < end)
            .count();
    assertNear(told, comparison.old().alerts());
    assertTrue(told < alerts.size());
    assertEquals(versions.size(), comparison.versions());
    assertThrows(
        IllegalArgumentException.class, () -> new WhatIf(Policy.DEFAULT, STRICT, end, from));
  }

  @Test
  void shouldBeReadableAsTextJsonAndPage() throws IOException {
    Comparison comparison = compare(STRICT);
    List<String> lines = ComparisonText.lines(comparison);
    assertTrue(lines.getFirst().contains("strict-1"), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.contains("alerts a day")), lines::toString);
    JsonNode json =
        Parsed.tree(Json.text(generator -> ComparisonText.write(comparison, generator)));
    assertEquals(comparison.other().alerts(), json.get("alerts").get("after").intValue());
    assertEquals(comparison.changed().size(), json.get("changed").size());
    assertEquals(
        comparison.changed().getFirst().after(),
        Level.valueOf(json.get("changed").get(0).get("after").textValue()));
    String page = ComparisonPage.of(comparison);
    assertTrue(page.contains("<svg") && page.contains("What if the policy had been strict-1?"));
    assertFalse(page.contains("<script") || page.contains("http://"), "a page of its own");
  }
}
