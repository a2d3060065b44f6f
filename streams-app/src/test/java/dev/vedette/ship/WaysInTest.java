package dev.vedette.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.flows.SourceHeader;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.behaviour.BehaviourAccounts;
import dev.vedette.flows.behaviour.BehaviourStores;
import dev.vedette.flows.ingest.IngestAccount;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.ingest.IngestFlow;
import dev.vedette.flows.ingest.RawSource;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.flows.ingest.RecordReader;
import dev.vedette.rest.Backend;
import dev.vedette.rest.InboxProducer;
import dev.vedette.rest.Posting;
import dev.vedette.rest.RestServer;
import dev.vedette.rest.RestSettings;
import dev.vedette.rest.StoreQueries;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way in, into one service on a real broker. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class WaysInTest {
  private static final Path RSYSLOG = Path.of("/usr/sbin/rsyslogd");
  private static final Path SHIPPERS = Path.of("..", "docs", "shippers.md");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LINES = 50;

  private final ClientProperties clients =
      ClientProperties.NONE.withBootstrapServers(Brokers.forTests());
  private final Names names = new Names(Brokers.unique("ways") + ".");
  private final Wire wire = Wire.of(PackagedSchemas.load());
  private Path directory;
  private Pipeline pipeline;
  private PipelineSettings settings;

  @SuppressWarnings("NullAway.Init") // set before all tests
  WaysInTest() {}

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    List<RawSource> sources = RawSource.of(List.of("sshd", "shipped=sshd"));
    settings =
        PipelineSettings.DEFAULT
            .withTopicPrefix(names.prefix())
            .withRaw(new RawSources(sources, "acme"));
    var deployment =
        new Deployment(
            Brokers.unique("ways"),
            clients,
            directory.resolve("state"),
            1,
            Duration.ofMillis(100),
            1 << 20,
            2,
            false,
            0,
            "ways-1");
    Pipeline.provision(settings, deployment);
    pipeline = Pipeline.start(settings, wire, deployment);
  }

  @AfterAll
  void stop() {
    pipeline.close();
  }

  private IngestAccount ingested(String source) {
    try (var stored = pipeline.<String, byte[]>store(IngestFlow.ACCOUNT).all()) {
      return IngestAccounts.read(stored).bySource().getOrDefault(source, IngestAccount.EMPTY);
    }
  }

  private Account judged(String source) {
    try (var stored = pipeline.<Bytes, byte[]>store(BehaviourStores.ACCOUNT).all()) {
      return BehaviourAccounts.read(stored).bySource().getOrDefault(source, Account.EMPTY);
    }
  }

  private void await(String what, BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      pipeline.check();
      assertTrue(System.nanoTime() < deadline, () -> what + " not in time");
      Thread.sleep(50);
    }
  }

  private static String failed(Instant time, int pid) {
    return "%s bastion sshd[%d]: Failed password for alice from 192.0.2.7 port 50022 ssh2"
        .formatted(time.truncatedTo(ChronoUnit.SECONDS), pid);
  }

  /** The configuration that the guide shows, for this broker and topic. */
  private String documented() throws IOException {
    var block =
        Pattern.compile("```rsyslog\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(SHIPPERS));
    assertTrue(block.find(), "the guide has an rsyslog configuration");
    String text = block.group(1);
    assertTrue(text.contains("127.0.0.1:9092") && text.contains("\"raw.sshd.v1\""), text);
    return text.replace("127.0.0.1:9092", Brokers.forTests())
        .replace("\"raw.sshd.v1\"", '"' + names.of(Topics.raw("sshd")) + '"');
  }

  @Test
  void shouldTakeWhatRsyslogSends() throws Exception {
    assumeTrue(
        Files.isExecutable(RSYSLOG) && hasKafkaOutput(),
        "rsyslog with its Kafka output is not installed (Debian: rsyslog, rsyslog-kafka)");
    int port = Brokers.freePort();
    Path work = Files.createDirectories(directory.resolve("rsyslog"));
    Path config = work.resolve("rsyslog.conf");
    Files.writeString(
        config,
        """
        global(workDirectory="%s")
        module(load="imtcp")
        input(type="imtcp" port="%d" address="127.0.0.1")
        %s
        """
            .formatted(work, port, documented()));
    Path log = work.resolve("rsyslogd.log");
    Process rsyslog =
        new ProcessBuilder(
                RSYSLOG.toString(),
                "-n",
                "-f",
                config.toString(),
                "-i",
                work.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      send(port, log, rsyslog);
      await("lines of rsyslog", () -> judged("sshd").scored() >= LINES);
      await("the line before them", () -> ingested("sshd").read() > LINES);
      assertEquals(LINES, judged("sshd").scored());
      IngestAccount account = ingested("sshd");
      assertEquals(LINES + 1, account.read());
      assertEquals(1, account.ignored(), "sshd's own start");
    } finally {
      rsyslog.destroy();
      assertTrue(rsyslog.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private static boolean hasKafkaOutput() throws IOException {
    try (var files = Files.find(Path.of("/usr/lib"), 3, (f, a) -> f.endsWith("omkafka.so"))) {
      return files.findAny().isPresent();
    }
  }

  private static void send(int port, Path log, Process rsyslog) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        var out = socket.getOutputStream();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        out.write(
            "<38>%s bastion sshd[1]: Server listening on :: port 22.\n"
                .formatted(now)
                .getBytes(UTF_8));
        for (int i = 0; i < LINES; i++) {
          out.write(("<38>" + failed(now, 100 + i) + "\n").getBytes(UTF_8));
        }
        out.write("<14>other: not for this topic\n".getBytes(UTF_8));
        return;
      } catch (IOException e) {
        if (!rsyslog.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError(Files.readString(log), e);
        }
        Thread.sleep(50);
      }
    }
  }

  @Test
  void shouldTakeWhatIsShippedThroughRotationAndRestart() throws Exception {
    Path log = directory.resolve("auth.log");
    Instant now = Instant.now();
    append(log, now, 0, 10);
    ship(
        log,
        () -> {
          await("first lines", () -> judged("shipped").scored() == 10);
          Files.move(log, directory.resolve("auth.log.1"));
          append(directory.resolve("auth.log.1"), now, 10, 20);
          append(log, now, 20, 30);
          await("lines after the rotation", () -> judged("shipped").scored() == 30);
        });
    append(log, now, 30, 40);
    Files.writeString(
        log, "x".repeat(Shipper.MAX_LINE_BYTES + 1) + "\n", StandardOpenOption.APPEND);
    ship(
        log,
        () -> {
          await("lines after the restart", () -> judged("shipped").scored() == 40);
          Files.writeString(log, "");
          append(log, now, 40, 45);
          await("lines after the truncation", () -> judged("shipped").scored() == 45);
        });
    assertEquals(45, ingested("shipped").read());
    assertEquals(0, judged("shipped").duplicates());
    // Whoever loses the positions sends again; nothing counts twice.
    try (var again = shipper(log, directory.resolve("lost"))) {
      assertEquals(5, again.run(false));
    }
    await("the same lines again", () -> judged("shipped").duplicates() == 5);
    assertEquals(45, judged("shipped").scored());
  }

  private static void append(Path file, Instant time, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.writeString(
          file,
          failed(time, 1_000 + i) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private Shipper shipper(Path log, Path data) throws IOException {
    return new Shipper(
        new Shipper.Target(clients, names, "shipped", null),
        new WireSerdes(PackagedSchemas.load()),
        List.of(log),
        data,
        Duration.ofMillis(500));
  }

  private interface Meanwhile {
    void happens() throws Exception;
  }

  private void ship(Path log, Meanwhile meanwhile) throws Exception {
    try (var shipper = shipper(log, directory.resolve("ship"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sent = threads.submit(() -> shipper.run(true));
      try {
        meanwhile.happens();
      } finally {
        shipper.stop();
      }
      assertTrue(sent.get(30, TimeUnit.SECONDS) > 0);
    }
  }

  @Test
  void shouldTakeWhatIsPosted() throws Exception {
    try (var inbox = new InboxProducer(clients, names.inbox());
        var server =
            RestServer.start(
                new RestSettings("127.0.0.1", 0, null),
                Backend.of(new StoreQueries(pipeline, settings, InstantSource.system()))
                    .with(
                        new Posting(
                            inbox,
                            settings.raw(),
                            () -> new RecordReader(wire.events(), settings.raw(), names.prefix()),
                            InstantSource.system(),
                            Posting.Limits.DEFAULT)));
        var http = HttpClient.newHttpClient()) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      var body = new StringBuilder();
      for (int i = 0; i < LINES; i++) {
        body.append(
            """
            {"id":"p%d","time":"%s","category":"api","action":"read","principal":{"id":"bob"}}
            """
                .formatted(i, now));
      }
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d/v1/events".formatted(server.port())))
              .header("Content-Type", "application/x-ndjson")
              .POST(BodyPublishers.ofString(body + "{\"broken\n"))
              .build();
      for (int time = 1; time <= 2; time++) {
        var response = http.send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        assertTrue(response.body().contains("\"lines\":51,\"events\":50"), response::body);
        int sent = time;
        await("posted lines", () -> ingested(SourceHeader.OWN).read() == (LINES + 1L) * sent);
      }
      await("duplicates", () -> judged(SourceHeader.OWN).duplicates() == LINES);
      assertEquals(LINES, judged(SourceHeader.OWN).scored());
      assertEquals(2, ingested(SourceHeader.OWN).deadLettered());
    }
  }
}
