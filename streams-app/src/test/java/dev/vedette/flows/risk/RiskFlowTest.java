package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RiskFlowTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice");

  @TempDir private Path directory;

  private static Signal signal(Subject subject, Family family, int nats, int before) {
    long now = MONDAY.toEpochMilli();
    return new Signal(
        subject,
        "test-" + family.wireName(),
        family,
        now,
        now + 3_600_000,
        null,
        nats * Signal.MICROS,
        before * Signal.MICROS,
        "for the test",
        "",
        List.of(),
        "e1",
        now,
        now);
  }

  private static void attack(DrivenTopology topology, Subject subject) {
    String key = SubjectKey.encode(subject.decider());
    topology.send(key, signal(subject, Family.PLACE, 9, 0));
    topology.send(key, signal(subject, Family.CREDENTIAL, 9, 0));
  }

  @Test
  void shouldLetALevelFallByItself() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      attack(topology, ALICE);
      List<RiskUpdate> risen = topology.updates();
      assertEquals(Level.CRITICAL, risen.getLast().level());
      var falling = new ArrayList<Level>();
      for (int hour = 0; hour < 24 * 7; hour++) {
        topology.advance(Duration.ofHours(1));
        assertTrue(topology.size(RiskStores.DUE) <= 1, "one entry for the subject");
        for (RiskUpdate update : topology.updates()) {
          if (falling.isEmpty() || falling.getLast() != update.level()) {
            falling.add(update.level());
          }
        }
      }
      falling.remove(Level.CRITICAL);
      assertEquals(List.of(Level.HIGH, Level.MEDIUM, Level.LOW), falling);
    }
  }

  @Test
  void shouldTakeBackWhatIsWithdrawn() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      attack(topology, ALICE);
      String key = SubjectKey.encode(ALICE);
      topology.send(key, signal(ALICE, Family.PLACE, 0, 9));
      topology.send(key, signal(ALICE, Family.CREDENTIAL, 0, 9));
      assertEquals(0, topology.size(RiskStores.LEDGER));
      RiskUpdate last = topology.updates().getLast();
      assertEquals(-6 * Signal.MICROS, last.logOddsMicros());
    }
  }

  @Test
  void shouldForgetASubjectAndItsLedgerWhenNothingCountsAnyMore() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      attack(topology, ALICE);
      attack(topology, Subject.session(ALICE, "s1"));
      assertEquals(1, topology.size(RiskStores.SUBJECTS), "a session lives with its principal");
      assertEquals(4, topology.size(RiskStores.LEDGER));
      for (int day = 0; day < 75; day++) {
        topology.advance(Duration.ofDays(1));
      }
      assertEquals(0, topology.size(RiskStores.SUBJECTS));
      assertEquals(0, topology.size(RiskStores.LEDGER));
      assertEquals(0, topology.size(RiskStores.DUE));
    }
  }

  @Test
  void shouldNameEveryUpdateOnce() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      attack(topology, ALICE);
      attack(topology, Subject.session(ALICE, "s1"));
      topology.advance(Duration.ofDays(3));
      List<String> ids = topology.updates().stream().map(RiskUpdate::id).toList();
      assertTrue(ids.size() > 3);
      assertEquals(ids.size(), new HashSet<>(ids).size());
    }
  }
}
