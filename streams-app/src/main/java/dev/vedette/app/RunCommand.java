package dev.vedette.app;

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
import java.util.concurrent.Callable;
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
      converter = Durations.class,
      description = "How long a transaction lasts (default ${DEFAULT-VALUE}).")
  private Duration commitInterval;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
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
    try (var pipeline = Pipeline.start(settings, Wire.of(PackagedSchemas.load()), deployment)) {
      var stop = new Thread(pipeline::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      var out = spec.commandLine().getOut();
      out.println(
          "running; events are read from "
              + settings.topicPrefix()
              + "access.events.v1 at "
              + clients.bootstrapServers().orElse("?"));
      out.flush();
      pipeline.awaitStop();
      pipeline.check();
      return 0;
    }
  }
}
