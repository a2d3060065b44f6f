package dev.vedette.app;

import dev.vedette.backtest.Backtest;
import dev.vedette.flows.risk.Now;
import dev.vedette.results.RunFiles.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges recorded events without Kafka. */
@Command(
    name = "backtest",
    description = {
      "Judge recorded events by the same code without Kafka: the same files, the same digest.",
      "Also writes scores.csv, a row for each event and subject that it touched."
    },
    mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RecordingOptions recordingOptions;
  @Mixin private PipelineOptions pipelineOptions;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where files go.")
  private Path out;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  BacktestCommand() {}

  @Override
  public Integer call() throws IOException {
    try (var progress = ProgressLine.onStandardError()) {
      var backtest =
          new Backtest(
              recordingOptions.recording(pipelineOptions.grace()),
              pipelineOptions.settings().at(Now.RECEPTION),
              progress::show);
      Summary summary = backtest.run(out);
      progress.clear();
      SummaryText.print(summary, out, json, spec.commandLine().getOut());
      return summary.counts().closes() ? 0 : 1;
    }
  }
}
