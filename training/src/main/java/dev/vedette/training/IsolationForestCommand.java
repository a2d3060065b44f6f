package dev.vedette.training;

import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.ModelKind;
import dev.vedette.detectors.model.SubjectHour;
import dev.vedette.events.SubjectType;
import dev.vedette.training.smile.ForestExport;
import dev.vedette.training.smile.ForestOptions;
import dev.vedette.training.smile.ForestTraining;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Grows an isolation forest of subject-hours. */
@Command(
    name = "isolation-forest",
    description = "Learn which hours of a principal are unlike all others.",
    mixinStandardHelpOptions = true)
final class IsolationForestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions runs;
  @Mixin private HeadOptions head;

  @Option(
      names = "--subjects",
      split = ",",
      paramLabel = "TYPE",
      defaultValue = "user,service",
      description = "Whose hours count (default ${DEFAULT-VALUE}).")
  private List<String> subjects;

  @Option(
      names = "--trees",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many trees (default ${DEFAULT-VALUE}).")
  private int trees;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "256",
      description = "From how many hours each tree is grown (default ${DEFAULT-VALUE}).")
  private int sample;

  @Option(
      names = "--together",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many features a split looks at; more than 1 is the extended forest (default"
              + " ${DEFAULT-VALUE}).")
  private int together;

  @SuppressWarnings("NullAway.Init")
  IsolationForestCommand() {}

  @Override
  public Integer call() throws IOException {
    var options = new ForestOptions(trees, sample, together, head.seed());
    var types = EnumSet.noneOf(SubjectType.class);
    subjects.forEach(type -> types.add(SubjectType.of(type)));
    var hours = new SubjectHours(types, runs.fromMillis());
    for (Run run : runs.runs()) {
      hours.add(run);
    }
    double[][] points = hours.points();
    ModelHead modelHead = head.head(ModelKind.ISOLATION_FOREST, runs.files());
    IsolationForest forest =
        ForestExport.of(modelHead, SubjectHour.FEATURES, ForestTraining.fit(points, options));
    long bytes = head.write(forest);
    double[] scores = Arrays.stream(points).mapToDouble(forest::score).sorted().toArray();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d trees of %,d hours, %,d bytes; scores of the training hours: median %.3f, 99%%"
                + " %.3f, 99.9%% %.3f, greatest %.3f%n",
            head.out(),
            trees,
            points.length,
            bytes,
            quantile(scores, 0.5),
            quantile(scores, 0.99),
            quantile(scores, 0.999),
            quantile(scores, 1));
    return 0;
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  }
}
