package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.replay.Disordered.Line;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.SimulationFiles;
import dev.vedette.sources.facts.FactFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every detector of the registry says the same in the plain fold, in order, and in the topology on
 * a broker, out of order and doubled. A detector that neither the simulated company nor a scene
 * lets speak fails by its name: it needs a scene in {@link Scenes}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryDetectorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 5;

  private Disordered disordered;
  private Summary plain;
  private Summary replayed;

  /** The lines of {@code signals.jsonl} by detector. */
  private Map<String, List<String>> plainly;

  private Map<String, List<String>> onKafka;

  @SuppressWarnings("NullAway.Init")
  EveryDetectorTest() {}

  @BeforeAll
  void run(@TempDir Path directory) throws Exception {
    Path facts = directory.resolve("facts");
    Scenes.writeFacts(facts);
    var settings = Runs.SETTINGS.withFacts(FactFolder.load(facts));
    List<Line> inOrder = company(directory.resolve("company.jsonl"));
    Scenes.byDetector().values().forEach(inOrder::addAll);
    inOrder.sort(Comparator.comparing(Line::time));
    disordered = Disordered.of(inOrder, settings.intake().grace(), SEED);

    Path told = directory.resolve("plain");
    Path heard = directory.resolve("replayed");
    plain = Runs.backtest("vedette", write(directory.resolve("in-order"), inOrder), told, settings);
    replayed =
        Runs.replay(
            "vedette",
            write(directory.resolve("shuffled"), disordered.lines()),
            heard,
            4,
            2,
            settings);
    plainly = byDetector(told);
    onKafka = byDetector(heard);
  }

  private static List<Line> company(Path file) throws IOException {
    SimulationFiles.write(
        CompanySettings.of(60, 10, SEED).withPace(0.25), file, null, (done, of) -> {});
    var lines = new ArrayList<Line>();
    for (String text : Files.readAllLines(file)) {
      lines.add(new Line(Instant.parse(JSON.readTree(text).get("time").asText()), text));
    }
    return lines;
  }

  private static Path write(Path file, List<Line> lines) throws IOException {
    return Files.write(file, lines.stream().map(Line::text).toList());
  }

  private static Map<String, List<String>> byDetector(Path out) throws IOException {
    var lines = new TreeMap<String, List<String>>();
    for (String line : Files.readAllLines(out.resolve("signals.jsonl"))) {
      String detector = JSON.readTree(line).get("detector").asText();
      lines.computeIfAbsent(detector, id -> new ArrayList<>()).add(line);
    }
    return lines;
  }

  static Stream<String> detectors() {
    return Registry.all().stream().map(Detector::id);
  }

  static Set<String> scenes() {
    return Scenes.byDetector().keySet();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void shouldSayTheSameOnKafkaOutOfOrder(String detector) {
    List<String> said = plainly.getOrDefault(detector, List.of());
    assertFalse(said.isEmpty(), () -> detector + " says nothing: write a scene for it");
    assertEquals(said, onKafka.get(detector));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void shouldSpeakOfItsScene(String detector) throws IOException {
    var events = new TreeSet<String>();
    for (String line : plainly.getOrDefault(detector, List.of())) {
      for (JsonNode event : JSON.readTree(line).get("events")) {
        events.add(event.get("id").asText());
      }
    }
    assertTrue(events.stream().anyMatch(id -> id.startsWith(detector + "-")), events::toString);
  }

  @Test
  void shouldSayNothingElse() {
    assertEquals(detectors().collect(Collectors.toSet()), plainly.keySet());
    assertEquals(plainly.keySet(), onKafka.keySet());
    assertEquals(plain.eventsDigest(), replayed.eventsDigest(), "accepted events");
    assertEquals(plain.cellsDigest(), replayed.cellsDigest(), "cells of risk");
    assertEquals(plain.digest(), replayed.digest());
  }

  @Test
  void shouldCountWhatCameLateAndTwice() {
    assertTrue(disordered.late() > 1_000, "late: " + disordered.late());
    for (Summary summary : List.of(plain, replayed)) {
      assertTrue(summary.counts().closes(), () -> summary.counts().toString());
      assertEquals(plain.counts().read(), summary.counts().scored());
      assertEquals(0, summary.counts().skewed());
    }
    assertEquals(disordered.twice().size(), replayed.counts().duplicates());
  }
}
