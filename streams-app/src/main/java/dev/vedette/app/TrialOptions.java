package dev.vedette.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What every trial of simulated lives may be told, and how its report is printed. */
final class TrialOptions {
  @Option(
      names = "--learn-days",
      paramLabel = "D",
      defaultValue = "14",
      description = "The first days only teach (default ${DEFAULT-VALUE}).")
  private int learnDays;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "1",
      description = "Which lives: a seed each (default ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(names = "--false-alerts", description = "List every false alert.")
  private boolean falseAlerts;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  TrialOptions() {}

  int learnDays() {
    return learnDays;
  }

  List<Long> seeds() {
    return seeds;
  }

  /** Shows lines of progress under a command's name. */
  static Consumer<String> progress(String command, PrintWriter to) {
    return line -> {
      to.println(command + ": " + line);
      to.flush();
    };
  }

  /** Prints a report as it was asked for. */
  void print(
      PrintWriter out,
      Supplier<String> asJson,
      Supplier<String> asText,
      Supplier<String> itsFalseAlerts) {
    out.print(json ? asJson.get() + '\n' : asText.get());
    if (falseAlerts && !json) {
      out.print('\n' + itsFalseAlerts.get());
    }
    out.flush();
  }
}
