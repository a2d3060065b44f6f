package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.flows.Now;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server over a real pipeline on a real broker. */
class PipelineQueriesTest {
  private static final Instant MORNING = Instant.parse("2026-11-20T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int GUESSES = 30;

  @Test
  void shouldAnswerFromARunningPipeline(@TempDir Path directory) throws Exception {
    var settings =
        PipelineSettings.DEFAULT.at(Now.RECEPTION).withTopicPrefix(Brokers.unique("rest") + ".");
    var clients = ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
    var deployment =
        new Deployment(
            Brokers.unique("rest"),
            clients,
            directory,
            2,
            Duration.ofMillis(100),
            1 << 20,
            2,
            true,
            0,
            "rest-1");
    Pipeline.provision(settings, deployment);
    Instant end = MORNING.plus(Duration.ofMinutes(16));
    try (Pipeline pipeline = Pipeline.start(settings, Wire.of(PackagedSchemas.load()), deployment);
        RestServer server =
            RestServer.start(
                new RestSettings("127.0.0.1", 0, null),
                new StoreQueries(pipeline, settings, InstantSource.fixed(end)));
        Client client = Client.of(server)) {
      assertEquals("ready", client.json("/v1/ready").get("status").asText());
      feed(clients, new Names(settings.topicPrefix()).inbox());
      JsonNode risk = awaitRisk(client);
      assertEquals("s-alice", risk.get("session").asText());
      assertEquals("alice", risk.get("owner").get("id").asText());
      JsonNode alice = client.json("/v1/tenants/acme/subjects/user/alice/risk");
      assertEquals(end.toString(), alice.get("asOf").asText());
      assertEquals(MORNING.plusSeconds(30L * GUESSES).toString(), alice.get("dataTime").asText());
      assertTrue(
          client.json("/v1/tenants/acme/subjects/user/alice/profile").get("detectors").size() >= 4);
      awaitRanking(client);
      String metrics = client.get("/metrics").body();
      int events = GUESSES + 1;
      assertTrue(metrics.contains("vedette_events_total{outcome=\"scored\"} " + events), metrics);
      assertTrue(metrics.contains("vedette_stream_threads 2\n"), metrics);
      assertTrue(metrics.contains(".observations.v1\"} "), metrics);
      assertFalse(metrics.contains("observations_v1"), metrics);
      assertTrue(
          metrics.contains("vedette_stream_latency_max_seconds{operation=\"process\"}"), metrics);
      awaitNothingWaiting(client);
      assertTrue(pipeline.streams().close(Duration.ofSeconds(30)));
      String inbox = new Names(settings.topicPrefix()).inbox();
      feed(clients, inbox);
      JsonNode unread = awaitUnread(client, inbox);
      assertEquals(0, unread.get("partition").asInt());
      assertEquals(events, unread.get("records").asLong());
      assertTrue(unread.get("stillMillis").asLong() >= 5_000, unread::toString);
      assertEquals(503, client.get("/v1/ready").statusCode());
      assertEquals(503, client.get("/v1/tenants/acme/subjects/user/alice/risk").statusCode());
      assertEquals(200, client.get("/v1/health").statusCode());
      assertEquals(200, client.get("/metrics").statusCode());
    }
  }

  private static void feed(ClientProperties clients, String inbox) {
    try (var producer =
        new KafkaProducer<>(
            clients.toProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i <= GUESSES; i++) {
        Instant time = MORNING.plusSeconds(30L * i);
        boolean last = i == GUESSES;
        String event =
            """
            {"id":"e%d","time":"%s","tenant":"acme","category":"authentication",\
            "action":"sign_in","outcome":"%s","principal":{"type":"user","id":"alice"},\
            "session":"%s","source":{"ip":"203.0.113.9"}}\
            """
                .formatted(i, time, last ? "success" : "failure", last ? "s-alice" : "");
        var _ =
            producer.send(
                new ProducerRecord<>(
                    inbox,
                    0,
                    time.toEpochMilli(),
                    new byte[0],
                    event.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** The address is judged beside alice, in a partition of its own: perhaps a little later. */
  private static void awaitRanking(Client client) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (client.json("/v1/tenants/acme/risk/top").get("subjects").size() < 2) {
      assertTrue(System.nanoTime() < deadline, "alice and the address were not both ranked");
      Thread.sleep(50);
    }
  }

  /** All was read, and each answer says so. */
  private static void awaitNothingWaiting(Client client) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode from = client.json("/v1/tenants/acme/subjects/user/alice/risk").get("from");
      JsonNode unread = client.json("/v1/pipeline").get("unread");
      if (from.path("behindRecords").asInt(-1) == 0) {
        assertEquals("active", from.get("role").asText());
        assertTrue(from.get("measuredMillis").asLong() < 15_000, from::toString);
        assertTrue(unread.get("partitions").isEmpty(), unread::toString);
        return;
      }
      assertTrue(System.nanoTime() < deadline, from::toString);
      Thread.sleep(50);
    }
  }

  /** What waits of a topic and nobody reads, once that is told. */
  private static JsonNode awaitUnread(Client client, String topic) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode unread = client.json("/v1/pipeline").get("unread");
      for (JsonNode one : unread.path("partitions")) {
        if (one.get("topic").asText().equals(topic)) {
          return one;
        }
      }
      assertTrue(System.nanoTime() < deadline, unread::toString);
      Thread.sleep(50);
    }
  }

  /** The risk of alice's session once it has risen; its owner is not named. */
  private static JsonNode awaitRisk(Client client) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var response = client.get("/v1/tenants/acme/subjects/session/s-alice/risk");
      if (response.statusCode() == 200) {
        JsonNode risk = Client.json(response).get("risk");
        if (risk.get("score").asDouble() > 25) {
          return risk;
        }
      }
      assertTrue(System.nanoTime() < deadline, () -> "not risen in time: " + response.body());
      Thread.sleep(50);
    }
  }
}
