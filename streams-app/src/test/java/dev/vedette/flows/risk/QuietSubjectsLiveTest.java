package dev.vedette.flows.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Cells;
import dev.vedette.risk.FamilyPolicy;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Levels fall by themselves, in time, beside many who are quiet, all in one partition of a real
 * broker. A million of them: {@code -Dvedette.quiet=1000000}.
 */
class QuietSubjectsLiveTest {
  private static final int QUIET = Integer.getInteger("vedette.quiet", 5_000);
  private static final int FALLING = 5;
  private static final double PRIOR_NATS = -4;
  private static final Duration HALF_LIFE = FamilyPolicy.MIN_HALF_LIFE;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PROMISE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60).plusMillis(QUIET / 4);
  private static final String NAME = Brokers.unique("quiet");

  /** Levels that fall when the log-odds cross their beginning, if kept for a second. */
  private static final Policy POLICY =
      Policy.DEFAULT
          .withPrior(PRIOR_NATS)
          .withFamily(Family.CREDENTIAL, new FamilyPolicy(HALF_LIFE, 7, 6, 2))
          .withLevels(new LevelPolicy(-2, 0, 3, 0, Duration.ofSeconds(1)))
          .withVersion("falls-soon");

  private static final PipelineSettings SETTINGS =
      PipelineSettings.DEFAULT.withTopicPrefix(NAME + ".").withPolicy(POLICY);

  private final Names names = new Names(SETTINGS.topicPrefix());
  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  private static Subject user(String id) {
    return Subject.of("acme", SubjectType.USER, id);
  }

  /** Evidence of the last hour that is over, which decays since. */
  private static Signal signal(Subject subject, int micros, long nowMillis) {
    long end = Math.floorDiv(nowMillis, Cells.HOUR_MILLIS) * Cells.HOUR_MILLIS;
    return new Signal(
        subject,
        "test",
        Family.CREDENTIAL,
        end - 600_000,
        end,
        null,
        micros,
        0,
        "for the test",
        "",
        List.of(),
        "e1",
        nowMillis,
        nowMillis);
  }

  /** As much as lets the log-odds fall below HIGH so long after now. */
  private static Signal justHigh(Subject subject, Duration left, long nowMillis) {
    long age = Math.floorMod(nowMillis, Cells.HOUR_MILLIS) + left.toMillis();
    double nats = -PRIOR_NATS * Math.pow(2, (double) age / HALF_LIFE.toMillis());
    return signal(subject, (int) Math.round(nats * Signal.MICROS), nowMillis);
  }

  private KafkaProducer<String, Signal> producer() {
    Properties config = clients.toProperties();
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    return new KafkaProducer<>(config, new StringSerializer(), serdes.signals().serializer());
  }

  private void send(KafkaProducer<String, Signal> producer, Signal signal) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                names.of(Topics.SIGNALS), SubjectKey.encode(signal.subject()), signal));
  }

  private KafkaConsumer<String, RiskUpdate> consumer() {
    Properties config = clients.toProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), serdes.riskUpdates().deserializer());
    var partitions = List.of(new TopicPartition(names.of(Topics.RISK_UPDATES), 0));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static void awaitKey(Pipeline pipeline, Subject last) throws InterruptedException {
    ReadOnlyKeyValueStore<String, byte[]> subjects = pipeline.store(RiskStores.SUBJECTS);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (subjects.get(SubjectKey.encode(last)) == null) {
      pipeline.check();
      assertTrue(System.nanoTime() < deadline, "the quiet ones were not all read in time");
      Thread.sleep(50);
    }
  }

  private static int size(Pipeline pipeline) {
    int size = 0;
    try (var entries = RiskStores.subjects(pipeline.store(RiskStores.SUBJECTS))) {
      for (; entries.hasNext(); entries.next()) {
        size++;
      }
    }
    return size;
  }

  @Test
  void shouldTellThatALevelFellWithinTwoSecondsBesideManyWhoAreQuiet(@TempDir Path state)
      throws Exception {
    var deployment =
        new Deployment(NAME, clients, state, 1, Duration.ofMillis(100), 16 << 20, 1, false, 0, "1");
    Pipeline.provision(SETTINGS, deployment);
    try (Pipeline pipeline = Pipeline.start(SETTINGS, Wire.of(PackagedSchemas.load()), deployment);
        var producer = producer();
        var updates = consumer()) {
      long began = System.nanoTime();
      for (int i = 0; i < QUIET; i++) {
        send(producer, signal(user("quiet-" + i), 1_000, System.currentTimeMillis()));
      }
      awaitKey(pipeline, user("quiet-" + (QUIET - 1)));
      double fillSeconds = (System.nanoTime() - began) / 1e9;
      assertEquals(QUIET, size(pipeline));
      long now = System.currentTimeMillis();
      for (int i = 0; i < FALLING; i++) {
        send(producer, justHigh(user("falls-" + i), SOON.plusMillis(700L * i), now));
      }
      Map<Subject, RiskUpdate> risen = new HashMap<>();
      Map<Subject, Long> lateMillis = new HashMap<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (lateMillis.size() < FALLING) {
        pipeline.check();
        assertTrue(System.nanoTime() < deadline, risen.size() + " rose, " + lateMillis + " fell");
        for (var record : updates.poll(Duration.ofMillis(20))) {
          long seenMillis = System.currentTimeMillis();
          RiskUpdate update = record.value();
          if (update.level() == Level.HIGH) {
            assertTrue(update.nextDueMillis() > seenMillis, "it was told before it fell");
            risen.put(update.subject(), update);
          } else {
            RiskUpdate before = risen.get(update.subject());
            assertTrue(before != null, "only who was HIGH falls");
            assertEquals(Level.MEDIUM, update.level());
            assertEquals("", update.causedBy());
            assertTrue(update.atMillis() >= before.nextDueMillis(), "not before it is due");
            lateMillis.put(update.subject(), seenMillis - before.nextDueMillis());
          }
        }
      }
      System.out.printf(
          "%d quiet subjects, read in %.1f s; falling levels seen after they were due, in ms: %s%n",
          QUIET, fillSeconds, lateMillis.values().stream().sorted().toList());
      lateMillis.values().forEach(late -> assertTrue(late <= PROMISE.toMillis(), late + " ms"));
    }
  }
}
