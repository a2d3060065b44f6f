package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.replay.Disordered.Line;
import dev.vedette.results.RecordedRun;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Refusion;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.SimulationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the product: what is found depends on the events alone. One company's life goes
 * through the plain fold, through the topology with one partition and with four, in order, shuffled
 * and doubled; the digest is the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExactnessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration GRACE = Runs.SETTINGS.intake().grace();
  private static final long SEED = 20_261_122L;

  private Path directory;

  private List<Line> inOrder;
  private Path plain;
  private Summary expected;

  @SuppressWarnings("NullAway.Init")
  ExactnessTest() {}

  @BeforeAll
  void simulate(@TempDir Path temporary) throws IOException {
    directory = temporary;
    Path simulated = directory.resolve("simulated.jsonl");
    SimulationFiles.write(
        CompanySettings.of(250, 8, SEED).withPace(0.25).withAttacks(7, 1),
        simulated,
        null,
        (done, of) -> {});
    inOrder = new ArrayList<>();
    for (String text : Files.readAllLines(simulated)) {
      inOrder.add(new Line(Instant.parse(JSON.readTree(text).get("time").asText()), text));
    }
    inOrder.addAll(sharpened(inOrder.getLast().time()));
    inOrder.sort(Comparator.comparing(Line::time));
    plain = write("plain.jsonl", inOrder);
    expected = Runs.backtest("vedette", plain, directory.resolve("expected"));
    assertTrue(expected.counts().closes());
    assertEquals(inOrder.size(), expected.counts().scored());
    assertTrue(expected.signals() > 50, "signals: " + expected.signals());
  }

  /** A burst across the edge of a window, and a subject that is seen once and then is quiet. */
  private static List<Line> sharpened(Instant last) {
    var lines = new ArrayList<Line>();
    Instant edge = last.minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.HOURS);
    for (int i = 0; i < 40; i++) {
      // One address fails on 40 accounts, half before and half after the full hour.
      Instant at = edge.plusSeconds((i - 20) * 9L);
      lines.add(
          new Line(
              at, event(at, "edge-" + i, "sign_in", "failure", "guessed-" + i, "198.51.100.77")));
    }
    Instant once = last.minus(Duration.ofDays(6));
    lines.add(
        new Line(once, event(once, "once", "sign_in", "success", "quiet-one", "192.0.2.200")));
    return lines;
  }

  private static String event(
      Instant at, String id, String action, String outcome, String user, String ip) {
    return """
    {"id":"%s","time":"%s","category":"authentication","action":"%s","outcome":"%s",\
    "principal":{"type":"user","id":"%s"},"source":{"ip":"%s"}}\
    """
        .formatted(id, at, action, outcome, user, ip);
  }

  private record Address(Set<String> users, Set<Integer> partitions) {}

  @Test
  void shouldHaveSharpInput() throws IOException {
    // Many addresses are shared, and what is known of each comes by all four partitions, into
    // which the events go in turn.
    Disordered disordered = disordered();
    Map<String, Address> addresses = new HashMap<>();
    for (int i = 0; i < disordered.lines().size(); i++) {
      JsonNode event = JSON.readTree(disordered.lines().get(i).text());
      String ip = event.path("source").path("ip").asText("");
      String user = event.path("principal").path("id").asText("");
      if (!ip.isEmpty() && !user.isEmpty()) {
        Address address =
            addresses.computeIfAbsent(ip, key -> new Address(new HashSet<>(), new HashSet<>()));
        address.users().add(user);
        address.partitions().add(i % 4);
      }
    }
    long shared =
        addresses.values().stream()
            .filter(address -> address.users().size() > 1 && address.partitions().size() == 4)
            .count();
    assertTrue(shared >= 50, "shared addresses that cross partitions: " + shared);

    // Who is seen once and then is quiet has one day of evidence and a risk at the end.
    assertEquals(1, inOrder.stream().filter(line -> line.text().contains("quiet-one")).count());
    assertTrue(
        Files.readAllLines(directory.resolve("expected/risk.jsonl")).stream()
            .anyMatch(line -> line.contains("192.0.2.200")),
        "the address of a quiet subject");

    // Evidence is drawn on both sides of the full hour.
    Path signals = directory.resolve("expected/signals.jsonl");
    long edges =
        Files.readAllLines(signals).stream()
            .filter(line -> line.contains("198.51.100.77") && line.contains("password-spray"))
            .count();
    assertTrue(edges >= 2, "windows with evidence beside the edge: " + edges);

    // Events that come late within the grace change signals: without them they are others.
    assertTrue(disordered.late() > 1_000, "late: " + disordered.late());
    Path onTime = write("on-time.jsonl", disordered.onTime());
    Summary without = Runs.backtest("vedette", onTime, directory.resolve("on-time"));
    assertNotEquals(expected.signalsDigest(), without.signalsDigest());
    assertEquals(0, without.counts().tooLate());
  }

  @Test
  void shouldFindTheSameInOnePartitionAsWithoutKafka() throws Exception {
    Summary replayed = Runs.replay("vedette", plain, directory.resolve("one"), 1, 1);

    assertSame(replayed);
    assertEquals(0, replayed.counts().duplicates());
    assertEquals(risen("expected"), risen("one"));
  }

  /** Who rose when and to what, as the files of a run tell it again. */
  private Set<String> risen(String run) throws IOException {
    var told = new HashSet<String>();
    new RecordedRun(directory.resolve(run))
        .tell(
            new Refusion(
                Formula.of(Runs.SETTINGS.policy()),
                new Refusion.Listener() {
                  @Override
                  public void updated(RiskUpdate update) {}

                  @Override
                  public void risen(Rise rise) {
                    RiskUpdate update = rise.update();
                    told.add(
                        "%s %s %d".formatted(update.subject(), update.level(), update.atMillis()));
                  }
                }));
    assertTrue(told.size() > 3, told::toString);
    return told;
  }

  @Test
  void shouldTellTheSameUpdatesAgainFromTheFilesOfARun() throws IOException {
    var again = new ArrayList<String>();
    var recorded = new RecordedRun(directory.resolve("expected"));
    recorded.tell(
        new Refusion(
            Formula.of(Runs.SETTINGS.policy()),
            new Refusion.Listener() {
              @Override
              public void updated(RiskUpdate update) {
                again.add(brief(update));
              }

              @Override
              public void risen(Rise rise) {}
            }));
    var told = new ArrayList<String>();
    recorded.updates(update -> told.add(brief(update)));
    assertTrue(told.size() > 50, told.size() + " updates");
    assertEquals(told, again);
  }

  private static String brief(RiskUpdate update) {
    return "%s %d %d %s %s"
        .formatted(
            update.id(),
            update.atMillis(),
            update.logOddsMicros(),
            update.previousLevel(),
            update.level());
  }

  @Test
  void shouldFindTheSameShuffledAndDoubledInFourPartitions() throws Exception {
    Disordered disordered = disordered();
    Path shuffled = write("shuffled.jsonl", disordered.lines());

    Summary plainly = Runs.backtest("vedette", shuffled, directory.resolve("shuffled"));
    assertSame(plainly);
    assertEquals(disordered.twice().size(), plainly.counts().duplicates());

    Summary replayed = Runs.replay("vedette", shuffled, directory.resolve("four"), 4, 2);
    assertSame(replayed);
    assertEquals(disordered.twice().size(), replayed.counts().duplicates());
    assertEquals(0, replayed.counts().skewed());
  }

  @Test
  void shouldFindSomethingElseIfAnyEventIsChanged() throws IOException {
    var random = new Random(SEED);
    List<Line> few = inOrder.subList(inOrder.size() - 3_000, inOrder.size());
    String before =
        Runs.backtest("vedette", write("few.jsonl", few), directory.resolve("few")).digest();
    for (int i = 0; i < 12; i++) {
      var changed = new ArrayList<>(few);
      int which = random.nextInt(changed.size());
      Line line = changed.get(which);
      changed.set(which, new Line(line.time(), line.text().replaceFirst("\"action\":\"", "$0x")));
      Path file = write("changed.jsonl", changed);
      assertNotEquals(
          before, Runs.backtest("vedette", file, directory.resolve("changed")).digest());
    }
  }

  private void assertSame(Summary found) {
    assertTrue(found.counts().closes(), () -> found.counts().toString());
    assertEquals(expected.eventsDigest(), found.eventsDigest(), "accepted events");
    assertEquals(expected.signalsDigest(), found.signalsDigest(), "signals");
    assertEquals(expected.cellsDigest(), found.cellsDigest(), "cells");
    assertEquals(expected.digest(), found.digest());
  }

  private Disordered disordered() {
    return Disordered.of(inOrder, GRACE, SEED + 1);
  }

  private Path write(String name, List<Line> lines) throws IOException {
    return Files.write(directory.resolve(name), lines.stream().map(Line::text).toList());
  }
}
