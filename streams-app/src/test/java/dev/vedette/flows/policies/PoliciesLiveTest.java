package dev.vedette.flows.policies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.json.Parsed;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.policy.PolicyFile;
import dev.vedette.policy.PolicyKey;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TopicDump;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies and verdicts change risk under a running pipeline on a real broker, and over a start.
 */
class PoliciesLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = Brokers.unique("policies");
  private static final PipelineSettings SETTINGS =
      PipelineSettings.DEFAULT.withTopicPrefix(NAME + ".");
  private static final Names NAMES = new Names(SETTINGS.topicPrefix());
  private static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");

  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  private Deployment in(Path state) {
    return new Deployment(
        NAME, clients, state, 1, Duration.ofMillis(100), 1 << 20, 1, false, 0, "1");
  }

  private void put(Topic topic, String key, byte[] value) throws Exception {
    try (var publisher = new Publisher(clients, NAMES.of(topic), PolicyFile.MAX_BYTES)) {
      publisher.publish(key, value);
    }
  }

  private static Signal signal() {
    long now = System.currentTimeMillis();
    return new Signal(
        ALICE,
        "test-place",
        Family.PLACE,
        now,
        now + 600_000,
        null,
        5 * Signal.MICROS,
        0,
        "for the test",
        "",
        List.of(),
        "e1",
        now,
        now);
  }

  /** Waits for so many updates, and finds no more. */
  private RiskUpdate await(Pipeline pipeline, int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var updates = new ArrayList<RiskUpdate>();
      new TopicDump(clients, NAMES)
          .read(Topics.RISK_UPDATES, serdes.riskUpdates().deserializer(), updates::add);
      if (updates.size() >= count) {
        assertEquals(count, updates.size());
        return updates.getLast();
      }
      assertTrue(System.nanoTime() < deadline, "only " + updates.size() + " updates in time");
      pipeline.check();
      Thread.sleep(50);
    }
  }

  /** Waits for so many records of what a candidate would say otherwise, and answers the last. */
  private JsonNode awaitDifference(Pipeline pipeline, int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var told = new ArrayList<byte[]>();
      new TopicDump(clients, NAMES)
          .read(Topics.RISK_SHADOW, new ByteArrayDeserializer(), told::add);
      if (told.size() >= count) {
        assertEquals(count, told.size());
        return Parsed.tree(new String(told.getLast(), UTF_8));
      }
      assertTrue(System.nanoTime() < deadline, "only " + told.size() + " differences in time");
      pipeline.check();
      Thread.sleep(50);
    }
  }

  @Test
  void shouldReadEvidenceAnewWithoutARestartAndOverOne(@TempDir Path state) throws Exception {
    Policy strict = Policy.DEFAULT.withPrior(-4).withVersion("strict-1");
    Policy stricter = Policy.DEFAULT.withPrior(-1).withVersion("stricter-1");
    Wire wire = Wire.of(PackagedSchemas.load());
    Pipeline.provision(SETTINGS, in(state));
    RiskUpdate before;
    try (Pipeline pipeline = Pipeline.start(SETTINGS, wire, in(state))) {
      put(Topics.SIGNALS, SubjectKey.encode(ALICE), serdes.signals().encode(signal()));
      assertEquals(Level.MEDIUM, await(pipeline, 1).level());
      String candidate = new PolicyKey("acme", true).text();
      put(Topics.RISK_POLICIES, candidate, PolicyDocument.json(strict).getBytes(UTF_8));
      JsonNode tried = awaitDifference(pipeline, 1);
      assertTrue(tried.get("differs").booleanValue());
      assertEquals("HIGH", tried.get("candidate").get("level").textValue());
      put(Topics.RISK_POLICIES, "acme", PolicyDocument.json(strict).getBytes(UTF_8));
      assertFalse(awaitDifference(pipeline, 2).get("differs").booleanValue(), "now in force");
      RiskUpdate risen = await(pipeline, 2);
      assertEquals(Level.HIGH, risen.level());
      assertEquals("policy strict-1", risen.causedBy());
      put(Topics.RISK_POLICIES, candidate, PolicyDocument.json(stricter).getBytes(UTF_8));
      assertEquals(
          "CRITICAL", awaitDifference(pipeline, 3).get("candidate").get("level").textValue());
      put(Topics.RISK_POLICIES, "acme", PolicyDocument.json(stricter).getBytes(UTF_8));
      before = await(pipeline, 3);
      assertEquals(Level.CRITICAL, before.level());
    }
    try (Pipeline pipeline = Pipeline.start(SETTINGS, wire, in(state))) {
      var verdict =
          new Verdict(
              "v1",
              ALICE,
              Verdict.Kind.BENIGN_EXPECTED,
              "test-place",
              null,
              System.currentTimeMillis() + 86_400_000,
              System.currentTimeMillis(),
              "ann",
              "");
      put(Topics.VERDICTS, SubjectKey.encode(ALICE), serdes.verdicts().encode(verdict));
      RiskUpdate corrected = await(pipeline, 4);
      assertEquals("v1", corrected.causedBy());
      assertEquals(before.id(), corrected.supersedes());
      assertEquals("stricter-1", corrected.policyVersion());
      assertEquals(-1 * Signal.MICROS, corrected.logOddsMicros());
    }
    PipelineSettings others = SETTINGS.withPolicy(Policy.DEFAULT.withPrior(-3).withVersion("own"));
    put(Topics.RISK_POLICIES, "acme", "no policy".getBytes(UTF_8));
    try (Pipeline pipeline = Pipeline.start(others, wire, in(state))) {
      RiskUpdate read = await(pipeline, 5);
      assertEquals("policy own", read.causedBy());
      assertEquals(-3 * Signal.MICROS, read.logOddsMicros(), "what was withdrawn stays so");
    }
  }
}
