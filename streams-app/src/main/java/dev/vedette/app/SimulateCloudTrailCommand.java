package dev.vedette.app;

import dev.vedette.simulator.cloudtrail.TrailSettings;
import dev.vedette.trail.TrailFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the trail of a cloud account. */
@Command(
    name = "simulate-cloudtrail",
    description =
        "Write the CloudTrail of a simulated account, with recorded attacks mixed in if wished; same"
            + " seed, same bytes.",
    mixinStandardHelpOptions = true)
final class SimulateCloudTrailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--principals",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many people, pipelines, machines and services.")
  private int principals;

  @Option(names = "--days", paramLabel = "D", defaultValue = "14", description = "How many days.")
  private int days;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Which account.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Records as JSON lines, for --source cloudtrail; .gz is packed.")
  private Path out;

  @Option(
      names = "--inject",
      paramLabel = "FOLDER",
      description =
          "Files of CloudTrail JSON, a technique of attack each: put in once, in the second half,"
              + " onto a principal of the account.")
  private @Nullable Path inject;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Which events were put in, as CSV; the campaign is the technique's file.")
  private @Nullable Path labels;

  @SuppressWarnings("NullAway.Init")
  SimulateCloudTrailCommand() {}

  @Override
  public Integer call() throws IOException {
    TrailSettings settings;
    try {
      settings = TrailSettings.of(principals, days, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    var written = TrailFiles.write(settings, out, labels, inject);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d records of %d principals in %d days, %d techniques with %,d records%n",
            written.records(),
            principals,
            days,
            written.techniques(),
            written.labels());
    return 0;
  }
}
