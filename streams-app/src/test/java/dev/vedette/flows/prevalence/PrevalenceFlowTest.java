package dev.vedette.flows.prevalence;

import static dev.vedette.topology.DrivenTopology.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Rarity;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrevalenceFlowTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final int DAY = (int) Duration.between(Instant.EPOCH, MONDAY).toDays();

  @TempDir private Path directory;

  private static void does(DrivenTopology topology, String who, String action, Instant at) {
    topology.send(event(who + action + at, at, who, action), at);
  }

  private static Rarity rarity(DrivenTopology topology, String action, Instant at) {
    topology.observations();
    does(topology, "zoe", action, at);
    return topology.observations().getFirst().rarity();
  }

  @Test
  void shouldTellOncePerDayPrincipalAndAction() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      does(topology, "alice", "read", MONDAY);
      String any = "t//" + DAY;
      assertEquals(List.of("t/read/" + DAY, any), topology.sightings().stream().toList());
      does(topology, "alice", "read", MONDAY.plusSeconds(1));
      assertEquals(List.of(), topology.sightings());
      does(topology, "alice", "write", MONDAY.plusSeconds(2));
      assertEquals(List.of("t/write/" + DAY), topology.sightings());
      does(topology, "bob", "read", MONDAY.plusSeconds(3));
      assertEquals(List.of("t/read/" + DAY, any), topology.sightings());
      does(topology, "alice", "read", MONDAY.plus(Duration.ofDays(1)));
      assertEquals(List.of("t/read/" + (DAY + 1), "t//" + (DAY + 1)), topology.sightings());
    }
  }

  @Test
  void shouldCountTheDoersOfADay() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      does(topology, "alice", "read", MONDAY);
      does(topology, "alice", "read", MONDAY.plusSeconds(1));
      does(topology, "bob", "read", MONDAY.plusSeconds(2));
      assertEquals(
          List.of(
              "t/read/" + DAY + "=1",
              "t//" + DAY + "=1",
              "t/read/" + DAY + "=2",
              "t//" + DAY + "=2"),
          topology.prevalence());
    }
  }

  @Test
  void shouldStampTwoDaysLater() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      for (int i = 0; i < 20; i++) {
        does(topology, "user" + i, i == 0 ? "rare" : "usual", MONDAY);
      }
      assertFalse(rarity(topology, "usual", MONDAY.plus(Duration.ofDays(1))).isKnown());
      Rarity usual = rarity(topology, "usual", MONDAY.plus(Duration.ofDays(2)));
      Rarity rare = rarity(topology, "rare", MONDAY.plus(Duration.ofDays(2)));
      Rarity never = rarity(topology, "never", MONDAY.plus(Duration.ofDays(2)));
      assertEquals(Rarity.of(19, 20, DAY), usual);
      assertEquals(Rarity.of(1, 20, DAY), rare);
      assertEquals(Rarity.of(0, 20, DAY), never);
      assertTrue(usual.step() < rare.step() && rare.step() < never.step());
    }
  }
}
