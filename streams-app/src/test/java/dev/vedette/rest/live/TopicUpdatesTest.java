package dev.vedette.rest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.rest.live.Updates.Update;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Formula;
import dev.vedette.risk.IncidentBook;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Against a real broker: what is committed is told once, whoever was away. */
@TestInstance(Lifecycle.PER_CLASS)
class TopicUpdatesTest {
  private static final long START = 1_795_165_200_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Names names = new Names(Brokers.unique("updates") + ".");
  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());
  private KafkaProducer<byte[], byte[]> producer;
  private TopicUpdates updates;
  private int made;

  @SuppressWarnings("NullAway.Init") // made when there are topics
  TopicUpdatesTest() {}

  @BeforeAll
  void make() throws Exception {
    try (var admin = Brokers.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(names.of(Topics.RISK_UPDATES), 2, (short) 1),
                  new NewTopic(names.of(Topics.ALERTS), 2, (short) 1)))
          .all()
          .get();
    }
    Properties config = clients.toProperties();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, names.prefix() + "writer");
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    updates = new TopicUpdates(clients, names, serdes);
  }

  @AfterAll
  void close() {
    updates.close();
    producer.close();
  }

  private RiskUpdate update(String tenant) {
    Subject subject = Subject.of(tenant, SubjectType.USER, "u" + ++made);
    var signal =
        new Signal(
            subject,
            "mfa-fatigue",
            Family.CREDENTIAL,
            START,
            START + 3_600_000,
            null,
            5_000_000,
            0,
            "why",
            "",
            List.of(),
            "e" + made,
            START,
            START);
    Formula formula = Formula.of(Policy.DEFAULT);
    return RiskRecord.of(subject, formula, START)
        .apply(signal, formula, START, any -> List.of(signal))
        .updates()
        .getFirst();
  }

  /** Publishes updates in one transaction. */
  private void publish(boolean commit, RiskUpdate... all) {
    producer.beginTransaction();
    for (RiskUpdate update : all) {
      byte[] key = SubjectKey.encode(update.subject()).getBytes(StandardCharsets.UTF_8);
      var _ =
          producer.send(
              new ProducerRecord<>(
                  names.of(Topics.RISK_UPDATES), key, serdes.riskUpdates().encode(update)));
      var _ =
          producer.send(
              new ProducerRecord<>(
                  names.of(Topics.ALERTS),
                  key,
                  serdes.alerts().encode(Alert.of(IncidentBook.alone(update), update))));
    }
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }

  private static String told(Update update) {
    return switch (update.what()) {
      case Update.Risk(var risk) -> risk.subject().id();
      case Update.Changed(var incident) ->
          "incident of " + incident.members().getFirst().subject().id();
      case Update.Reset(var reason) -> "reset: " + reason;
    };
  }

  private static List<Update> next(Updates.Stream stream, int number) throws Exception {
    var all = new ArrayList<Update>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (all.size() < number) {
      assertTrue(System.nanoTime() < deadline, all::toString);
      Update update = stream.next(Duration.ofMillis(100));
      if (update != null) {
        all.add(update);
      }
    }
    return all;
  }

  private static List<String> sorted(List<Update> updates) {
    return updates.stream().map(TopicUpdatesTest::told).sorted().toList();
  }

  @Test
  void shouldTellWhatIsCommittedAndGoOnWhereOneWas() throws Exception {
    List<Update> heard;
    List<String> expected = new ArrayList<>();
    try (var stream = updates.open("acme", null)) {
      publish(false, update("acme"));
      RiskUpdate[] some = {update("acme"), update("acme"), update("acme"), update("other")};
      publish(true, some);
      for (int i = 0; i < 3; i++) {
        expected.add(some[i].subject().id());
        expected.add("incident of " + some[i].subject().id());
      }
      heard = next(stream, 6);
    }
    assertEquals(expected.stream().sorted().toList(), sorted(heard));
    // While nobody listens:
    RiskUpdate away = update("acme");
    publish(true, away, update("other"));
    expected.clear();
    expected.add(away.subject().id());
    expected.add("incident of " + away.subject().id());
    for (int last = heard.size() - 1; last >= 0; last--) {
      try (var resumed = updates.open("acme", heard.get(last).id())) {
        assertEquals(
            expected.stream().sorted().toList(),
            sorted(next(resumed, expected.size())),
            "after " + last);
        // And what is published while it listens again:
        RiskUpdate live = update("acme");
        publish(true, live);
        List<String> both = List.of("incident of " + live.subject().id(), live.subject().id());
        assertEquals(both, sorted(next(resumed, 2)));
        expected.addAll(both);
        expected.add(told(heard.get(last)));
      }
    }
  }

  /** Whoever fails to catch up must not keep the place of another. */
  @Test
  void shouldGiveBackThePlaceOfWhoFailsToCatchUp() throws Exception {
    String before;
    try (var stream = updates.open("acme", null)) {
      before = stream.position();
      publish(true, update("acme"));
      next(stream, 2);
    }
    for (int i = 0; i <= TopicUpdates.MAX_CATCHING_UP; i++) {
      Thread.currentThread().interrupt(); // as a server does with an answer that took too long
      assertThrows(InterruptException.class, () -> updates.open("acme", before).close());
      assertTrue(Thread.interrupted());
    }
    try (var stream = updates.open("acme", before)) {
      assertEquals(2, next(stream, 2).size());
    }
  }

  @Test
  void shouldRefuseWhatIsNoPosition() {
    for (String id : List.of("", "x", "r.1.1", "r.1.1_a.1.x", "r.-1.0_a.0.0", "a.1.1_r.1.1")) {
      assertThrows(IllegalArgumentException.class, () -> updates.open("acme", id), id);
    }
  }

  /** Topics that were made anew, or have other partitions: no client may be stuck with an id. */
  @Test
  void shouldBeginAnewWhereNoneOfTheseTopicsIs() throws Exception {
    for (String id : List.of("r.1_a.1", "r.1.1.1_a.1.1", "r.999999.0_a.0.0")) {
      try (var stream = updates.open("acme", id)) {
        assertEquals(id, stream.position());
        Update first = next(stream, 1).getFirst();
        assertInstanceOf(Update.Reset.class, first.what());
        RiskUpdate live = update("acme");
        publish(true, live);
        assertEquals(
            List.of("incident of " + live.subject().id(), live.subject().id()),
            sorted(next(stream, 2)));
        try (var again = updates.open("acme", first.id())) {
          assertEquals(2, next(again, 2).size(), "the id of the reset is one to come back with");
        }
      }
    }
  }

  /** Another instance may have read an update, or the end of its transaction, before this one. */
  @Test
  void shouldGoOnWhereAnotherInstanceWas() throws Exception {
    for (int i = 0; i < 3; i++) {
      publish(true, update("acme"));
      String there;
      try (var another = new TopicUpdates(clients, names, serdes);
          var stream = another.open("acme", null)) {
        there = stream.position();
      }
      try (var stream = updates.open("acme", there)) {
        RiskUpdate live = update("acme");
        publish(true, live);
        assertEquals(
            List.of("incident of " + live.subject().id(), live.subject().id()),
            sorted(next(stream, 2)));
      }
    }
  }
}
