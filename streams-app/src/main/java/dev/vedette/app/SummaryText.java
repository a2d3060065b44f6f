package dev.vedette.app;

import dev.vedette.json.Json;
import dev.vedette.results.RunFiles;
import dev.vedette.results.RunFiles.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** A run's summary for people, or as JSON for programs. */
final class SummaryText {
  private SummaryText() {}

  static void print(Summary summary, Path out, boolean json, PrintWriter to) {
    if (json) {
      to.println(Json.text(generator -> RunFiles.write(summary, generator)));
      to.flush();
      return;
    }
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
    to.flush();
  }
}
