package dev.vedette.app;

import dev.vedette.rest.RestServer;
import dev.vedette.rest.RestSettings;
import dev.vedette.rest.StoreQueries;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service. */
@Command(
    name = "run",
    description = {
      "Run the service until it is stopped: events from access.events.v1, risk updates to"
          + " risk.updates.v1, alerts to alerts.v1.",
      "Without --bootstrap-servers it brings its own broker, on this machine only."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipelineOptions;

  @Option(
      names = "--data-dir",
      required = true,
      paramLabel = "DIR",
      description = "Where broker and stores keep their data.")
  private Path data;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster (default: an embedded broker).")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for Kafka's clients, such as TLS.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = Topics.APPLICATION,
      description = "Names consumer group and changelogs (default ${DEFAULT-VALUE}).")
  private String applicationId;

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Put before every topic's name.")
  private String topicPrefix;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      defaultValue = "1",
      description = "This instance's stable name among its like (default ${DEFAULT-VALUE}).")
  private String instance;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of topics that do not exist yet (default ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Stream threads (default ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--standbys",
      paramLabel = "N",
      defaultValue = "0",
      description = "Copies of every store on other instances (default ${DEFAULT-VALUE}).")
  private int standbys;

  @Option(
      names = "--commit-interval",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      converter = DurationConverter.class,
      description = "How long a transaction lasts (default ${DEFAULT-VALUE}).")
  private Duration commitInterval;

  @Option(
      names = "--rest-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Where REST listens (default ${DEFAULT-VALUE}); elsewhere needs a token.")
  private String restHost;

  @Option(
      names = "--rest-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port of REST (default ${DEFAULT-VALUE}; 0 for any free one).")
  private int restPort;

  @Option(
      names = "--rest-token-file",
      paramLabel = "FILE",
      description = "A file with the token that callers of REST must show.")
  private @Nullable Path restTokenFile;

  private final CountDownLatch over = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A mistake in a file of facts ends the start before there is a broker.
    var _ = pipelineOptions.facts();
    try {
      return onCluster();
    } finally {
      over.countDown();
    }
  }

  private int onCluster() throws IOException, InterruptedException {
    ClientProperties clients =
        clientProperties == null ? ClientProperties.NONE : ClientProperties.load(clientProperties);
    String servers =
        bootstrapServers != null ? bootstrapServers : clients.bootstrapServers().orElse(null);
    if (servers != null) {
      return run(clients.withBootstrapServers(servers));
    }
    try (var broker = EmbeddedBroker.start(data.resolve("broker"), BrokerSettings.DEFAULT)) {
      return run(clients.withBootstrapServers(broker.bootstrapServers()));
    }
  }

  private int run(ClientProperties clients) throws IOException, InterruptedException {
    PipelineSettings settings = pipelineOptions.settings().withTopicPrefix(topicPrefix);
    var deployment =
        new Deployment(
            applicationId,
            clients,
            data.resolve("state"),
            threads,
            commitInterval,
            128L << 20,
            partitions,
            false,
            standbys,
            instance);
    Pipeline.provision(settings, deployment);
    RestSettings rest =
        restTokenFile == null
            ? new RestSettings(restHost, restPort, null)
            : RestSettings.withTokenFile(restHost, restPort, restTokenFile);
    try (var pipeline = Pipeline.start(settings, Wire.of(PackagedSchemas.load()), deployment);
        var server =
            RestServer.start(rest, new StoreQueries(pipeline, settings, InstantSource.system()))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(pipeline), "stop"));
      var out = spec.commandLine().getOut();
      out.printf(
          "running: events from %s%s at %s, REST on http://%s:%d%n",
          topicPrefix,
          Topics.ACCESS_EVENTS.name(),
          clients.bootstrapServers().orElse("?"),
          restHost,
          server.port());
      out.flush();
      pipeline.awaitStop();
      pipeline.check();
      return 0;
    }
  }

  /** On SIGTERM: the process ends when everything it holds is closed, the broker last. */
  private void stop(Pipeline pipeline) {
    pipeline.close();
    try {
      var _ = over.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
