package dev.vedette.training;

import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.ModelKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns what the evidence of detectors is worth. */
@Command(
    name = "calibration",
    description = {
      "Learn from runs without attacks what the evidence of each detector is worth, so that the mean"
          + " of e^evidence over benign windows is at most 1 + epsilon.",
      "Prints that mean as claimed and as believed, with its 5 % and 95 % quantiles over subjects; of"
          + " held-out runs too."
    },
    mixinStandardHelpOptions = true)
final class CalibrationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions runs;
  @Mixin private HeadOptions head;

  @Option(
      names = "--held-out",
      paramLabel = "DIR",
      description = "A run without attacks that is measured and not learned from. May be repeated.")
  private @Nullable List<Path> heldOut;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      defaultValue = "0.05",
      description = "How far above 1 the mean may be (default ${DEFAULT-VALUE}).")
  private double epsilon;

  @SuppressWarnings("NullAway.Init")
  CalibrationCommand() {}

  @Override
  public Integer call() throws IOException {
    var fit = new CalibrationFit(epsilon, head.seed());
    Benign benign = Benign.read(runs.runs(), runs.fromMillis());
    var curves = new TreeMap<String, Calibration.Curve>();
    var taxes = new TreeMap<String, Double>();
    benign
        .detectors()
        .forEach((detector, data) -> {
          if (data.windows() > 0) {
            CalibrationFit.Fitted fitted = fit.fit(data);
            curves.put(detector, fitted.curve());
            taxes.put(detector, fitted.taxMicros() / 1e6);
          }
        });
    var calibration = new Calibration(head.head(ModelKind.CALIBRATION, runs.files()), curves);
    long bytes = head.write(calibration);
    PrintWriter to = spec.commandLine().getOut();
    to.printf(Locale.ROOT, "%s: %d detectors, %,d bytes%n", head.out(), curves.size(), bytes);
    print(to, "learned from", benign, calibration);
    if (heldOut != null) {
      List<Run> others = heldOut.stream().map(Run::new).toList();
      print(to, "held out", Benign.read(others, runs.fromMillis()), calibration);
    }
    to.println("\nTax, in nats: " + taxes);
    return 0;
  }

  private void print(PrintWriter to, String title, Benign data, Calibration calibration) {
    to.printf(
        Locale.ROOT,
        "%n%-24s %12s %8s   %-28s %-28s%n",
        title,
        "windows",
        "claims",
        "mean of e^claimed",
        "mean of e^believed");
    data.detectors()
        .forEach((detector, of) ->
            to.printf(
                Locale.ROOT,
                "%-24s %,12d %,8d   %-28s %-28s%n",
                detector,
                of.windows(),
                of.claims().size(),
                text(MeanOfE.of(of, micros -> micros, head.seed())),
                text(MeanOfE.of(of, micros -> calibration.apply(detector, micros), head.seed()))));
  }

  private static String text(MeanOfE mean) {
    return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", mean.mean(), mean.low(), mean.high());
  }
}
