package dev.vedette.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventFormatException;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.runtime.TopicDump;
import dev.vedette.runtime.broker.Brokers;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.RegistryClient;
import dev.vedette.schemas.RegistrySettings;
import dev.vedette.schemas.Topics;
import dev.vedette.schemas.WireFormat;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user plugs in: a registry of schema ids, a class that reads the inbox. */
@Timeout(240)
class RunCommandTest {
  private static final Path REGISTRY = Path.of("..", "schemas", "target", "registry");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final String servers = Brokers.forTests();
  private final Names names = new Names(Brokers.unique("run") + ".");

  @Test
  void shouldWriteAndReadWithTheIdsOfARegistry() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(REGISTRY.resolve("quarkus-run.jar")),
        REGISTRY + " is not there: the build was told -Dvedette.registry.skip");
    int port = Brokers.freePort();
    URI url = URI.create("http://127.0.0.1:%d/apis/ccompat/v7".formatted(port));
    Process registry = registry(port);
    try (var schemas = new RegistryClient(RegistrySettings.of(url))) {
      shift(schemas, registry);
      var serdes = new WireSerdes(schemas);
      AccessEvent event = event("{\"action\":\"sign_in\",\"principal\":{\"id\":\"ann\"}}");
      byte[] written = serdes.accessEvents().encode(event);
      assertNotEquals(
          PackagedSchemas.load().id(dev.vedette.schemas.AccessEvent.getClassSchema()),
          WireFormat.schemaId(written),
          "the registry's ids are others");

      Process service = service("--schema-registry", url.toString());
      try {
        List<byte[]> observed = observed(service, written);
        for (byte[] observation : observed) {
          assertEquals(
              schemas.id(dev.vedette.schemas.Observation.getClassSchema()),
              WireFormat.schemaId(observation));
          assertEquals(event.id(), serdes.observations().decode(observation).eventId());
        }
      } finally {
        stop(service);
      }
      String refused = refused("run", "--bootstrap-servers", servers, "--data-dir", data());
      assertTrue(refused.contains("(registry, not packaged)"), refused);
    } finally {
      stop(registry);
    }
  }

  @Test
  void shouldReadTheInboxWithAUsersOwnClass() throws Exception {
    Path clients = directory.resolve("client.properties");
    Files.writeString(clients, "own.greeting=hello\n");
    Process service =
        service(
            "--inbox-deserializer", Own.class.getName(), "--client-properties", clients.toString());
    try {
      List<byte[]> observed = observed(service, "hello bob".getBytes(UTF_8));
      var serdes = new WireSerdes(PackagedSchemas.load());
      List<String> subjects =
          observed.stream()
              .map(bytes -> serdes.observations().decode(bytes))
              .map(Observation::subject)
              .map(subject -> subject.type() + " " + subject.id())
              .toList();
      assertTrue(subjects.contains("USER bob"), subjects::toString);
    } finally {
      stop(service);
    }
  }

  @Test
  void shouldSayBeforeItStartsWhatCannotBePluggedIn() throws Exception {
    String[] run = {"run", "--data-dir", data()};
    String away = refused(run, "--schema-registry", "http://127.0.0.1:1/apis/ccompat/v7");
    assertTrue(away.contains("the schema registry cannot be used: "), away);
    assertTrue(away.contains("http://127.0.0.1:1/apis/ccompat/v7/subjects/"), away);

    Path settings = directory.resolve("registry.properties");
    String[] registry = {
      "--schema-registry", "http://127.0.0.1:1", "--registry-properties", settings.toString()
    };
    Files.writeString(settings, "basic.auth.user.info=ann:hunter2\n");
    String quiet = refused(run, registry);
    assertTrue(quiet.contains("cannot be used"), quiet);
    assertFalse(quiet.contains("hunter2"), quiet);

    Files.writeString(settings, "basic.auth.user.info=hunter2\nbasic.auth.sauce=inherit\n");
    String unknown = refused(run, registry);
    assertTrue(unknown.contains("unknown keys [basic.auth.sauce]"), unknown);
    assertFalse(unknown.contains("hunter2"), unknown);

    String without = refused(run, "--registry-properties", settings.toString());
    assertTrue(without.contains("say which registry"), without);

    String missing = refused(run, "--inbox-deserializer", "org.example.Missing");
    assertTrue(missing.contains("\"org.example.Missing\""), missing);
    assertTrue(missing.contains("is not on the class path"), missing);
    assertFalse(Files.exists(directory.resolve("data")), "nothing was started");
  }

  /** A user's own class: {@code hello NAME} is something that NAME did. */
  public static final class Own implements Deserializer<AccessEvent> {
    private String greeting = "";

    /** For the loader. */
    public Own() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      greeting = String.valueOf(configs.get("own.greeting"));
    }

    @Override
    public AccessEvent deserialize(String topic, byte @Nullable [] bytes) {
      String text = bytes == null ? "" : new String(bytes, UTF_8);
      if (!text.startsWith(greeting + " ")) {
        throw new SerializationException("not " + greeting);
      }
      return event(
          "{\"action\":\"greet\",\"principal\":{\"id\":\"%s\"}}"
              .formatted(text.substring(greeting.length() + 1)));
    }
  }

  private static AccessEvent event(String json) {
    try {
      return EventJson.read(
          json.replaceFirst(
                  "\\{", "{\"time\":%d,\"category\":\"api\",".formatted(System.currentTimeMillis()))
              .getBytes(UTF_8));
    } catch (EventFormatException e) {
      throw new SerializationException(e);
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  /** Gives ids to schemas of somebody else first, when the registry answers. */
  private static void shift(RegistryClient schemas, Process registry) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      try {
        for (int i = 0; i < 20; i++) {
          schemas.register(
              "other." + i,
              SchemaBuilder.record("Other" + i).fields().requiredString("text").endRecord());
        }
        return;
      } catch (dev.vedette.schemas.RegistryException e) {
        if (System.nanoTime() > deadline || registry.waitFor(200, TimeUnit.MILLISECONDS)) {
          throw e;
        }
      }
    }
  }

  private Process registry(int port) throws IOException {
    return new ProcessBuilder(
            java(),
            "-Xmx384m",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.management.enabled=false",
            "-jar",
            "quarkus-run.jar")
        .directory(REGISTRY.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("registry.log").toFile())
        .start();
  }

  private Process service(String... more) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Vedette.class.getName(),
                "run",
                "--bootstrap-servers",
                servers,
                "--topic-prefix",
                names.prefix(),
                "--application-id",
                names.prefix() + "app",
                "--data-dir",
                data(),
                "--partitions",
                "1",
                "--commit-interval",
                "100ms",
                "--rest-port",
                "0"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("service.log").toFile())
        .start();
  }

  /** What the service makes of one record of the inbox. */
  private List<byte[]> observed(Process service, byte[] record) throws Exception {
    Path log = directory.resolve("service.log");
    await(service, () -> Files.readString(log).contains("running: "));
    ClientProperties clients = ClientProperties.NONE.withBootstrapServers(servers);
    try (var producer =
        new KafkaProducer<>(
            clients.toProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(names.inbox(), record)).get();
    }
    var observed = new ArrayList<byte[]>();
    await(
        service,
        () -> {
          new TopicDump(clients, names)
              .read(Topics.OBSERVATIONS, new ByteArrayDeserializer(), observed::add);
          return !observed.isEmpty();
        });
    return observed;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Process service, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline || service.waitFor(200, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(Files.readString(directory.resolve("service.log")));
      }
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static String refused(String[] before, String... more) {
    var all = new ArrayList<>(List.of(before));
    all.addAll(List.of(more));
    return refused(all.toArray(String[]::new));
  }

  private static String refused(String... arguments) {
    var err = new StringWriter();
    int code = Vedette.commandLine().setErr(new PrintWriter(err)).execute(arguments);
    assertEquals(1, code, err::toString);
    return err.toString();
  }
}
