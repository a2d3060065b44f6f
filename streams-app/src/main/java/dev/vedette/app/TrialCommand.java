package dev.vedette.app;

import dev.vedette.trial.Trial;
import dev.vedette.trial.TrialPage;
import dev.vedette.trial.TrialReport;
import dev.vedette.trial.TrialSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Attacks simulated companies and counts what is found. */
@Command(
    name = "trial",
    description = {
      "Let simulated companies live and be attacked, and count which attacks raise an alert, how"
          + " soon, and how many alerts are false.",
      "Also says of each detector what it said of attacks, what of honest life, and how well its"
          + " evidence is calibrated.",
      "With --out it writes trial.json and trial.html, a page without anything from elsewhere."
    },
    mixinStandardHelpOptions = true)
final class TrialCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipelineOptions;
  @Mixin private TrialOptions trialOptions;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "500",
      description = "Users of each company (default ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "30",
      description = "Days; attacks come in the second half (default ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--strengths",
      paramLabel = "X",
      split = ",",
      defaultValue = "1",
      description = "How loud attacks are, 0.25 to 2 (default ${DEFAULT-VALUE}).")
  private List<Double> strengths;

  @Option(names = "--out", paramLabel = "DIR", description = "Where trial.json and trial.html go.")
  private @Nullable Path out;

  @SuppressWarnings("NullAway.Init")
  TrialCommand() {}

  @Override
  public Integer call() throws IOException {
    TrialReport report =
        Trial.run(
            new TrialSettings(
                users, days, trialOptions.learnDays(), trialOptions.seeds(), strengths),
            pipelineOptions.settings(),
            TrialOptions.progress("trial", spec.commandLine().getErr()));
    if (out != null) {
      TrialPage.write(report, out);
    }
    trialOptions.print(
        spec.commandLine().getOut(), report::json, report::text, report::falseAlerts);
    return 0;
  }
}
