package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Cells;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.Placement;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Instances over one broker, each with a copy of the others' stores, and a tenant to ask about. */
final class Instances {
  /** So few subjects of a search does each look at. */
  static final int MOST_LEARNED = 7;

  /** A token that may read every tenant. */
  static final String ALL = "all-0123456789abcdef";

  /** A token that may read {@code acme} only. */
  static final String OURS = "acme-0123456789abcdef";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final PipelineSettings settings =
      PipelineSettings.DEFAULT.withTopicPrefix(Brokers.unique("cluster") + ".");
  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final String application = Brokers.unique("cluster");
  private final Names names = new Names(settings.topicPrefix());
  private final Path directory;

  /** None yet; topics are made. */
  Instances(Path directory) throws Exception {
    this.directory = directory;
    Pipeline.provision(settings, deployment("one"));
  }

  /** Starts one, which joins those that run. */
  Instance start(String instance) throws Exception {
    int port = Brokers.freePort();
    var deployment = deployment(instance).advertisedAt("127.0.0.1:" + port);
    Wire wire = Wire.of(PackagedSchemas.load());
    Pipeline pipeline = Pipeline.start(settings, wire, deployment);
    var cluster =
        Cluster.join(
            pipeline,
            settings,
            wire,
            new ClusterSettings("127.0.0.1:" + port, key(), Duration.ofSeconds(10)),
            InstantSource.system(),
            MOST_LEARNED);
    var access = new AccessSettings(tokens(), null, null);
    RestServer server =
        RestServer.start(
            new RestSettings("127.0.0.1", port, null).with(access), Backend.of(cluster));
    return new Instance(pipeline, cluster, server, Client.of(server));
  }

  private Deployment deployment(String instance) {
    return new Deployment(
        application,
        clients,
        directory.resolve(instance),
        1,
        Duration.ofMillis(100),
        1 << 20,
        4,
        false,
        1,
        instance);
  }

  private Path key() throws IOException {
    return Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef\n");
  }

  private Path tokens() throws IOException {
    return Files.writeString(
        directory.resolve("tokens"),
        """
        all reader,admin * sha256:%s
        ours reader acme sha256:%s
        """
            .formatted(Grant.digest(ALL), Grant.digest(OURS)));
  }

  /** Until each works on something, and each has copies of the other's that are whole. */
  static void awaitBothWork(Instance one, Instance two) throws Exception {
    long deadline = deadline();
    while (true) {
      var placement = one.pipeline().placement();
      boolean ready = true;
      for (var topic : List.of(Topics.OBSERVATIONS, Topics.SIGNALS, Topics.RISES)) {
        var owners = new HashSet<@Nullable String>();
        for (int part = 0; part < 4; part++) {
          owners.add(placement.seat(topic.name(), part).active());
          Pipeline other = placement.isMine(topic.name(), part) ? two.pipeline() : one.pipeline();
          ready &= other.freshness(topic, part) != null;
        }
        ready &= topic.equals(Topics.RISES) || owners.size() == 2;
      }
      if (ready && placement.equals(withMe(two.pipeline().placement(), placement.me()))) {
        return;
      }
      assertTrue(System.nanoTime() < deadline, placement::toString);
      Thread.sleep(200);
    }
  }

  private static Placement withMe(Placement other, String me) {
    return new Placement(me, other.instances(), other.seats());
  }

  /** When patience ends, by {@link System#nanoTime()}. */
  static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  /** Everybody signs in; against half of them there is evidence, of each another amount. */
  void feed(int users) {
    var serdes = new WireSerdes(PackagedSchemas.load());
    Instant now = Instant.now();
    try (var events =
            new KafkaProducer<>(
                clients.toProperties(), new ByteArraySerializer(), new ByteArraySerializer());
        var signals =
            new KafkaProducer<>(
                clients.toProperties(), new StringSerializer(), serdes.signals().serializer())) {
      for (int i = 0; i < users; i++) {
        String event =
            """
            {"id":"e%d","time":"%s","tenant":"acme","category":"authentication",\
            "action":"sign_in","outcome":"success","principal":{"type":"user","id":"u%d"},\
            "session":"s%d","source":{"ip":"203.0.113.9"}}\
            """
                .formatted(i, now, i, i);
        var _ =
            events.send(
                new ProducerRecord<>(
                    names.inbox(), new byte[0], event.getBytes(StandardCharsets.UTF_8)));
        if (i % 2 == 0) {
          Subject user = Subject.of("acme", SubjectType.USER, "u" + i);
          var _ =
              signals.send(
                  new ProducerRecord<>(
                      names.of(Topics.SIGNALS), SubjectKey.encode(user), signal(user, i, now)));
        }
      }
    }
  }

  private static Signal signal(Subject user, int number, Instant now) {
    long end =
        Math.floorDiv(now.toEpochMilli(), Cells.HOUR_MILLIS) * Cells.HOUR_MILLIS
            + Cells.HOUR_MILLIS;
    return new Signal(
        user,
        "test",
        Family.CREDENTIAL,
        end - Cells.HOUR_MILLIS,
        end,
        null,
        500_000 + 250_000 * number,
        0,
        "for the test",
        "",
        List.of(),
        "e" + number,
        now.toEpochMilli(),
        now.toEpochMilli());
  }
}
