package dev.vedette.flows.ingest;

import static dev.vedette.topology.DrivenTopology.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.sources.facts.AliasFile;
import dev.vedette.sources.facts.Facts;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFlowTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration GRACE = PipelineSettings.DEFAULT.intake().grace();
  private static final Duration AHEAD = PipelineSettings.DEFAULT.intake().ahead();

  @TempDir private Path directory;

  private DrivenTopology driven(PipelineSettings settings) {
    return new DrivenTopology(settings, directory, NOW);
  }

  private static IngestAccount account(DrivenTopology topology) {
    return topology.ingested().total();
  }

  @Test
  void shouldCountALateEventAndNotForwardIt() {
    try (var topology = driven(PipelineSettings.DEFAULT)) {
      topology.send(event("late", NOW.minus(GRACE).minusMillis(1), "alice", "read"), NOW);
      assertEquals(List.of(), topology.observations());
      assertEquals(List.of(), topology.deadLetters());
      assertEquals(
          new IngestAccount(1, 1, 0, 1, 0, 0, 0, 0, GRACE.toMillis() + 1), account(topology));
    }
  }

  @Test
  void shouldForwardAnEventAtTheEdgeOfTheGrace() {
    try (var topology = driven(PipelineSettings.DEFAULT)) {
      topology.send(event("edge", NOW.minus(GRACE), "alice", "read"), NOW);
      assertEquals(List.of("t/user/alice", "t/ip/192.0.2.1"), topology.observedKeys());
      assertEquals(new IngestAccount(1, 1, 1, 0, 0, 0, 0, 0, GRACE.toMillis()), account(topology));
    }
  }

  @Test
  void shouldBuryAnEventOfTheFuture() {
    try (var topology = driven(PipelineSettings.DEFAULT)) {
      topology.send(event("early", NOW.plus(AHEAD).plusMillis(1), "alice", "read"), NOW);
      topology.send(event("edge", NOW.plus(AHEAD), "alice", "read"), NOW);
      var letters = topology.deadLetters();
      assertEquals(1, letters.size());
      assertEquals("time-in-future", letters.getFirst().reason());
      assertEquals("access.events.v1-0@0", letters.getFirst().origin());
      assertEquals("t", letters.getFirst().tenant());
      assertEquals(2, topology.observations().size());
      assertEquals(
          new IngestAccount(2, 2, 1, 0, 0, 1, 1, AHEAD.toMillis() + 1, 0), account(topology));
    }
  }

  @Test
  void shouldResolveTwoNamesToOneKey() throws Exception {
    Path file = Files.writeString(directory.resolve("aliases"), "t,al,alice\n*,alice@x,alice\n");
    try (var topology =
        driven(PipelineSettings.DEFAULT.withFacts(Facts.NONE.withAliases(AliasFile.load(file))))) {
      for (String name : List.of("al", "alice", "alice@x")) {
        topology.send(event(name, NOW, name, "read"), NOW);
      }
      List<String> users =
          topology.observedKeys().stream().filter(key -> key.contains("/user/")).toList();
      assertEquals(List.of("t/user/alice", "t/user/alice", "t/user/alice"), users);
    }
  }
}
