package dev.vedette.app;

import dev.vedette.trail.TrailTrial;
import dev.vedette.trail.TrailTrialReport;
import dev.vedette.trail.TrailTrialSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Attacks a simulated cloud account with recorded techniques and counts what is found. */
@Command(
    name = "trial-cloudtrail",
    description = {
      "Mix recorded techniques of attack into the CloudTrail of simulated accounts, and count which"
          + " raise a signal of the right family or an alert, and how many alerts are false.",
      "A signal is of the right family if the ATT&CK technique that it names serves the tactic in"
          + " the middle of the file's name (aws.TACTIC.name.json); Valid Accounts (T1078) counts"
          + " for initial access only."
    },
    mixinStandardHelpOptions = true)
final class TrialCloudTrailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipelineOptions;
  @Mixin private TrialOptions trialOptions;

  @Option(
      names = "--inject",
      required = true,
      paramLabel = "FOLDER",
      description = "Files of CloudTrail JSON, a technique each, as of simulate-cloudtrail.")
  private Path inject;

  @Option(
      names = "--principals",
      paramLabel = "N",
      defaultValue = "200",
      description = "Principals of each account (default ${DEFAULT-VALUE}).")
  private int principals;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "28",
      description = "Days; techniques come in the second half (default ${DEFAULT-VALUE}).")
  private int days;

  @SuppressWarnings("NullAway.Init")
  TrialCloudTrailCommand() {}

  @Override
  public Integer call() throws IOException {
    TrailTrialReport report =
        TrailTrial.run(
            new TrailTrialSettings(
                principals, days, trialOptions.learnDays(), trialOptions.seeds(), inject),
            pipelineOptions.settings(),
            TrialOptions.progress("trial-cloudtrail", spec.commandLine().getErr()));
    trialOptions.print(
        spec.commandLine().getOut(), report::json, report::text, report::falseAlerts);
    return 0;
  }
}
