package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.policies.PoliciesFlow;
import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy is replaced while it runs, for all or for one tenant, and nobody waits for an event. */
class PolicyChangeTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final String STRICT =
      PolicyFile.packaged().replace("prior: -6 ", "prior: -4 ").replace("default-2", "strict-1");

  @TempDir private Path directory;

  private DrivenTopology topology;

  @SuppressWarnings("NullAway.Init")
  PolicyChangeTest() {}

  @BeforeEach
  void open() {
    topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  private static Subject user(String tenant, int number) {
    return Subject.of(tenant, SubjectType.USER, "user-" + number);
  }

  private void suspect(Subject subject) {
    long now = MONDAY.toEpochMilli();
    topology.send(
        SubjectKey.encode(subject),
        new Signal(
            subject,
            "test-place",
            Family.PLACE,
            now,
            now + 3_600_000,
            null,
            5 * Signal.MICROS,
            0,
            "for the test",
            "",
            List.of(),
            "e1",
            now,
            now));
  }

  private void settle() {
    for (int i = 0; i < 6; i++) {
      topology.advance(Rereading.EVERY);
    }
  }

  @Test
  void shouldTellEverybodyOfTheLevelThatANewPolicyGives() {
    int users = 2 * Rereading.SLICE + 7;
    for (int i = 0; i < users; i++) {
      suspect(user("acme", i));
    }
    assertEquals(users, topology.updates().size());
    settle();
    assertEquals(List.of(), topology.updates());
    topology.tell(Topics.RISK_POLICIES, "*", STRICT);
    topology.advance(Rereading.EVERY);
    assertEquals(Rereading.SLICE, topology.updates().size(), "a slice at a time");
    topology.advance(Rereading.EVERY);
    topology.advance(Rereading.EVERY);
    List<RiskUpdate> rest = topology.updates();
    assertEquals(users - Rereading.SLICE, rest.size());
    for (RiskUpdate update : rest) {
      assertEquals(Level.HIGH, update.level());
      assertEquals(Level.MEDIUM, update.previousLevel());
      assertEquals("strict-1", update.policyVersion());
      assertEquals("policy strict-1", update.causedBy());
    }
    Set<Subject> told = rest.stream().map(RiskUpdate::subject).collect(Collectors.toSet());
    assertEquals(rest.size(), told.size());
    settle();
    assertEquals(List.of(), topology.updates(), "once");
    topology.tell(Topics.RISK_POLICIES, "*", null);
    topology.advance(Duration.ofMinutes(6));
    settle();
    List<RiskUpdate> fallen = topology.updates();
    assertEquals(users, new HashSet<>(fallen.stream().map(RiskUpdate::subject).toList()).size());
    assertEquals(Level.MEDIUM, fallen.getLast().level());
    assertEquals("default-2", fallen.getLast().policyVersion());
  }

  @Test
  void shouldLeaveOtherTenantsAlone() {
    suspect(user("acme", 1));
    suspect(user("umbrella", 1));
    topology.tell(Topics.RISK_POLICIES, "umbrella", STRICT);
    topology.updates();
    settle();
    List<RiskUpdate> updates = topology.updates();
    assertEquals(1, updates.size());
    assertEquals("umbrella", updates.getFirst().subject().tenant());
    suspect(user("acme", 2));
    suspect(user("umbrella", 2));
    List<Level> levels = topology.updates().stream().map(RiskUpdate::level).toList();
    assertEquals(List.of(Level.MEDIUM, Level.HIGH), levels);
  }

  @Test
  void shouldKeepWhatIsInForceWhenARecordIsNoPolicy() {
    topology.tell(Topics.RISK_POLICIES, "acme", STRICT.replace("format", "fromat"));
    suspect(user("acme", 1));
    assertEquals("default-2", topology.updates().getLast().policyVersion());
    assertEquals(0, topology.size(PoliciesFlow.KNOWN));
    topology.tell(Topics.RISK_POLICIES, "acme", STRICT);
    assertEquals(1, topology.size(PoliciesFlow.KNOWN));
    settle();
    assertTrue(!topology.updates().isEmpty());
  }
}
