package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.Verdict;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice");
  private static final Subject BOB = Subject.of("t", SubjectType.USER, "bob");

  @TempDir private Path directory;

  private static Signal signal(Subject subject, int nats) {
    long now = MONDAY.toEpochMilli();
    return new Signal(
        subject,
        "test",
        Family.PLACE,
        now,
        now + 3_600_000,
        null,
        nats * Signal.MICROS,
        0,
        "for the test",
        "",
        List.of(),
        "e1",
        now,
        now);
  }

  private static Position stored(DrivenTopology topology, Subject subject) {
    byte[] stored =
        topology.<String, byte[]>store(RiskStores.SUBJECTS).get(SubjectKey.encode(subject));
    Position position = RiskStores.position(stored);
    assertTrue(position != null, "each value has one");
    return position;
  }

  private static Position progress(DrivenTopology topology) {
    return RiskStores.progress(topology.store(RiskStores.SUBJECTS));
  }

  @Test
  void shouldSayUpToWhichRecordsOfThePartitionARecordKnowsAll() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      assertEquals(Position.START, progress(topology));
      // A verdict on whom nothing is known of leaves no record, and counts for the one to come.
      topology.say(
          new Verdict(
              "v1",
              ALICE,
              Verdict.Kind.FALSE_POSITIVE,
              null,
              null,
              MONDAY.plus(Duration.ofDays(1)).toEpochMilli(),
              MONDAY.toEpochMilli(),
              "ann",
              ""));
      assertEquals(0, topology.size(RiskStores.SUBJECTS));
      assertEquals(new Position(-1, -1, 0), progress(topology));

      topology.send(SubjectKey.encode(ALICE), signal(ALICE, 3));
      assertEquals(new Position(0, -1, 0), stored(topology, ALICE));
      topology.send(
          SubjectKey.encode(BOB),
          new SessionActivity(
              Subject.session(BOB, "s"), null, MONDAY.toEpochMilli(), SessionActivity.Kind.SEEN));
      topology.send(SubjectKey.encode(BOB), signal(BOB, 3));
      assertEquals(new Position(1, 0, 0), stored(topology, BOB));
      assertEquals(new Position(1, 0, 0), progress(topology));
      assertEquals(new Position(0, -1, 0), stored(topology, ALICE), "nothing came for alice");
    }
  }

  @Test
  void shouldStayWhereItIsWhileOnlyTimePasses() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      KeyValueStore<String, byte[]> store = topology.store(RiskStores.SUBJECTS);
      topology.send(SubjectKey.encode(ALICE), signal(ALICE, 12));
      Level risen = RiskStores.record(ALICE, store.get(SubjectKey.encode(ALICE))).highest();
      for (int hour = 0; hour < 48; hour++) {
        topology.advance(Duration.ofHours(1));
      }
      Level fallen = RiskStores.record(ALICE, store.get(SubjectKey.encode(ALICE))).highest();
      assertNotEquals(risen, fallen, "the record has changed");
      assertEquals(new Position(0, -1, -1), stored(topology, ALICE));
      assertEquals(new Position(0, -1, -1), progress(topology));
    }
  }

  @Test
  void shouldBeReadAsItWasWritten() {
    RiskRecord record = RiskRecord.of(ALICE, Formula.of(Policy.DEFAULT), MONDAY.toEpochMilli());
    for (Position position :
        List.of(
            Position.START,
            new Position(0, 0, 0),
            new Position(127, 128, -1),
            new Position(-1, 1L << 62, 5),
            new Position(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))) {
      byte[] stored = RiskStores.stored(7, position, record);
      assertEquals(position, RiskStores.position(stored));
      assertEquals(record, RiskStores.record(ALICE, stored));
      assertEquals(7, ByteBuffer.wrap(stored).getLong());
    }
    int without = Long.BYTES + record.encode().length;
    int with = RiskStores.stored(7, new Position(30_000_000, 40_000_000, 5_000), record).length;
    assertEquals(11, with - without, "bytes that months of records take");
  }

  @Test
  void shouldReadValuesOfBeforeThereWerePositions() {
    RiskRecord record = RiskRecord.of(ALICE, Formula.of(Policy.DEFAULT), MONDAY.toEpochMilli());
    byte[] encoded = record.encode();
    byte[] old = ByteBuffer.allocate(8 + encoded.length).putLong(7).put(encoded).array();
    assertNull(RiskStores.position(old));
    assertEquals(record, RiskStores.record(ALICE, old));
    assertArrayEquals(encoded, RiskStores.record(ALICE, old).encode());
  }
}
