package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.policy.PolicyFile;
import dev.vedette.policy.PolicyKey;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate policy runs beside the one in force, tells who would differ, and moves nobody. */
class CandidatePolicyTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final String ALL = new PolicyKey("*", true).text();
  private static final String STRICT =
      PolicyFile.packaged().replace("prior: -6 ", "prior: -4 ").replace("default-2", "strict-1");
  private static final List<Family> FAMILIES =
      List.of(Family.PLACE, Family.CREDENTIAL, Family.SESSION);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  CandidatePolicyTest() {}

  private DrivenTopology open(String name) {
    return new DrivenTopology(PipelineSettings.DEFAULT, directory.resolve(name), MONDAY);
  }

  private static Subject user(int number) {
    return Subject.of("acme", SubjectType.USER, "user-" + number);
  }

  private static Signal signal(Subject subject, Family family, Instant at, double nats) {
    long now = at.toEpochMilli();
    long start = now - Math.floorMod(now, 600_000L);
    return new Signal(
        subject,
        "test-" + family.wireName(),
        family,
        start,
        start + 600_000,
        null,
        (int) (nats * Signal.MICROS),
        0,
        "for the test",
        "",
        List.of(),
        "e" + now,
        now,
        now);
  }

  private static void send(DrivenTopology topology, Signal signal) {
    topology.send(SubjectKey.encode(signal.subject().decider()), signal);
  }

  private static void reread(DrivenTopology topology) {
    for (int i = 0; i < 4; i++) {
      topology.advance(Rereading.EVERY);
    }
  }

  @Test
  void shouldTellWhoWouldDifferAndMoveNobody() {
    try (var topology = open("differ")) {
      send(topology, signal(user(1), Family.PLACE, MONDAY, 5));
      send(topology, signal(user(2), Family.PLACE, MONDAY, 1));
      assertEquals(Level.MEDIUM, topology.updates().getFirst().level());
      assertEquals(List.of(), topology.differences());
      assertEquals(0, topology.size(RiskStores.SHADOW), "nothing is kept without a candidate");

      topology.tell(Topics.RISK_POLICIES, ALL, STRICT);
      reread(topology);
      List<JsonNode> told = topology.differences();
      assertEquals(1, told.size(), told::toString);
      JsonNode one = told.getFirst();
      assertTrue(one.get("differs").booleanValue());
      assertEquals("user-1", one.get("subject").get("id").textValue());
      assertEquals("MEDIUM", one.get("active").get("level").textValue());
      assertEquals("default-2", one.get("active").get("policyVersion").textValue());
      assertEquals("HIGH", one.get("candidate").get("level").textValue());
      assertEquals(1.0, one.get("candidate").get("logOdds").doubleValue(), 1e-6);
      assertEquals(List.of(), topology.updates(), "nobody is moved");

      send(topology, signal(user(1), Family.CREDENTIAL, MONDAY, 3));
      assertEquals(Level.HIGH, topology.updates().getFirst().level());
      one = topology.differences().getFirst();
      assertEquals("HIGH", one.get("active").get("level").textValue());
      assertEquals("CRITICAL", one.get("candidate").get("level").textValue());

      topology.advance(Duration.ofDays(20));
      told = topology.differences();
      assertFalse(told.getLast().get("differs").booleanValue(), "all fall in the end");
      assertEquals("LOW", told.getLast().get("candidate").get("level").textValue());

      topology.tell(Topics.RISK_POLICIES, ALL, null);
      reread(topology);
      assertEquals(0, topology.size(RiskStores.SHADOW));
    }
  }

  @Test
  void shouldBeQuietWhenItsOwnEvidenceIsOver() {
    String brief = PolicyFile.packaged().replaceAll("halfLife: \\d+h", "halfLife: 8h");
    assertTrue(!brief.contains("168h,") && brief.contains("halfLife: 8h"));
    try (var topology = open("brief")) {
      topology.tell(Topics.RISK_POLICIES, ALL, brief);
      reread(topology);
      send(topology, signal(user(1), Family.INTEL, MONDAY, 6));
      topology.advance(Duration.ofDays(10));
      topology.advance(Duration.ofSeconds(1));
      List<JsonNode> told = topology.differences();
      assertTrue(told.size() >= 2, told::toString);
      assertEquals(1, topology.size(RiskStores.SHADOW));
      assertEquals(1, topology.size(RiskStores.DUE), "the active record's");
      topology.advance(Duration.ofDays(90));
      assertEquals(0, topology.size(RiskStores.SHADOW), "both are forgotten");
      assertEquals(0, topology.size(RiskStores.DUE));
    }
  }

  /** The same policy under another name never differs, whatever comes in whatever order. */
  @Test
  void shouldNeverDifferFromItself() {
    String same = PolicyFile.packaged().replace("default-2", "same-1");
    for (int seed = 0; seed < 6; seed++) {
      try (var topology = open("same-" + seed)) {
        var random = new Random(seed);
        Instant at = live(topology, random, MONDAY, 30);
        topology.tell(Topics.RISK_POLICIES, ALL, same);
        reread(topology);
        live(topology, random, at, 60);
        topology.advance(Duration.ofDays(30));
        assertEquals(List.of(), topology.differences(), "seed " + seed);
        assertTrue(topology.updates().size() > 10, "seed " + seed);
      }
    }
  }

  /** What the candidate would say is what it says where it is in force. */
  @Test
  void shouldSayWhatTheCandidateSaysInForce() {
    int differing = 0;
    for (int seed = 0; seed < 6; seed++) {
      Map<String, Level> inForce = new TreeMap<>();
      try (var topology = open("force-" + seed)) {
        topology.tell(Topics.RISK_POLICIES, "*", STRICT);
        reread(topology);
        live(topology, new Random(seed), MONDAY, 60);
        inForce.putAll(highest(topology.updates()));
      }
      try (var topology = open("beside-" + seed)) {
        topology.tell(Topics.RISK_POLICIES, ALL, STRICT);
        reread(topology);
        live(topology, new Random(seed), MONDAY, 60);
        Map<String, Level> active = highest(topology.updates());
        Map<String, Level> would = new TreeMap<>(active);
        for (JsonNode one : topology.differences()) {
          String id = one.get("subject").get("id").textValue();
          if (one.get("differs").booleanValue()) {
            would.put(id, Level.valueOf(one.get("candidate").get("level").textValue()));
            differing++;
          } else {
            would.put(id, active.getOrDefault(id, Level.LOW));
          }
        }
        inForce.values().removeIf(level -> level == Level.LOW);
        would.values().removeIf(level -> level == Level.LOW);
        assertEquals(inForce, would, "seed " + seed);
      }
    }
    assertTrue(differing > 20, differing + " differences");
  }

  /** Signals and activity of some users and their sessions, up to some hours apart. */
  private static Instant live(DrivenTopology topology, Random random, Instant from, int steps) {
    Instant at = from;
    for (int i = 0; i < steps; i++) {
      Duration pause = Duration.ofMinutes(random.nextInt(300));
      topology.advance(pause);
      at = at.plus(pause);
      Subject user = user(random.nextInt(3));
      Subject session = Subject.session(user, "s-" + random.nextInt(2));
      if (random.nextInt(3) == 0) {
        topology.send(
            SubjectKey.encode(user),
            new SessionActivity(session, null, at.toEpochMilli(), SessionActivity.Kind.SEEN));
      } else {
        Family family = FAMILIES.get(random.nextInt(FAMILIES.size()));
        double nats = random.nextInt(5) == 0 ? -1 : 6 * random.nextDouble();
        send(topology, signal(random.nextBoolean() ? user : session, family, at, nats));
      }
    }
    return at;
  }

  /** The highest level of each user and its sessions, as updates leave it. */
  private static Map<String, Level> highest(List<RiskUpdate> updates) {
    var levels = new HashMap<Subject, Level>();
    updates.forEach(update -> levels.put(update.subject(), update.level()));
    var highest = new HashMap<String, Level>();
    levels.forEach((subject, level) ->
        highest.merge(subject.decider().id(), level, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    return highest;
  }
}
