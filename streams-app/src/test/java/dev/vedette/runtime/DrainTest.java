package dev.vedette.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DrainTest {
  @TempDir private Path directory;

  @Test
  void shouldNotWaitForWhatWasNeverCommitted() throws Exception {
    String name = Brokers.unique("drain");
    var settings = PipelineSettings.DEFAULT.withTopicPrefix(name + ".");
    var names = new Names(settings.topicPrefix());
    var clients = ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
    var deployment =
        new Deployment(
            name, clients, directory, 1, Duration.ofMillis(100), 1 << 20, 2, true, 0, "1");
    Pipeline.provision(settings, deployment);
    Properties config = clients.toProperties();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
    try (var producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        var pipeline = Pipeline.start(settings, Wire.of(PackagedSchemas.load()), deployment);
        var drain = new Drain(clients, name, names)) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, names, 0);
      send(producer, names, 1);
      producer.flush();
      producer.abortTransaction();
      assertTrue(drain.inboxLag() > 0, "what was aborted lies at the end of the inbox");
      drain.await(pipeline);

      producer.beginTransaction();
      send(producer, names, 0);
      producer.commitTransaction();
      drain.await(pipeline);
      assertTrue(drain.inboxLag() > 0, "nobody can say that the other partition is done");
      assertEquals(0, drain.lag(Topics.OBSERVATIONS));
      List<byte[]> observations = new ArrayList<>();
      new TopicDump(clients, names)
          .read(Topics.OBSERVATIONS, new ByteArrayDeserializer(), observations::add);
      assertEquals(1, observations.size(), "what was committed has gone through");
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, Names names, int partition) {
    long now = System.currentTimeMillis();
    String event =
        """
        {"id":"e","time":"%s","category":"api","action":"read","principal":{"id":"alice"}}\
        """
            .formatted(Instant.ofEpochMilli(now));
    byte[] value = event.getBytes(StandardCharsets.UTF_8);
    var _ = producer.send(new ProducerRecord<>(names.inbox(), partition, now, null, value));
  }
}
