package dev.vedette.app;

import dev.vedette.backtest.Backtest;
import dev.vedette.flows.Now;
import dev.vedette.results.RunFiles.Summary;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private SummaryOptions summaryOptions;

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
      Summary summary = backtest.run(summaryOptions.out());
      progress.clear();
      return summaryOptions.print(summary, spec.commandLine().getOut());
    }
  }
}
