package dev.vedette.flows.directory;

import static dev.vedette.topology.DrivenTopology.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.Observation;
import dev.vedette.events.Stamp;
import dev.vedette.events.SubjectType;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFlowTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final String ALICE =
      """
      {"tenant":"t","id":"alice","aliases":["al"],"department":"finance","criticality":4}\
      """;

  @TempDir private Path directory;

  private DrivenTopology topology;

  @SuppressWarnings("NullAway.Init")
  DirectoryFlowTest() {}

  @BeforeEach
  void open() {
    topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, NOW);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  private Observation first(AccessEvent event) {
    topology.send(event, NOW);
    return topology.observations().getFirst();
  }

  private Observation of(String id, String who) {
    return first(event(id, NOW, who, "read"));
  }

  @Test
  void shouldFollowTheDirectory() {
    assertEquals("al", of("1", "al").subject().id());

    topology.tell(Topics.DIRECTORY_PRINCIPALS, "alice", ALICE);
    Observation known = of("2", "AL");
    assertEquals("alice", known.subject().id());
    assertEquals("finance", known.stamp().department());
    assertEquals(Stamp.criticalityMicros(4), known.stamp().criticalityMicros());
    assertNotEquals(0, known.stamp().version());

    topology.tell(
        Topics.DIRECTORY_PRINCIPALS,
        "alice@march",
        """
        {"tenant":"t","id":"alice","aliases":["al"],"department":"it",
         "effectiveFrom":"2026-03-02T09:00:00Z"}\
        """);
    assertEquals("it", of("3", "al").stamp().department());
    Observation earlier = first(event("4", NOW.minusMillis(1), "al", "read"));
    assertEquals("finance", earlier.stamp().department(), "as of the event's time");

    topology.tell(Topics.DIRECTORY_PRINCIPALS, "alice@march", null);
    assertEquals(known.stamp(), of("5", "al").stamp());
    topology.tell(Topics.DIRECTORY_PRINCIPALS, "alice", null);
    Observation forgotten = of("6", "al");
    assertEquals("al", forgotten.subject().id());
    assertEquals(Stamp.NONE, forgotten.stamp());
  }

  @Test
  void shouldWithdrawWhatARecordReplacesThatIsNoFact() {
    topology.tell(Topics.DIRECTORY_PRINCIPALS, "alice", ALICE);
    topology.tell(Topics.DIRECTORY_PRINCIPALS, "bob", "{\"id\":\"bob\",\"criticality\":\"high\"}");
    assertEquals("alice", of("1", "al").subject().id());
    assertEquals(1, topology.size(DirectoryFlow.PRINCIPALS));
    topology.tell(Topics.DIRECTORY_PRINCIPALS, "alice", "[");
    assertEquals("al", of("2", "al").subject().id());
    assertEquals(0, topology.size(DirectoryFlow.PRINCIPALS));
  }

  @Test
  void shouldKnowDevicesAndTheirOwners() {
    topology.tell(Topics.DIRECTORY_PRINCIPALS, "alice", ALICE);
    topology.tell(
        Topics.DIRECTORY_DEVICES,
        "d",
        "{\"id\":\"D-1\",\"aliases\":[\"laptop\"],\"owner\":\"AL\",\"managed\":true}");
    AccessEvent event =
        event("1", NOW, "bob", "read").toBuilder().device(new Device("Laptop", null)).build();
    topology.send(event, NOW);
    Observation device =
        topology.observations().stream()
            .filter(seen -> seen.subject().type() == SubjectType.DEVICE)
            .findFirst()
            .orElseThrow();
    assertEquals("D-1", device.subject().id());
    assertEquals("alice", device.stamp().owner());
    assertEquals(true, device.stamp().managed());
  }
}
