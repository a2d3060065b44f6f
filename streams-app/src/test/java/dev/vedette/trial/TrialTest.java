package dev.vedette.trial;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  TrialTest() {}

  @Test
  void shouldCountAttacksAndFalseAlerts() throws Exception {
    var told = new ArrayList<String>();
    var settings = new TrialSettings(40, 10, 5, List.of(3L), List.of(2.0, 1.0));
    TrialReport report = Trial.run(settings, PipelineSettings.DEFAULT, told::add);
    assertEquals(2, told.size());
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
    TrialPage.write(report, directory);
    assertEquals(report.json() + "\n", Files.readString(directory.resolve("trial.json")));
    String page = Files.readString(directory.resolve("trial.html"));
    for (Detector<?, ?> detector : Registry.all()) {
      assertTrue(page.contains(detector.id()), detector.id());
    }
    assertFalse(page.contains("NaN") || page.contains("<script") || page.contains("http"), page);
    assertEquals(1.0, report.reference(), "the same honest life counts once");
    var sums = json.get("usersAtEndsOfDays");
    assertTrue(
        sums.get("benignWindows").asInt() >= 40 && sums.get("benignWindows").asInt() <= 40 * 5,
        sums.toString());
    assertTrue(sums.get("meanEValue").asDouble() >= 1, sums.toString());
    for (int i = 0; i < 4; i++) {
      double ended = sums.get("lastTailRatios").get(i).asDouble();
      assertTrue(sums.get("highestTailRatios").get(i).asDouble() >= ended, sums.toString());
    }
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
    assertEquals(Map.of(), windows.of(ofAll, Set.of()), "history only teaches");
    windows.add(alice, at);
    windows.add(alice, at + 1);
    windows.add(alice, at + 3_600_000);
    windows.add(bob, at);
    windows.add(session, at);
    windows.add(Subject.of("t", SubjectType.IP, "192.0.2.1"), at);
    Subject address = Subject.of("t", SubjectType.IP, "192.0.2.1");
    assertEquals(Map.of(alice, 2L, bob, 2L, address, 1L), windows.of(ofAll, Set.of()));
    assertEquals(Map.of(alice, 2L, bob, 1L), windows.of(ofUsers, Set.of()));
    assertEquals(
        Map.of(alice, 2L, address, 1L), windows.of(ofAll, Set.of(bob)), "his sessions are his");
    assertEquals(Map.of(alice, 2L), windows.of(ofUsers, Set.of(bob)));
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
    return requireNonNull(result.detectors().get("new-place")).calibration().windows();
  }

  @Test
  void shouldMeasureCalibrationOverBenignWindows() {
    var tally = new CalibrationTally();
    tally.last(2);
    tally.highest(4);
    tally.subject(600, StrictMath.expm1(2));
    tally.subject(400, 0);
    assertEquals(StrictMath.expm1(2) / 1000, tally.excess(), 1e-12);
    double[] last = {StrictMath.exp(2) / 1000, 0, 0, 0};
    assertArrayEquals(last, tally.lastTails(0), 1e-12);
    double[] highest = {StrictMath.exp(2) / 1000, StrictMath.exp(4) / 1000, 0, 0};
    assertArrayEquals(highest, tally.highestTails(0), 1e-12);
    assertEquals(highest[0] / Math.E, tally.highestTails(1)[0], 1e-12);

    var sum = new CalibrationTally();
    sum.add(tally);
    sum.subject(1000, 0);
    assertEquals(StrictMath.expm1(2) / 2000, sum.excess(), 1e-12);
  }

  @Test
  void shouldTakeASubjectWithAllOfItsWindowsAsOneDraw() {
    assertTrue(Double.isNaN(new CalibrationTally().margin()));
    var one = new CalibrationTally();
    one.subject(10, 1);
    assertTrue(Double.isNaN(one.margin()), "one draw has no spread");
    var alike = new CalibrationTally();
    var apart = new CalibrationTally();
    for (int i = 0; i < 100; i++) {
      alike.subject(10, 0.5);
      apart.subject(10, i % 10 == 0 ? 5 : 0);
    }
    assertEquals(alike.excess(), apart.excess(), 1e-12);
    assertEquals(0, alike.margin(), 1e-9);
    // Of 100 means of ten windows, ten are 0.5 and ninety 0: their standard deviation is 0.1508.
    assertEquals(1.96 * 0.1508 / 10, apart.margin(), 1e-4);
  }
}
