package dev.vedette.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.runtime.broker.Brokers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class ProvisionTest {
  private final Admin admin = Brokers.admin();
  private final Provision provision = new Provision(admin, Duration.ofSeconds(20));

  @BeforeAll
  void shouldReachTheBroker() throws Exception {
    admin.describeCluster().nodes().get(20, TimeUnit.SECONDS);
  }

  @AfterAll
  void close() {
    admin.close();
  }

  @Test
  void shouldCreateWhatIsMissingAndNothingElse() throws Exception {
    var first = new TopicSpec(Brokers.unique("first"), 1, Map.of());
    var second =
        new TopicSpec(Brokers.unique("second"), 3, Map.of("cleanup.policy", "compact,delete"));
    assertEquals(Set.of(first.name()), provision.ensure(List.of(first)));
    assertEquals(Set.of(second.name()), provision.ensure(List.of(first, second)));
    assertEquals(Set.of(), provision.ensure(List.of(first, second)));

    assertEquals(1, partitions(first));
    assertEquals(3, partitions(second));
    assertEquals("compact,delete", cleanupPolicy(second));
  }

  @Test
  void shouldWaitForLeadersThatAnswer() throws Exception {
    // So many that the broker names itself the leader of the last long before it is.
    var wide = new TopicSpec(Brokers.unique("wide"), 60, Map.of());
    provision.ensure(List.of(wide));
    var config =
        Map.<String, Object>of(
            "bootstrap.servers", Brokers.forTests(), "retries", 0, "enable.idempotence", false);
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int partition = wide.partitions() - 1; partition >= 0; partition--) {
        var record = new ProducerRecord<>(wide.name(), partition, "key", "value");
        assertEquals(0, producer.send(record).get(20, TimeUnit.SECONDS).offset());
      }
    }
  }

  @Test
  void shouldNameEveryTopicWithOtherPartitionsAndCreateNone() throws Exception {
    String first = Brokers.unique("first");
    String second = Brokers.unique("second");
    String absent = Brokers.unique("absent");
    provision.ensure(
        List.of(new TopicSpec(first, 2, Map.of()), new TopicSpec(second, 1, Map.of())));
    var refused =
        assertThrows(
            TopicException.class,
            () ->
                provision.ensure(
                    List.of(
                        new TopicSpec(first, 4, Map.of()),
                        new TopicSpec(second, 3, Map.of()),
                        new TopicSpec(absent, 1, Map.of()))));
    assertTrue(refused.toString().contains(first + " has 2 partitions, not 4"), refused::toString);
    assertTrue(refused.toString().contains(second + " has 1 partitions, not 3"), refused::toString);
    assertTrue(!admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(absent));
  }

  @Test
  void shouldRefuseAnotherCleanupPolicy() {
    String name = Brokers.unique("policy");
    provision.ensure(List.of(new TopicSpec(name, 1, Map.of("cleanup.policy", "delete"))));
    var refused =
        assertThrows(
            TopicException.class,
            () ->
                provision.ensure(
                    List.of(new TopicSpec(name, 1, Map.of("cleanup.policy", "compact")))));
    assertTrue(
        refused.toString().contains(name + " has cleanup.policy=delete, not compact"),
        refused::toString);
  }

  @Test
  void shouldRefuseAnInboxWhoseProducersDecideWhenItWasReceived() {
    String name = Brokers.unique("inbox");
    var own = new TopicSpec(name, 1, Map.of("message.timestamp.type", "LogAppendTime"));
    provision.ensure(List.of(own));
    assertEquals(Set.of(), provision.ensure(List.of(own)));
    String other = Brokers.unique("inbox");
    provision.ensure(List.of(new TopicSpec(other, 1, Map.of())));
    var refused =
        assertThrows(
            TopicException.class,
            () -> provision.ensure(List.of(new TopicSpec(other, 1, own.configs()))));
    assertTrue(
        refused
            .toString()
            .contains(other + " has message.timestamp.type=CreateTime, not LogAppendTime"),
        refused::toString);
  }

  @Test
  void shouldTakeAForeignTopicWithFewerPartitionsButNoForeignClock() {
    Map<String, String> ours =
        Map.of("cleanup.policy", "delete", "message.timestamp.type", "LogAppendTime");
    String made = Brokers.unique("raw");
    String clock = Brokers.unique("raw");
    provision.ensure(List.of(new TopicSpec(made, 2, ours), new TopicSpec(clock, 1, Map.of())));
    assertEquals(Set.of(), provision.ensure(List.of(TopicSpec.foreign(made, 4, ours))));
    var more =
        assertThrows(
            TopicException.class,
            () -> provision.ensure(List.of(TopicSpec.foreign(made, 1, ours))));
    assertTrue(more.toString().contains(made + " has 2 partitions, not at most 1"), more::toString);
    var stamped =
        assertThrows(
            TopicException.class,
            () -> provision.ensure(List.of(TopicSpec.foreign(clock, 1, ours))));
    assertTrue(
        stamped
            .toString()
            .contains(clock + " has message.timestamp.type=CreateTime, not LogAppendTime"),
        stamped::toString);
  }

  @Test
  void shouldSayWhichTopicTheClusterRefuses() {
    String name = Brokers.unique("refused");
    var refused =
        assertThrows(
            TopicException.class,
            () ->
                provision.ensure(
                    List.of(new TopicSpec(name, 1, Map.of("retention.ms", "a while")))));
    assertTrue(refused.toString().contains("create topic " + name), refused::toString);
  }

  @Test
  void shouldRefuseTheSameNameTwice() {
    var spec = new TopicSpec(Brokers.unique("twice"), 1, Map.of());
    assertThrows(IllegalArgumentException.class, () -> provision.ensure(List.of(spec, spec)));
  }

  private int partitions(TopicSpec topic) throws Exception {
    return admin
        .describeTopics(List.of(topic.name()))
        .allTopicNames()
        .get(20, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private String cleanupPolicy(TopicSpec topic) throws Exception {
    return admin
        .describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())))
        .all()
        .get(20, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .get("cleanup.policy")
        .value();
  }
}
