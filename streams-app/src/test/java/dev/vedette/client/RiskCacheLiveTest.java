package dev.vedette.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.rest.StoreQueries;
import dev.vedette.rest.StoresUnavailableException;
import dev.vedette.risk.Advice;
import dev.vedette.risk.Cells;
import dev.vedette.risk.FamilyPolicy;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.runtime.CommandProcess;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache beside a real pipeline: what it says of now is what the server says. */
class RiskCacheLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String APPLICATION = "client-test";
  private static final Subject ALICE = Subject.of("acme", SubjectType.USER, "alice");
  private static final Subject HERS = Subject.session(ALICE, "s-alice");
  private static final double PRIOR_NATS = -4;
  private static final Duration HALF_LIFE = FamilyPolicy.MIN_HALF_LIFE;

  /** Levels fall where they begin, once kept for a second. */
  private static final Policy POLICY =
      Policy.DEFAULT
          .withPrior(PRIOR_NATS)
          .withFamily(Family.CREDENTIAL, new FamilyPolicy(HALF_LIFE, 7, 6, 2))
          .withLevels(new LevelPolicy(-2, 0, 3, 0, Duration.ofSeconds(1)))
          .withVersion("falls-soon");

  private final PipelineSettings settings = PipelineSettings.DEFAULT.withPolicy(POLICY);
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  /** The clock of everybody who asks. */
  private final AtomicLong present = new AtomicLong(System.currentTimeMillis());

  @Test
  @Timeout(420)
  void shouldSayWhatTheServerSaysThroughFallsRestartsAndLosses(@TempDir Path directory)
      throws Exception {
    var port = new BrokerSettings(Brokers.freePort(), 512, PATIENCE, PATIENCE, PATIENCE);
    String servers = "127.0.0.1:" + port.port();
    var clients = ClientProperties.NONE.withBootstrapServers(servers);
    EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), port);
    try {
      Pipeline.provision(settings, deployment(clients, directory, "one"));
      try (Pipeline one = start(clients, directory, "one");
          RiskCache cache =
              RiskCache.follow(
                  ClientSettings.of(servers).withStaleness(Duration.ofSeconds(5)),
                  PackagedSchemas.load(),
                  present::get)) {
        assertEquals(Advice.STOP, cache.riskOf(HERS).advice(), "it fails closed");
        assertTrue(cache.awaitCurrent(PATIENCE));
        assertEquals(Advice.GO_ON, cache.riskOf(HERS).advice(), "nothing is known against her");

        rise(clients, Duration.ofSeconds(10), "e1");
        await("she is HIGH", () -> cache.riskOf(ALICE).level() == Level.HIGH);
        Answer high = assertSame(cache, one, ALICE);
        assertEquals(Advice.STEP_UP, cache.riskOf(HERS).advice(), "her session is she");
        present.addAndGet(3_000);
        assertTrue(
            assertAt(cache, one, ALICE).logOddsMicros() < high.logOddsMicros(),
            "it is less by itself");
        await("HIGH has fallen", () -> cache.riskOf(ALICE).level() == Level.MEDIUM);
        assertSame(cache, one, ALICE);
        assertEquals(Advice.GO_ON, cache.riskOf(HERS).advice());

        // While the broker is away the cache says so, and goes on where it was.
        ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
        broker.ended().get(30, TimeUnit.SECONDS);
        await("stale", () -> cache.riskOf(ALICE).standing() == Standing.STALE);
        assertEquals(Advice.STOP, cache.riskOf(ALICE).advice());
        broker = EmbeddedBroker.start(directory.resolve("broker"), port);
        assertTrue(cache.awaitCurrent(PATIENCE));
        rise(clients, Duration.ofMinutes(10), "e2");
        await("HIGH again", () -> cache.riskOf(ALICE).level() == Level.HIGH);
        assertSame(cache, one, ALICE);

        // An instance in a process of its own takes over, and is killed at work.
        assertTrue(one.streams().close(Duration.ofSeconds(30)));
        int rest = Brokers.freePort();
        try (var killed = application(servers, directory, rest)) {
          killed.start();
          send(clients, signal(HERS, Family.DEVICE, 4_000_000, "e3"));
          await("the session is told of", () -> cache.riskOf(HERS).level() == Level.CRITICAL);
          assertEquals(Level.HIGH, cache.riskOf(ALICE).level(), "it is the session's own");
          assertAsTold(cache, killed, rest, "session/s-alice/risk?owner=user:alice", HERS);
          assertAsTold(cache, killed, rest, "user/alice/risk", ALICE);
          killed.kill();
        }

        // Another instance takes over what nobody stopped.
        try (Pipeline two = start(clients, directory, "two")) {
          send(clients, signal(ALICE, Family.PLACE, 4_000_000, "e4"));
          await("she is CRITICAL herself", () -> cache.riskOf(ALICE).level() == Level.CRITICAL);
          assertSame(cache, two, HERS);
          assertSame(cache, two, ALICE);
        }
        assertEquals(0, cache.unreadable());
        assertEquals(2, cache.size());
      }
    } finally {
      broker.close();
    }
  }

  /** At the present instant, or once the server can say: a task that is being revived is a 503. */
  private Answer assertSame(RiskCache cache, Pipeline pipeline, Subject subject)
      throws InterruptedException {
    await("its stores are readable", () -> isReadable(pipeline, subject));
    present.set(System.currentTimeMillis());
    return assertAt(cache, pipeline, subject);
  }

  /** An instance in a process of its own. */
  private static CommandProcess application(String servers, Path directory, int rest)
      throws IOException {
    Path home = Files.createDirectories(directory.resolve("process"));
    Path policy =
        Files.writeString(home.resolve("policy.json"), PolicyDocument.json(POLICY), UTF_8);
    return new CommandProcess(
        home,
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(
            "run",
            "--data-dir",
            home.toString(),
            "--bootstrap-servers",
            servers,
            "--application-id",
            APPLICATION,
            "--instance",
            "killed",
            "--threads",
            "1",
            "--partitions",
            "1",
            "--policy",
            policy.toString(),
            "--rest-port",
            Integer.toString(rest)));
  }

  /** What the cache says is what a server in another process says, as of the same instant. */
  private void assertAsTold(
      RiskCache cache, CommandProcess server, int rest, String path, Subject subject)
      throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v1/tenants/acme/subjects/%s".formatted(rest, path)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = firstAnswer(http, request);
      assertEquals(200, response.statusCode(), () -> response.body() + server.said());
      JsonNode told = new ObjectMapper().readTree(response.body());
      present.set(Instant.parse(told.get("asOf").asText()).toEpochMilli());
      Answer answer = cache.riskOf(subject);
      assertEquals(Standing.CURRENT, answer.standing());
      assertEquals(told.at("/risk/score").asDouble(), answer.score(), 1e-9);
      assertEquals(
          told.at("/risk/logOdds").decimalValue().movePointRight(6).longValueExact(),
          answer.logOddsMicros());
    }
  }

  /** The server listens a moment after its pipeline runs, and a task that is revived is a 503. */
  private static HttpResponse<String> firstAnswer(HttpClient http, HttpRequest request)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 503 || System.nanoTime() > deadline) {
          return response;
        }
      } catch (ConnectException e) {
        assertTrue(System.nanoTime() < deadline, e::toString);
      }
      Thread.sleep(50);
    }
  }

  private boolean isReadable(Pipeline pipeline, Subject subject) {
    try {
      return new StoreQueries(pipeline, settings, Instant::now).risk(subject, null) != null;
    } catch (StoresUnavailableException _) {
      return false;
    }
  }

  private Answer assertAt(RiskCache cache, Pipeline pipeline, Subject subject) {
    Instant now = Instant.ofEpochMilli(present.get());
    var risk = new StoreQueries(pipeline, settings, () -> now).risk(subject, null);
    assertNotNull(risk);
    Answer answer = cache.riskOf(subject);
    assertEquals(Standing.CURRENT, answer.standing());
    assertEquals(risk.risk().score(), answer.score(), 1e-9);
    assertEquals(risk.risk().logOddsMicros(), answer.logOddsMicros());
    return answer;
  }

  /** As much evidence against her as lets her log-odds fall below HIGH so long after now. */
  private void rise(ClientProperties clients, Duration left, String event) {
    long age = Math.floorMod(System.currentTimeMillis(), Cells.HOUR_MILLIS) + left.toMillis();
    double nats = -PRIOR_NATS * Math.pow(2, (double) age / HALF_LIFE.toMillis());
    send(clients, signal(ALICE, Family.CREDENTIAL, (int) Math.round(nats * Signal.MICROS), event));
  }

  /**
   * Evidence of the last hour that is over, which decays since; one replaces another of its family.
   */
  private static Signal signal(Subject subject, Family family, int micros, String event) {
    long now = System.currentTimeMillis();
    long end = Math.floorDiv(now, Cells.HOUR_MILLIS) * Cells.HOUR_MILLIS;
    return new Signal(
        subject,
        "test-" + family.wireName(),
        family,
        end - 600_000,
        end,
        null,
        micros,
        0,
        "for the test",
        "",
        List.of(),
        event,
        now,
        now);
  }

  private void send(ClientProperties clients, Signal signal) {
    try (var producer =
        new KafkaProducer<>(
            clients.toProperties(), new StringSerializer(), serdes.signals().serializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.SIGNALS.name(), SubjectKey.encode(signal.subject().decider()), signal));
    }
  }

  private Pipeline start(ClientProperties clients, Path directory, String instance)
      throws Exception {
    return Pipeline.start(
        settings, Wire.of(PackagedSchemas.load()), deployment(clients, directory, instance));
  }

  private static Deployment deployment(ClientProperties clients, Path directory, String instance) {
    return new Deployment(
        APPLICATION,
        clients,
        directory.resolve(instance),
        1,
        Duration.ofMillis(100),
        1 << 20,
        1,
        false,
        0,
        instance);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> what + ": not in time");
      Thread.sleep(20);
    }
  }
}
