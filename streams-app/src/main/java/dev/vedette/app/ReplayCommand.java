package dev.vedette.app;

import dev.vedette.flows.risk.Now;
import dev.vedette.replay.Recording;
import dev.vedette.replay.Replay;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends recorded events through the real topology. */
@Command(
    name = "replay",
    description = {
      "Send recorded events through the real topology on a real broker, exactly once.",
      "Writes signals.jsonl, risk.jsonl, risk-updates.jsonl, alerts.jsonl, dead-letters.jsonl and"
          + " summary.json. A run that was interrupted goes on where it was."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RecordingOptions recordingOptions;
  @Mixin private PipelineOptions pipelineOptions;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where files go.")
  private Path out;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where broker and stores keep their data (default: DIR/.vedette of --out).")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "A Kafka cluster to use instead of the embedded broker.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for Kafka's clients, such as TLS.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the topics (default ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Stream threads (default ${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  ReplayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Recording recording = recordingOptions.recording(pipelineOptions.grace());
    PipelineSettings settings = pipelineOptions.settings().at(Now.RECEPTION);
    String identity = recording.identity();
    Path data = dataDirectory == null ? out.resolve(".vedette") : dataDirectory;
    Files.createDirectories(out);
    SameRun.check(data, identity, settings, partitions);
    ClientProperties clients =
        clientProperties == null ? ClientProperties.NONE : ClientProperties.load(clientProperties);
    if (bootstrapServers != null) {
      return run(
          recording,
          settings.withTopicPrefix("replay." + identity + "."),
          clients.withBootstrapServers(bootstrapServers),
          "replay-" + identity,
          data);
    }
    try (var broker = EmbeddedBroker.start(data.resolve("broker"), BrokerSettings.DEFAULT)) {
      return run(
          recording,
          settings,
          clients.withBootstrapServers(broker.bootstrapServers()),
          "replay-" + identity,
          data);
    }
  }

  private int run(
      Recording recording,
      PipelineSettings settings,
      ClientProperties clients,
      String applicationId,
      Path data)
      throws IOException, InterruptedException {
    var deployment =
        new Deployment(
            applicationId,
            clients,
            data.resolve("state"),
            threads,
            Duration.ofMillis(100),
            64L << 20,
            partitions,
            true,
            0,
            "replay");
    try (var progress = ProgressLine.onStandardError()) {
      var replay =
          new Replay(
              recording,
              settings,
              deployment,
              (read, bytes, total) -> progress.show(read.items(), bytes, total));
      Summary summary = replay.run(out);
      progress.clear();
      SummaryText.print(summary, out, json, spec.commandLine().getOut());
      return summary.counts().closes() ? 0 : 1;
    }
  }
}
