package dev.vedette.flows.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Observation;
import dev.vedette.flows.Now;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.TopicDump;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the directory said before is known to the first event after a start, on a real broker. */
class DirectoryRestartTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = Brokers.unique("directory");
  private static final PipelineSettings SETTINGS =
      PipelineSettings.DEFAULT.at(Now.RECEPTION).withTopicPrefix(NAME + ".");
  private static final Names NAMES = new Names(SETTINGS.topicPrefix());

  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  private Deployment in(Path state) {
    return new Deployment(
        NAME, clients, state, 1, Duration.ofMillis(100), 1 << 20, 1, true, 0, "1");
  }

  @Test
  void shouldKnowTheDirectoryAfterAStart(@TempDir Path kept, @TempDir Path fresh) throws Exception {
    Pipeline.provision(SETTINGS, in(kept));
    tell("al", "{\"id\":\"alice\",\"aliases\":[\"al\"]}");
    tell("bo", "{\"id\":\"bob\",\"aliases\":[\"bo\"]}");
    runWith(kept, "1", "al", "alice");
    tell("bo", null);
    tell("ca", "{\"id\":\"carol\",\"aliases\":[\"ca\"]}");
    runWith(kept, "2", "ca", "carol");
    runWith(kept, "3", "al", "alice");
    runWith(fresh, "4", "ca", "carol");
    runWith(fresh, "5", "bo", "bo");
  }

  private void tell(String key, @Nullable String json) {
    send(NAMES.of(Topics.DIRECTORY_PRINCIPALS), key, json == null ? null : json.getBytes(UTF_8));
  }

  private void send(String topic, String key, byte @Nullable [] value) {
    try (var producer =
        new KafkaProducer<>(
            clients.toProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, 0, NOW.toEpochMilli(), key.getBytes(UTF_8), value));
    }
  }

  private void runWith(Path state, String id, String who, String expected) throws Exception {
    send(
        NAMES.inbox(),
        id,
        serdes.accessEvents().encode(DrivenTopology.event(id, NOW, who, "read")));
    try (Pipeline pipeline = Pipeline.start(SETTINGS, Wire.of(PackagedSchemas.load()), in(state))) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      Map<String, String> users = Map.of();
      while (!users.containsKey(id)) {
        assertTrue(System.nanoTime() < deadline, "not observed in time");
        pipeline.check();
        Thread.sleep(50);
        users = users();
      }
      assertEquals(expected, users.get(id));
    }
  }

  /** Who did the event, by its id. */
  private Map<String, String> users() {
    var users = new HashMap<String, String>();
    new TopicDump(clients, NAMES)
        .read(
            Topics.OBSERVATIONS,
            serdes.observations().deserializer(),
            (Observation seen) -> {
              if (seen.primary()) {
                users.put(seen.eventId(), seen.subject().id());
              }
            });
    return users;
  }
}
