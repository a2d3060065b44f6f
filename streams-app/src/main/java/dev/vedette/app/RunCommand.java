package dev.vedette.app;

import dev.vedette.events.AccessEvent;
import dev.vedette.flows.ingest.RawSource;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.rest.ClusterSettings;
import dev.vedette.rest.RestSettings;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.AccessEventDeserializer;
import dev.vedette.wire.PluggableDeserializer;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
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
  @Mixin private ClusterOptions clusterOptions;
  @Mixin private StreamsOptions streamsOptions;
  @Mixin private SchemaOptions schemaOptions;

  @Option(
      names = "--data-dir",
      required = true,
      paramLabel = "DIR",
      description = "Where broker and stores keep their data.")
  private Path data;

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
      names = "--raw",
      split = ",",
      paramLabel = "[SOURCE=]FORMAT",
      description = {
        "Also read native records from raw.SOURCE.v1, in a format that ships or a mapping file; the"
            + " source has the format's name if none is given. Several: with commas, or again."
      })
  private List<String> raw = List.of();

  @Option(
      names = "--inbox-deserializer",
      paramLabel = "CLASS",
      description =
          "A class of your own on VEDETTE_CLASSPATH that reads the values of access.events.v1: a"
              + " Kafka Deserializer<AccessEvent>, configured with the client properties.")
  private @Nullable String inboxDeserializer;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = AccessEvent.DEFAULT_TENANT,
      description = "The tenant of native records that name none (default ${DEFAULT-VALUE}).")
  private String tenant;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      defaultValue = "1",
      description = "This instance's stable name among its like (default ${DEFAULT-VALUE}).")
  private String instance;

  @Option(
      names = "--standbys",
      paramLabel = "N",
      defaultValue = "0",
      description = "Copies of every store on other instances (default ${DEFAULT-VALUE}).")
  private int standbys;

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

  @Mixin private AccessOptions accessOptions;

  @Option(
      names = "--rest-rate",
      paramLabel = "N",
      defaultValue = "" + RestSettings.PER_SECOND,
      description =
          "Requests that each client, the holder of a token or else an address, may make in a"
              + " second (default ${DEFAULT-VALUE}; 0: any number).")
  private int restRate;

  @Option(
      names = "--rest-advertise",
      paramLabel = "HOST:PORT",
      description =
          "Where other instances ask this one; by default where it listens, if that is one"
              + " address.")
  private @Nullable String advertise;

  @Option(
      names = "--rest-cluster-key",
      paramLabel = "FILE",
      description =
          "A secret that all instances share, at least 32 bytes; needed where they ask each other"
              + " beyond this machine.")
  private @Nullable Path clusterKey;

  @Option(
      names = "--rest-staleness",
      paramLabel = "SPAN",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description =
          "How old a standby's copy may be that answers for an instance that does not (default"
              + " ${DEFAULT-VALUE}).")
  private Duration staleness = ClusterSettings.STALENESS;

  private final CountDownLatch over = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A mistake in a file of facts, models or the policy, or in who may ask, ends the start before
    // there is a broker.
    var _ = pipelineOptions.settings();
    var _ = accessOptions.settings();
    // So does a registry that is away, or a class that is not there.
    var serdes = new WireSerdes(schemaOptions.writing());
    Wire wire = Wire.with(serdes, inbox(serdes));
    schemaOptions.keepTo(data);
    try (var cluster = clusterOptions.open(data.resolve("broker"))) {
      return run(cluster.clients(), serdes, wire);
    } finally {
      over.countDown();
    }
  }

  private int run(ClientProperties clients, WireSerdes serdes, Wire wire)
      throws IOException, InterruptedException {
    PipelineSettings settings =
        pipelineOptions
            .settings()
            .withTopicPrefix(topicPrefix)
            .withRaw(new RawSources(RawSource.of(raw), tenant));
    ClusterSettings others = others();
    var deployment =
        new Deployment(
            applicationId,
            clients,
            data.resolve("state"),
            streamsOptions.threads(),
            streamsOptions.commitInterval(),
            128L << 20,
            streamsOptions.partitions(),
            false,
            standbys,
            instance,
            others == null ? null : others.advertised());
    Pipeline.provision(settings, deployment);
    String token = restTokenFile == null ? null : RestSettings.tokenOf(restTokenFile);
    var rest = new RestSettings(restHost, restPort, token, restRate, accessOptions.settings());
    var names = new Names(topicPrefix);
    try (var pipeline = Pipeline.start(settings, wire, deployment);
        var server = Serving.start(rest, others, pipeline, settings, clients, serdes, wire)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(pipeline), "stop"));
      var out = spec.commandLine().getOut();
      out.printf(
          "running: events from %s at %s, REST on http://%s:%d%n",
          String.join(", ", names.inboxes(settings.raw())),
          clients.bootstrapServers().orElse("?"),
          restHost,
          server.port());
      out.flush();
      String warning = rest.warning();
      if (warning != null) {
        spec.commandLine().getErr().println("warning: " + warning);
      }
      pipeline.awaitStop();
      pipeline.check();
      return 0;
    }
  }

  /** A user's own class is configured like a consumer's: with the client properties. */
  private Deserializer<AccessEvent> inbox(WireSerdes serdes) {
    return inboxDeserializer == null
        ? new AccessEventDeserializer(serdes)
        : PluggableDeserializer.load(inboxDeserializer, clusterOptions.clients().entries());
  }

  /** How other instances are asked; null if they are not. */
  private @Nullable ClusterSettings others() {
    String at =
        advertise == null
            ? ClusterSettings.advertisedOf(restHost, restPort, clusterKey)
            : advertise;
    if (at == null && clusterKey != null) {
      throw new IllegalArgumentException(
          "other instances cannot know where %s:%d is: say --rest-advertise"
              .formatted(restHost, restPort));
    }
    return at == null ? null : new ClusterSettings(at, clusterKey, staleness);
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
