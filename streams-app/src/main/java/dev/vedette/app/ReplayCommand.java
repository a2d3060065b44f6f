package dev.vedette.app;

import dev.vedette.flows.Now;
import dev.vedette.replay.Progress;
import dev.vedette.replay.Recording;
import dev.vedette.replay.Replay;
import dev.vedette.replay.ReplayIdentity;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "Writes signals.jsonl, signal-versions.jsonl, session-activity.jsonl, risk.jsonl,"
          + " risk-updates.jsonl, alerts.jsonl, verdicts.jsonl, dead-letters.jsonl and summary.json."
          + " A run that was interrupted goes on where it was."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RecordingOptions recordingOptions;
  @Mixin private PipelineOptions pipelineOptions;
  @Mixin private ClusterOptions clusterOptions;
  @Mixin private StreamsOptions streamsOptions;
  @Mixin private SchemaOptions schemaOptions;
  @Mixin private SummaryOptions summaryOptions;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where broker and stores keep their data (default: DIR/.vedette of --out).")
  private @Nullable Path dataDirectory;

  @SuppressWarnings("NullAway.Init")
  ReplayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Recording recording = recordingOptions.recording(pipelineOptions.grace());
    PipelineSettings settings = pipelineOptions.settings().at(Now.RECEPTION);
    var identity =
        ReplayIdentity.of(
            recording, settings, pipelineOptions.modelsDigest(), schemaOptions.origin());
    Path out = summaryOptions.out();
    Path data = dataDirectory == null ? out.resolve(".vedette") : dataDirectory;
    Files.createDirectories(out);
    var schemas = schemaOptions.writing();
    identity.claim(data, streamsOptions.partitions());
    try (var cluster = clusterOptions.open(data.resolve("broker"));
        var progress = ProgressLine.onStandardError()) {
      var deployment =
          new Deployment(
              identity.applicationId(),
              cluster.clients(),
              data.resolve("state"),
              streamsOptions.threads(),
              streamsOptions.commitInterval(),
              64L << 20,
              streamsOptions.partitions(),
              true,
              0,
              "replay");
      var replay =
          new Replay(
              recording,
              cluster.isEmbedded() ? settings : settings.withTopicPrefix(identity.topicPrefix()),
              deployment,
              schemas,
              told(progress));
      Summary summary = replay.run(out);
      progress.clear();
      return summaryOptions.print(summary, spec.commandLine().getOut());
    }
  }

  private Replay.Listener told(ProgressLine line) {
    return new Replay.Listener() {
      @Override
      public void read(Progress progress, long bytesRead, long totalBytes) {
        line.show(progress.items(), bytesRead, totalBytes);
      }

      @Override
      public void alreadyEnded() {
        spec.commandLine()
            .getErr()
            .println("this replay had already ended; its files are written again");
      }
    };
  }
}
