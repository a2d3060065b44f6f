package dev.vedette.app;

import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the formats that ship, and runs the samples of these or of a user's own. */
@Command(
    name = "formats",
    subcommands = MeasureCommand.class,
    description = "List the formats that come with Vedette: name, kind, samples, what it reads.",
    mixinStandardHelpOptions = true)
final class FormatsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  FormatsCommand() {}

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    for (String name : Formats.names()) {
      Format format = Formats.named(name);
      out.printf(
          "%-20s %-18s %4d  %s%n", name, format.kind(), format.sampleCount(), format.about());
    }
    out.flush();
    return 0;
  }

  /** Runs the samples of formats; fails if one is not met. */
  @Command(
      name = "test",
      description = {
        "Run the samples of formats and show where the outcome is not what they expect.",
        "Exit code 0 if all are met, 1 if not or if a file is not a mapping."
      },
      mixinStandardHelpOptions = true)
  int test(
      @Parameters(
              arity = "0..*",
              paramLabel = "NAME|FILE.yaml",
              description = "Formats that ship, or mapping files; all that ship if none is given.")
          List<String> formats)
      throws IOException {
    var out = spec.commandLine().getOut();
    int samples = 0;
    int complaints = 0;
    for (String name : formats == null || formats.isEmpty() ? Formats.names() : formats) {
      Format format = Formats.of(name);
      List<String> found = format.sampleComplaints();
      found.forEach(out::println);
      samples += format.sampleCount();
      complaints += found.size();
      out.printf("%s: %d samples, %d differences%n", name, format.sampleCount(), found.size());
    }
    out.printf("%d samples, %d differences%n", samples, complaints);
    out.flush();
    return complaints == 0 ? 0 : 1;
  }
}
