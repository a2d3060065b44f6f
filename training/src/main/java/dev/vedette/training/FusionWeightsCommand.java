package dev.vedette.training;

import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.ModelKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns how much evidence weighs. */
@Command(
    name = "fusion-weights",
    description = "Learn from verdicts how much the evidence of each family weighs.",
    mixinStandardHelpOptions = true)
final class FusionWeightsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HeadOptions head;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "A folder with the signals.jsonl that the verdicts are about.")
  private Path run;

  @Option(
      names = "--verdicts",
      required = true,
      paramLabel = "FILE",
      description =
          "CSV subject_type,subject_id,from,to,verdict; a verdict is malicious or benign.")
  private Path verdicts;

  @Option(
      names = "--penalty",
      paramLabel = "L",
      defaultValue = "10",
      description =
          "How strongly factors are held at 1 against few verdicts (default ${DEFAULT-VALUE}).")
  private double penalty;

  @SuppressWarnings("NullAway.Init")
  FusionWeightsCommand() {}

  @Override
  public Integer call() throws IOException {
    var signals = new Run(run);
    FusionWeights weights =
        new FusionFit(penalty)
            .fit(
                head.head(ModelKind.FUSION_WEIGHTS, List.of(signals.signals(), verdicts)),
                Verdicts.examples(Verdicts.read(verdicts), signals));
    long bytes = head.write(weights);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %s from %,d verdicts, %,d bytes%n",
            head.out(),
            weights.families(),
            weights.verdicts(),
            bytes);
    return 0;
  }
}
