package dev.vedette.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.detectors.Registry;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.Now;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From labelled lines to the page, on a network of three hosts that this test makes up. */
class EvaluationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").getEpochSecond();
  private static final int DAYS = 4;
  private static final long ATTACK = START + 3 * 86_400L + 9 * 3_600L;
  private static final List<Target> TARGETS =
      List.of(Target.ALL, Target.parse("intrusion=(?!leak).*", Target.NOTHING));

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  EvaluationTest() {}

  private static EvaluationSettings settings(List<Target> targets) {
    return new EvaluationSettings(
        SubjectType.DEVICE,
        Duration.ofMinutes(10),
        Duration.ofHours(24),
        targets,
        "privilege_escalation",
        5,
        200,
        1);
  }

  private static Report evaluate(ScenarioReader reader, List<Target> targets) throws IOException {
    return new Evaluation(
            Registry.all(), PipelineSettings.DEFAULT.at(Now.RECEPTION), settings(targets))
        .of(reader.read((lines, bytes, all) -> {}).scenarios());
  }

  private static Recording recording(String format, Path file) throws IOException {
    return new Recording(
        Formats.of(format),
        Input.of(List.of(file.toString())),
        new Context("default", 2026),
        Duration.ofMinutes(30));
  }

  /** An update an hour on each host; on the fourth day web is scanned, later broken into. */
  private Path network() throws IOException {
    var lines = new ArrayList<String>();
    for (int attack = 0; attack < 10; attack++) {
      lines.add(line(ATTACK + attack, "web", "S-New-" + attack, attack < 9 ? "scan" : "-"));
      lines.add(line(ATTACK + attack, "web", "S-New-" + attack, attack < 9 ? "scan" : "-"));
      lines.add(line(ATTACK + 4_000 + attack, "web", "A-Odd-" + attack, "sudo"));
    }
    lines.add(line(ATTACK - 80_000, "mail", "S-Leak", "leak"));
    for (int hour = 0; hour < 24 * DAYS; hour++) {
      for (String host : List.of("web", "mail", "files")) {
        lines.add(line(START + hour * 3_600L + 60, host, "W-Update", "-"));
      }
    }
    lines.addFirst("time,name,ip,host,short,time_label,event_label");
    return Files.write(directory.resolve("tiny_alerts.txt"), lines);
  }

  private static String line(long time, String host, String kind, String label) {
    return "%d,Wazuh: %s,192.0.2.%d,%s,%s,x,%s"
        .formatted(time, kind, host.length(), host, kind, label);
  }

  private ScenarioReader reader(Path file) throws IOException {
    Path phases = directory.resolve("phases.json");
    Files.writeString(
        phases,
        "{\"tiny\": {\"scan\": [\"%s\", \"%s\"], \"privilege_escalation\": [\"%s\", \"%s\"]}}"
            .formatted(
                Instant.ofEpochSecond(ATTACK),
                Instant.ofEpochSecond(ATTACK + 600),
                Instant.ofEpochSecond(ATTACK + 4_000),
                Instant.ofEpochSecond(ATTACK + 4_600)));
    return new ScenarioReader(
        recording("ait-alerts", file),
        "event_label",
        new ScenarioReader.Settings(true, phases, null));
  }

  @Test
  void shouldFindTheAttackAndCountRight() throws IOException {
    Report report = evaluate(reader(network()), TARGETS);

    Report.Part part = report.parts().getFirst();
    assertEquals("tiny", part.judged().scenario().name());
    assertEquals(2, part.judged().scenario().phases().size());
    assertEquals(10, part.judged().repeated());
    assertEquals(20 + 1 + 3 * 24 * DAYS, part.judged().scored());
    assertEquals(DAYS - 1 - 1 / 24.0, part.days(), 0.05);

    Report.Answer all = part.answers().getFirst();
    // An hourly unit a host, but those that start before the warm-up ends at 00:01; the scan and
    // sudo fall into such units, the leak does not.
    assertEquals(3 * (24 * (DAYS - 1) - 1) + 1, all.units());
    assertEquals(3, all.positives());
    Report.Answer intrusion = part.answers().getLast();
    assertEquals(2, intrusion.positives());
    Report.Row own = intrusion.rows().getFirst();
    assertEquals(Evaluation.VEDETTE, own.name());
    assertEquals(
        1,
        own.averagePrecision(),
        "two units have evidence of their own, both rightly; others were but near");
    assertEquals(1, own.atBudget().recall());
    assertEquals(0, intrusion.minutesToDetect().getOrDefault("", Double.NaN), 0.2);
    assertTrue(
        intrusion.detectors().stream()
            .anyMatch(row -> row.id().equals("rare-alert") && row.contribution() > 0.5));

    Report.Row volume = intrusion.rows().get(1);
    // 21 lines at the scan, duplicates too; 10 at sudo: both above everything else
    assertEquals("volume", volume.name());
    assertEquals(1, volume.averagePrecision());

    assertEquals(0, intrusion.risk().falseRises());
    // Mail and files, whose updates fall into the two windows, are implicated.
    assertTrue(part.calibration().meanEValue() <= 1.06);
  }

  @Test
  void shouldFollowRiskUntilItIsLowAgain() throws IOException {
    Report report = evaluate(reader(network()), TARGETS);
    Report.RiskAnswer risk = report.parts().getFirst().answers().getLast().risk();
    assertEquals(1, risk.trueRises());
    assertEquals(true, risk.inTime());
    assertNotNull(risk.firstMillis());
    assertEquals(4_000 / 60.0, risk.minutesToRise(), 3);
    assertEquals(1, risk.hoursUntilLow().size());
    assertTrue(risk.hoursUntilLow().getFirst() > 1 && risk.hoursUntilLow().getFirst() < 24 * 30);
  }

  @Test
  void shouldNotShowLabelsToDetectors() throws IOException {
    Path told = network();
    Path untold = directory.resolve("untold_alerts.txt");
    Files.writeString(
        untold, Files.readString(told).replaceAll("(?m),(scan|sudo|leak)$", ",other"));
    List<Unit> one = evaluate(reader(told), TARGETS).parts().getFirst().judged().units();
    List<Unit> two = evaluate(reader(untold), TARGETS).parts().getFirst().judged().units();
    assertEquals(one.size(), two.size());
    for (int i = 0; i < one.size(); i++) {
      assertEquals(one.get(i).nats(), two.get(i).nats());
    }
    assertTrue(one.stream().anyMatch(unit -> unit.nats() > 2));
  }

  @Test
  void shouldWriteAPageThatStandsAlone() throws IOException {
    Report report = evaluate(reader(network()), TARGETS);
    Path out = directory.resolve("out");
    EvaluationFiles.write(report, out);
    JsonNode json = JSON.readTree(out.resolve("evaluation.json").toFile());
    assertEquals(1, json.at("/scenarios/0/targets/1/scores/0/averagePrecision").asDouble());
    assertEquals("rare-alert", json.at("/scenarios/0/targets/1/detectors/0/detector").asText());
    String page = Files.readString(out.resolve("evaluation.html"));
    assertTrue(page.contains("<svg") && page.contains("prefers-color-scheme"));
    assertFalse(page.contains("<script") || page.contains("http"), "nothing from elsewhere");
    assertFalse(page.contains("NaN"));
    assertTrue(TextReport.of(report).contains("rare-alert"));
  }

  @Test
  void shouldTakeLabelsFromAFileOfTheSimulatorsKind() throws IOException {
    Path events = directory.resolve("events.jsonl");
    var lines = new ArrayList<String>();
    for (int hour = 0; hour < 72; hour++) {
      lines.add(
          "{\"id\":\"e%d\",\"time\":\"%s\",\"category\":\"api\",\"action\":\"read\",\"principal\":{\"type\":\"user\",\"id\":\"alice\"}}"
              .formatted(hour, Instant.ofEpochSecond(START + hour * 3_600L)));
    }
    Files.write(events, lines);
    Path labels = directory.resolve("labels.csv");
    Files.writeString(
        labels,
        "event_id,campaign,attack,step,principal\ne70,c01-takeover,takeover,collection,alice\n");
    var reader =
        new ScenarioReader(
            recording("vedette", events),
            labels.toString(),
            new ScenarioReader.Settings(false, null, null));
    Scenario scenario = reader.read((l, b, a) -> {}).scenarios().getFirst();
    assertEquals(72, scenario.samples().size());
    assertEquals(new Label("takeover", "c01-takeover"), scenario.samples().get(70).label());
    assertEquals(1, scenario.samples().stream().filter(sample -> sample.label() != null).count());
  }

  @Test
  void shouldSayWhichColumnIsMissing() throws IOException {
    var reader =
        new ScenarioReader(
            recording("ait-alerts", network()),
            "no_such",
            new ScenarioReader.Settings(false, null, null));
    var failure = assertThrows(IOException.class, () -> reader.read((l, b, a) -> {}));
    assertTrue(String.valueOf(failure.getMessage()).contains("no column \"no_such\""));
  }

  /** The smallest of the real networks; the others are measured by hand (docs/evaluation.md). */
  @Test
  void shouldKeepItsWordOnARealNetwork() throws IOException {
    Path archive = shared("ait_ads/dev.zip");
    Path file = directory.resolve("russellmitchell_alerts.txt");
    try (var zip = new ZipFile(archive.toFile())) {
      var entry =
          zip.stream()
              .filter(e -> e.getName().endsWith(String.valueOf(file.getFileName())))
              .findFirst()
              .orElseThrow();
      Files.copy(zip.getInputStream(entry), file);
    }
    var reader =
        new ScenarioReader(
            recording("ait-alerts", file),
            "event_label",
            new ScenarioReader.Settings(true, shared("ait_ads/attack_phases.json"), null));
    Report.Part part =
        evaluate(reader, List.of(Target.parse("intrusion=(?!dnsteal).*", Target.NOTHING)))
            .parts()
            .getFirst();
    Report.Answer intrusion = part.answers().getFirst();
    assertEquals(9, intrusion.positives());
    assertTrue(intrusion.rows().getFirst().averagePrecision() >= 0.76, "rarity's 0.81 − 0.05");
    assertTrue(intrusion.risk().falseRisesADay() <= 5);
    assertEquals(true, intrusion.risk().inTime());
    assertTrue(part.calibration().meanEValue() <= 1.05);
  }

  private static Path shared(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return Assumptions.abort("there is no ../shared/data/" + name + " beside the project");
  }
}
