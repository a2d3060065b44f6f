package dev.vedette.app;

import dev.vedette.agreement.Accounting;
import dev.vedette.agreement.Agreement;
import dev.vedette.agreement.Measurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the formats on data that nobody here wrote. */
@Command(
    name = "measure",
    description = {
      "Read the records of others that lie in a folder and print what becomes of them, and how far",
      "the formats agree with what experts say about the same records (docs/agreement.md)."
    },
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DATA_FOLDER",
      description = {
        "The folder with panther_rule_tests, aws_stratus_datadog, sekoia_intake_pairs and",
        "ocsf_pairs; what is absent is passed over."
      })
  private Path data;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Measure this format only (default: all).")
  private @Nullable String format;

  @Option(
      names = "--details",
      description = "Show every record that is no event and every field that is not as expected.")
  private boolean details;

  @SuppressWarnings("NullAway.Init")
  MeasureCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(data)) {
      throw new ParameterException(spec.commandLine(), data + " is not a folder");
    }
    PrintWriter out = spec.commandLine().getOut();
    var measurement = new Measurement(data, format);
    boolean tests = print(out, "Records of panther_rule_tests", measurement.ruleTests());
    boolean attacks = print(out, "Records of aws_stratus_datadog", measurement.detonations());
    print(out, "Agreement with sekoia_intake_pairs", "intake", measurement.intakes());
    print(out, "Agreement with ocsf_pairs", "pair", measurement.ocsfPairs());
    out.flush();
    return tests && attacks ? 0 : 1;
  }

  private boolean print(PrintWriter out, String title, @Nullable Accounting accounting) {
    if (accounting == null) {
      out.printf("%s: not in %s%n%n", title, data);
      return true;
    }
    out.printf("%s%n%n%s%n", title, accounting.text("log type"));
    lines(out, accounting.details());
    return accounting.isComplete();
  }

  private void print(
      PrintWriter out, String title, String kindHeading, @Nullable Agreement agreement) {
    if (agreement == null) {
      out.printf("%s: not in %s%n%n", title, data);
      return;
    }
    out.printf("%s%n%n%s%n", title, agreement.text(kindHeading));
    lines(out, agreement.details());
  }

  private void lines(PrintWriter out, List<String> lines) {
    if (details && !lines.isEmpty()) {
      lines.forEach(out::println);
      out.println();
    }
  }
}
