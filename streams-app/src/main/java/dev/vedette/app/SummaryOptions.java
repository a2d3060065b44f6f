package dev.vedette.app;

import dev.vedette.json.Json;
import dev.vedette.results.RunFiles;
import dev.vedette.results.RunFiles.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where the files of a run over recorded events go, and how it is summed up. */
final class SummaryOptions {
  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where files go.")
  private Path out;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  SummaryOptions() {}

  Path out() {
    return out;
  }

  /**
   * Prints the summary, as JSON for programs or as text for people.
   *
   * @return the exit code: 0 if the counts close, else 1
   */
  int print(Summary summary, PrintWriter to) {
    if (json) {
      to.println(Json.text(generator -> RunFiles.write(summary, generator)));
    } else {
      printText(summary, to);
    }
    to.flush();
    return summary.counts().closes() ? 0 : 1;
  }

  private void printText(Summary summary, PrintWriter to) {
    var counts = summary.counts();
    to.printf(
        Locale.ROOT,
        "read %,d = scored %,d + duplicates %,d + too late %,d + ignored %,d + dead letters %,d%s%n",
        counts.read(),
        counts.scored(),
        counts.duplicates(),
        counts.tooLate(),
        counts.ignored(),
        counts.deadLettered(),
        counts.closes() ? "" : "   THE ACCOUNT DOES NOT CLOSE");
    to.printf(
        Locale.ROOT,
        "%,d signals, %,d risk updates, %,d alerts in %.1f s%n",
        summary.signals(),
        summary.riskUpdates(),
        summary.alerts(),
        summary.seconds());
    if (counts.skewed() > 0) {
      to.printf(
          Locale.ROOT,
          "%,d observations came after their window had closed: they count, but another run may"
              + " differ%n",
          counts.skewed());
    }
    to.println("digest " + summary.digest());
    to.println("files in " + out);
  }
}
