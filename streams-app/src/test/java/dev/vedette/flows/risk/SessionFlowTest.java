package dev.vedette.flows.risk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import dev.vedette.risk.Verdict;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions from events to risk, through the whole topology. */
class SessionFlowTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice");
  private static final Subject LAPTOP = Subject.of("t", SubjectType.DEVICE, "laptop");
  private static final Subject SESSION = Subject.session(ALICE, "s1");

  @TempDir private Path directory;

  private static void happens(
      DrivenTopology topology, String id, Instant time, String session, String action) {
    String json =
        """
        {"id":"%s","time":"%s","tenant":"t","category":"authentication","action":"%s",\
        "outcome":"success","principal":{"id":"alice"},"session":"%s","device":{"id":"laptop"}}\
        """
            .formatted(id, time, action, session);
    try {
      topology.send(EventJson.read(json.getBytes(UTF_8)), time);
    } catch (EventFormatException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static RiskRecord record(DrivenTopology topology, Subject subject) {
    byte[] stored =
        topology.<String, byte[]>store(RiskStores.SUBJECTS).get(SubjectKey.encode(subject));
    assertNotNull(stored);
    return RiskStores.record(subject, stored);
  }

  private static void isCompromised(DrivenTopology topology, int nats) {
    long at = MONDAY.plusSeconds(600).toEpochMilli();
    topology.send(
        SubjectKey.encode(LAPTOP),
        new Signal(
            LAPTOP,
            "test",
            Family.DEVICE,
            at,
            at + 3_600_000,
            null,
            nats * Signal.MICROS,
            0,
            "The laptop is compromised.",
            "",
            List.of(),
            "e9",
            at,
            at));
  }

  @Test
  void shouldRaiseTheSessionOfACompromisedDeviceWithinOneEvent() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      happens(topology, "e1", MONDAY, "s1", "sign_in");
      assertEquals(List.of(), topology.updates());
      isCompromised(topology, 6);
      RiskUpdate update =
          topology.updates().stream().filter(u -> u.session() != null).findFirst().orElseThrow();
      assertEquals(SESSION, update.subject());
      assertEquals(Level.HIGH, update.level());
      assertTrue(update.reason().contains("The laptop is compromised."), update.reason());
      assertEquals(Level.LOW, record(topology, ALICE).published().level());

      isCompromised(topology, 0);
      assertEquals(-6 * Signal.MICROS, topology.updates().getLast().logOddsMicros());
    }
  }

  @Test
  void shouldTakeAVerdictOnADeviceToTheSessionsOnIt() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      happens(topology, "e1", MONDAY, "s1", "sign_in");
      isCompromised(topology, 6);
      assertTrue(
          topology.updates().stream().anyMatch(update -> update.level() == Level.HIGH),
          "it is evidence");
      topology.advance(Duration.ofMinutes(10));
      long until = MONDAY.plus(Duration.ofDays(3)).toEpochMilli();
      long at = MONDAY.plusSeconds(1_200).toEpochMilli();
      topology.say(
          new Verdict(
              "v1", LAPTOP, Verdict.Kind.FALSE_POSITIVE, "test", null, until, at, "ann", "a test"));
      RiskUpdate fallen =
          topology.updates().stream()
              .filter(update -> SESSION.equals(update.subject()))
              .findFirst()
              .orElseThrow();
      assertEquals(-6 * Signal.MICROS, fallen.logOddsMicros());
      assertTrue(fallen.level().compareTo(Level.HIGH) < 0, fallen::toString);
      isCompromised(topology, 7);
      happens(topology, "e2", MONDAY.plusSeconds(1_300), "s2", "sign_in");
      assertEquals(List.of(), topology.updates(), "neither its later versions nor new sessions");
      topology.say(
          new Verdict(
              "v1",
              LAPTOP,
              Verdict.Kind.TRUE_POSITIVE,
              "test",
              null,
              until,
              at + 1,
              "ann",
              "on second thoughts"));
      assertEquals(
          2,
          topology.updates().stream()
              .filter(update -> update.session() != null && update.level() == Level.HIGH)
              .count(),
          "both of them");
    }
  }

  @Test
  void shouldRaiseASessionThatOpensOnACompromisedDeviceAndLetItFallByItself() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      isCompromised(topology, 6);
      topology.updates();
      happens(topology, "e1", MONDAY.plusSeconds(900), "s1", "sign_in");
      List<RiskUpdate> risen = topology.updates();
      assertEquals(List.of(SESSION), risen.stream().map(RiskUpdate::subject).toList());
      assertEquals(Level.HIGH, risen.getFirst().level());
      var falling = new ArrayList<Level>();
      for (int hour = 0; hour < 24 * 4; hour++) {
        topology.advance(Duration.ofHours(1));
        topology.updates().stream()
            .filter(update -> update.session() != null)
            .map(RiskUpdate::level)
            .filter(level -> falling.isEmpty() || falling.getLast() != level)
            .forEach(falling::add);
      }
      assertEquals(List.of(Level.MEDIUM, Level.LOW), falling);
    }
  }

  @Test
  void shouldTellOfASessionOnceInAQuarterOfAnHourAndOfItsEnd() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      for (int minute = 0; minute < 40; minute++) {
        happens(topology, "e" + minute, MONDAY.plusSeconds(60L * minute), "s1", "file.read");
      }
      List<SessionActivity> told = topology.sessions();
      assertEquals(6, told.size(), "three quarters, to alice and to her laptop");
      happens(topology, "end", MONDAY.plusSeconds(2_400), "s1", "sign_out");
      SessionRisk session = record(topology, ALICE).session("s1");
      assertNotNull(session);
      assertEquals(MONDAY.toEpochMilli(), session.openedMillis());
      assertEquals("laptop", session.device());
      assertEquals(MONDAY.plusSeconds(2_400).toEpochMilli(), session.endedMillis());
      assertEquals(1, record(topology, LAPTOP).guests().size());
    }
  }

  @Test
  void shouldForgetSessionsThatShowedNoEvidence() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      happens(topology, "e1", MONDAY, "s1", "sign_in");
      assertEquals(2, topology.size(RiskStores.SUBJECTS));
      for (int day = 0; day < 8; day++) {
        topology.advance(Duration.ofDays(1));
      }
      assertEquals(0, topology.size(RiskStores.SUBJECTS));
      assertEquals(0, topology.size(RiskStores.DUE));
    }
  }

  @Test
  void shouldTakeThePostureOfADeviceToTheSessionsOnIt() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      for (int day = 0; day < 30; day++) {
        posture(topology, MONDAY.plus(Duration.ofDays(day)), "compliant");
      }
      Instant now = MONDAY.plus(Duration.ofDays(30));
      happens(topology, "e1", now, "s1", "sign_in");
      topology.updates();
      posture(topology, now.plusSeconds(60), "not-compliant");
      List<RiskUpdate> updates = topology.updates();
      assertTrue(
          updates.stream().anyMatch(update -> SESSION.equals(update.subject())), updates::toString);
      assertEquals(List.of(), topology.deadLetters());
    }
  }

  private static void posture(DrivenTopology topology, Instant time, String posture) {
    String json =
        """
        {"time":"%s","tenant":"t","device":{"id":"laptop"},"posture":"%s"}\
        """
            .formatted(time, posture);
    topology.send(Topics.DEVICE_POSTURE.name(), null, json.getBytes(UTF_8), time);
  }
}
