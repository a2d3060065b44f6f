package dev.vedette.trial;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.topology.PipelineSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  void shouldCountTheWindowsOfHonestLifeThatAreJudged() {
    Detector<?, ?> ofAll = detector("burst");
    Detector<?, ?> ofUsers = detector("slow-drift");
    Subject alice = Subject.of("t", SubjectType.USER, "alice");
    Subject bob = Subject.of("t", SubjectType.USER, "bob");
    Subject session = new Subject("t", SubjectType.SESSION, "s", bob);
    Instant judgedFrom = Instant.parse("2026-03-16T00:00:00Z");
    var windows = new BenignWindows(judgedFrom);
    long at = judgedFrom.toEpochMilli();
    windows.add(alice, at - 1);
    assertEquals(0, windows.of(ofAll, Set.of()), "history only teaches");
    windows.add(alice, at);
    windows.add(alice, at + 1);
    windows.add(alice, at + 3_600_000);
    windows.add(bob, at);
    windows.add(session, at);
    windows.add(Subject.of("t", SubjectType.IP, "192.0.2.1"), at);
    assertEquals(5, windows.of(ofAll, Set.of()));
    assertEquals(3, windows.of(ofUsers, Set.of()));
    assertEquals(3, windows.of(ofAll, Set.of(bob)), "bob's sessions are his");
    assertEquals(2, windows.of(ofUsers, Set.of(bob)));
  }

  private static Detector<?, ?> detector(String id) {
    return Registry.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void shouldDivideByWhatIsJudgedAlone() {
    var settings = new TrialSettings(40, 10, 0, List.of(3L), List.of(1.0));
    long all = windows(settings, Instant.EPOCH);
    Instant start = Instant.ofEpochMilli(settings.company(3, 1).startMillis());
    long half = windows(settings, start.plus(Duration.ofDays(5)));
    assertTrue(half > 500, half + " windows");
    assertEquals(0.5, (double) half / all, 0.15);
  }

  private static long windows(TrialSettings settings, Instant judgedFrom) {
    PipelineSettings pipeline = PipelineSettings.DEFAULT.learningUntil(judgedFrom);
    CompanyResult result = CompanyTrial.run(settings.company(3, 1), 0, pipeline);
    return requireNonNull(result.detectors().get("new-place")).windows();
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
