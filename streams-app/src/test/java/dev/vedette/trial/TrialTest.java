package dev.vedette.trial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.topology.PipelineSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
  @Test
  void shouldCountAttacksAndFalseAlerts() throws Exception {
    var told = new ArrayList<String>();
    var settings = new TrialSettings(40, 10, 5, List.of(3L), List.of(1.0));
    TrialReport report = Trial.run(settings, PipelineSettings.DEFAULT, told::add);
    assertEquals(1, told.size());
    var json = new ObjectMapper().readTree(report.json());
    var strength = json.get("strengths").get(0);
    int campaigns = 0;
    int found = 0;
    for (var attack : strength.get("attacks")) {
      campaigns += attack.get("campaigns").asInt();
      found += attack.get("found").asInt();
    }
    assertTrue(campaigns >= 5, strength.toString());
    assertTrue(found >= 1 && found <= campaigns, strength.toString());
    assertTrue(report.text().contains("recall"), report.text());
  }

  @Test
  void shouldMeasureCalibrationOverBenignWindows() {
    var tally = new DetectorTally(1000);
    tally.add(2_000_000, false, true);
    tally.add(4_000_000, false, false);
    tally.add(6_000_000, true, false);
    assertEquals(StrictMath.expm1(2) / 1000, tally.excess(), 1e-12);
    assertArrayEquals(new double[] {StrictMath.exp(2) / 1000, 0, 0, 0}, tally.tailRatios(), 1e-12);
    assertEquals(1, tally.trueSignals());
    assertEquals(2, tally.falseSignals());
    var sum = new DetectorTally(1000);
    sum.add(tally);
    assertEquals(StrictMath.expm1(2) / 2000, sum.excess(), 1e-12);
  }
}
