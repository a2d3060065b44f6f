package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.DetectorDays;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SubjectPattern;
import dev.vedette.risk.Suppression;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdict.Kind;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people found out, and what a policy suppresses, in the running topology. */
class VerdictFlowTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final long NOW = MONDAY.toEpochMilli();
  private static final long HOUR = 3_600_000;
  private static final Subject ALICE = Subject.of("t", SubjectType.USER, "alice");
  private static final Subject SESSION = Subject.session(ALICE, "s1");
  private static final String KEY = SubjectKey.encode(ALICE);

  @TempDir private Path directory;

  private static Signal signal(Subject subject, Family family, int hour, int nats, int before) {
    long start = NOW + hour * HOUR;
    return new Signal(
        subject,
        "test-" + family.wireName(),
        family,
        start,
        start + HOUR,
        null,
        nats * Signal.MICROS,
        before * Signal.MICROS,
        "for the test",
        "",
        List.of(),
        "e1",
        NOW,
        NOW);
  }

  private static Verdict verdict(
      String id, Subject subject, Kind kind, @Nullable String detector, @Nullable Long window) {
    return new Verdict(
        id, subject, kind, detector, window, NOW + 30 * 24 * HOUR, NOW, "ann", "looked at it");
  }

  private static RiskRecord record(DrivenTopology topology) {
    byte[] stored = topology.<String, byte[]>store(RiskStores.SUBJECTS).get(KEY);
    return RiskStores.record(ALICE, stored);
  }

  private static List<Precision.Day> precision(DrivenTopology topology) {
    return Precision.of(
        DetectorDays.read(topology.<Bytes, byte[]>store(RiskStores.PRECISION), "t"));
  }

  @Test
  void shouldTakeBackASignalAndSayWhichUpdateThatCorrects() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      topology.send(KEY, signal(ALICE, Family.PLACE, 0, 6, 0));
      topology.send(KEY, signal(ALICE, Family.CREDENTIAL, 0, 4, 0));
      RiskUpdate risen = topology.updates().getLast();
      assertEquals(4 * Signal.MICROS, risen.logOddsMicros());
      topology.advance(Duration.ofMinutes(10));
      var verdict = verdict("v1", ALICE, Kind.FALSE_POSITIVE, "test-place", NOW);
      topology.say(verdict);
      RiskUpdate corrected = topology.updates().getLast();
      assertEquals(-2 * Signal.MICROS, corrected.logOddsMicros());
      assertEquals(Level.MEDIUM, corrected.level());
      assertEquals("v1", corrected.causedBy());
      assertEquals(risen.id(), corrected.supersedes());
      assertEquals(
          List.of("prior", "criticality", "credential"),
          corrected.contributions().stream().map(RiskUpdate.Contribution::name).toList());
      topology.say(verdict);
      assertEquals(List.of(), topology.updates(), "said before");
      topology.send(KEY, signal(ALICE, Family.PLACE, 0, 9, 6));
      assertEquals(List.of(), topology.updates(), "the later version of it counts as little");
      topology.send(KEY, signal(ALICE, Family.PLACE, 1, 3, 0));
      assertEquals(1 * Signal.MICROS, topology.updates().getLast().logOddsMicros());
      assertEquals(
          List.of(new Precision.Day("test-place", day(), 0, 1, 0)), precision(topology), "once");
    }
  }

  private static int day() {
    return (int) Math.floorDiv(NOW, 24 * HOUR);
  }

  @Test
  void shouldComeToTheSameCellsWhateverCameFirst() {
    Cells expected;
    var benign = verdict("v1", ALICE, Kind.BENIGN_EXPECTED, "test-place", null);
    var really = verdict("v2", ALICE, Kind.TRUE_POSITIVE, "test-place", NOW + HOUR);
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      topology.say(benign);
      topology.say(really);
      sendAll(topology);
      expected = record(topology).own();
      assertEquals(3 * Signal.MICROS, expected.micros(Family.PLACE, hour(1)));
      assertEquals(0, expected.micros(Family.PLACE, hour(0)));
      assertEquals(List.of(new Precision.Day("test-place", day(), 1, 0, 2)), precision(topology));
      assertEquals(Cells.EMPTY, sessionCells(topology), "said of her sessions too");
    }
    try (var topology =
        new DrivenTopology(PipelineSettings.DEFAULT, directory.resolve("two"), MONDAY)) {
      sendAll(topology);
      topology.say(really);
      assertFalse(record(topology).own().equals(expected));
      topology.say(benign);
      topology.say(really);
      assertEquals(expected, record(topology).own());
      assertEquals(Cells.EMPTY, sessionCells(topology));
      assertEquals(List.of(new Precision.Day("test-place", day(), 1, 0, 2)), precision(topology));
    }
  }

  private static int hour(int hour) {
    return (int) Math.floorDiv(NOW + hour * HOUR, HOUR);
  }

  private static Cells sessionCells(DrivenTopology topology) {
    var session = record(topology).session("s1");
    return session == null ? Cells.EMPTY : session.cells();
  }

  private static void sendAll(DrivenTopology topology) {
    topology.send(KEY, signal(ALICE, Family.PLACE, 0, 2, 0));
    topology.send(KEY, signal(ALICE, Family.PLACE, 0, 5, 2));
    topology.send(KEY, signal(ALICE, Family.PLACE, 1, 3, 0));
    topology.send(KEY, signal(SESSION, Family.PLACE, 0, 4, 0));
    topology.send(KEY, signal(ALICE, Family.CREDENTIAL, 0, 1, 0));
  }

  @Test
  void shouldSuppressWhatThePolicySaysAndCountItAgainWhenThatGoes() {
    var who = new SubjectPattern("t", SubjectType.USER, "al*");
    var suppression =
        new Suppression(who, "test-place", null, NOW, NOW + 2 * HOUR, "a fair", "ann");
    Policy policy = Policy.DEFAULT.withSuppressions(List.of(suppression)).withVersion("fair-1");
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      topology.send(KEY, signal(ALICE, Family.PLACE, 0, 6, 0));
      assertEquals(Level.HIGH, topology.updates().getLast().level());
      topology.advance(Duration.ofMinutes(10));
      topology.tell(Topics.RISK_POLICIES, "t", PolicyDocument.json(policy));
      topology.advance(Rereading.EVERY);
      RiskUpdate suppressed = topology.updates().getLast();
      assertEquals(Level.LOW, suppressed.level());
      assertEquals("policy fair-1", suppressed.causedBy());
      assertFalse(suppressed.supersedes().isEmpty());
      topology.send(KEY, signal(ALICE, Family.PLACE, 1, 6, 0));
      topology.send(KEY, signal(ALICE, Family.PLACE, 2, 2, 0));
      assertEquals(2 * Signal.MICROS, record(topology).own().micros(Family.PLACE, hour(2)));
      assertEquals(1, record(topology).own().size(), "its time is over at eleven");
      topology.say(verdict("v1", ALICE, Kind.TRUE_POSITIVE, "test-place", NOW));
      assertEquals(6 * Signal.MICROS, record(topology).own().micros(Family.PLACE, hour(0)));
      topology.tell(Topics.RISK_POLICIES, "t", null);
      topology.advance(Rereading.EVERY);
      assertEquals(3, record(topology).own().size());
    }
  }

  @Test
  void shouldPassOverWhatIsNoVerdict() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      topology.send(KEY, signal(ALICE, Family.PLACE, 0, 6, 0));
      topology.updates();
      topology.tell(Topics.VERDICTS, KEY, "{}");
      topology.tell(Topics.VERDICTS, KEY, null);
      topology.tell(Topics.VERDICTS, "t/user/bob", PolicyFile.FORMAT);
      assertEquals(List.of(), topology.updates());
      topology.say(verdict("v1", ALICE, Kind.FALSE_POSITIVE, null, null));
      assertEquals(1, topology.updates().size());
    }
  }

  @Test
  void shouldForgetVerdictsWhenNothingTheyMeanCouldCount() {
    try (var topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, MONDAY)) {
      topology.advance(Duration.ofSeconds(1));
      assertEquals(1, topology.size(RiskStores.RULINGS), "the entry of the last reading");
      topology.send(KEY, signal(ALICE, Family.PLACE, 0, 6, 0));
      topology.say(verdict("v1", ALICE, Kind.FALSE_POSITIVE, null, null));
      assertEquals(2, topology.size(RiskStores.RULINGS));
      for (int day = 0; day < 300; day++) {
        topology.advance(Duration.ofDays(1));
      }
      assertEquals(0, topology.size(RiskStores.SUBJECTS));
      assertEquals(2, topology.size(RiskStores.RULINGS), "it still means windows to come");
      topology.advance(Duration.ofDays(40));
      assertEquals(1, topology.size(RiskStores.RULINGS));
      assertEquals(0, topology.size(RiskStores.DUE));
      assertTrue(!precision(topology).isEmpty(), "what was found out stays");
    }
  }
}
