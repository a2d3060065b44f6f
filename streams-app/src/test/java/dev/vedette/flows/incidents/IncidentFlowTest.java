package dev.vedette.flows.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents through the whole topology. */
class IncidentFlowTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice");
  private static final Subject ADDRESS = Subject.of("t", SubjectType.IP, "203.0.113.9");

  @TempDir private Path directory;

  private static void seen(DrivenTopology topology, Subject subject, Family family, String event) {
    long now = MONDAY.toEpochMilli();
    topology.send(
        SubjectKey.encode(subject.decider()),
        new Signal(
            subject,
            "test-" + family.wireName(),
            family,
            now,
            now + 3_600_000,
            null,
            9 * Signal.MICROS,
            0,
            "Seen for the test.",
            "T1110.003",
            List.of(new EventRef(now, event)),
            event,
            now,
            now));
  }

  @Test
  void shouldTellOneIncidentOfAnAddressAndTheAccountThatFell() throws IOException {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      seen(topology, ADDRESS, Family.CREDENTIAL, "e1");
      seen(topology, ALICE, Family.CREDENTIAL, "e1");
      seen(topology, ALICE, Family.PLACE, "e2");
      List<Alert> told = topology.alerts();
      assertEquals(1, told.stream().map(alert -> alert.incident().id()).distinct().count());
      Incident incident = told.getLast().incident();
      assertEquals(
          List.of(ADDRESS, ALICE),
          incident.members().stream().map(Incident.Member::subject).toList());
      assertEquals(List.of("e1", "e2"), incident.events());
      assertNotNull(told.getLast().update());

      List<JsonNode> findings = topology.findings().stream().map(IncidentFlowTest::json).toList();
      assertEquals(told.size(), findings.size());
      assertEquals(200_401, findings.getFirst().get("type_uid").asInt());
      assertEquals(200_402, findings.getLast().get("type_uid").asInt());
      assertEquals(incident.id(), findings.getLast().get("finding_info").get("uid").asText());
    }
  }

  @Test
  void shouldCloseByItself() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      seen(topology, ALICE, Family.CREDENTIAL, "e1");
      assertEquals(1, topology.size(IncidentFlow.OPEN));
      topology.alerts();
      topology.findings();
      topology.advance(Duration.ofHours(71));
      assertEquals(List.of(), topology.alerts());
      for (int hour = 0; hour < 24; hour++) {
        topology.advance(Duration.ofHours(1));
      }
      Alert closed = topology.alerts().getLast();
      assertEquals(Incident.Status.CLOSED, closed.incident().status());
      assertEquals(200_403, json(topology.findings().getLast()).get("type_uid").asInt());
      assertEquals(0, topology.size(IncidentFlow.OPEN));
    }
  }

  @Test
  void shouldKeepTenantsApart() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      seen(topology, ALICE, Family.CREDENTIAL, "e1");
      seen(topology, Subject.of("other", SubjectType.USER, "bob"), Family.CREDENTIAL, "e1");
      List<Alert> told = topology.alerts();
      assertEquals(2, told.size());
      assertTrue(told.stream().allMatch(alert -> alert.incident().members().size() == 1));
    }
  }

  private static JsonNode json(byte[] text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
