package dev.vedette.trial;

import dev.vedette.picture.Html;
import dev.vedette.picture.Svg;
import dev.vedette.trial.TrialReport.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** A trial as one page of HTML: what is found, how it depends on strength, and what is promised. */
public final class TrialPage {
  /** Tails are drawn from a hundred-thousandth of what is promised to a hundred times of it. */
  private static final int LEAST_DECADE = -5;

  private static final int MOST_DECADE = 2;
  private static final double WIDTH = 210;
  private static final double LINE = 7;

  private final TrialReport report;
  private final StringBuilder out = new StringBuilder(1 << 15);
  private final Formatter lines = new Formatter(out, Locale.ROOT);

  private TrialPage(TrialReport report) {
    this.report = report;
  }

  /** Writes {@code trial.json} and {@code trial.html} into a folder, which is made if need be. */
  public static void write(TrialReport report, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("trial.json"), report.json() + "\n");
    Files.writeString(folder.resolve("trial.html"), new TrialPage(report).page());
  }

  private String page() {
    TrialSettings settings = report.settings();
    lines.format(
        "<p>%d users, %d days of which the first %d only teach; companies %s.</p>%n",
        settings.users(), settings.days(), settings.learnDays(), settings.seeds());
    out.append("<section class=\"card\"><h2>What is found</h2>\n");
    for (double strength : settings.strengths()) {
      found(strength);
    }
    out.append("</section>\n");
    if (settings.strengths().size() > 1) {
      byStrength();
    }
    calibration();
    return Html.page("Trial", out);
  }

  private void found(double strength) {
    lines.format(
        "<h3>Attacks of strength %s <small>%.2f false alerts a day for 200 users</small></h3>"
            + "<table><thead><tr><th>attack</th><th>found</th><th></th><th>median minutes</th>"
            + "</tr></thead><tbody>%n",
        strength, report.falseAlerts(strength));
    report
        .kinds(strength)
        .forEach((attack, kind) ->
            lines.format(
                "<tr><td>%s</td><td class=\"n\">%d of %d</td><td>%s</td><td class=\"n\">%s</td>"
                    + "</tr>%n",
                Svg.text(attack.replace('_', ' ')),
                kind.found(),
                kind.campaigns(),
                bar(kind.recall()),
                Double.isNaN(kind.medianMinutes())
                    ? "–"
                    : String.format(Locale.ROOT, "%,.1f", kind.medianMinutes())));
    out.append("</tbody></table>\n");
  }

  private static String bar(double share) {
    return new Svg(120, 10, String.format(Locale.ROOT, "%.2f", share))
        .rect(0, 1, 120, 8, "empty", "")
        .rect(0, 1, 120 * share, 8, "own", String.format(Locale.ROOT, "%.2f", share))
        .end();
  }

  private void byStrength() {
    out.append("<section class=\"card\"><h2>Recall against strength</h2>")
        .append("<p>Of each kind of attack, how many of its campaigns raise an alert, as they get")
        .append(" louder.</p><div class=\"multiples\">\n");
    List<Double> strengths = report.settings().strengths().stream().sorted().toList();
    for (String attack : report.kinds(strengths.getLast()).keySet()) {
      lines.format(
          "<figure><figcaption>%s</figcaption>%s</figure>%n",
          Svg.text(attack.replace('_', ' ')), curve(attack, strengths));
    }
    out.append("</div></section>\n");
  }

  private String curve(String attack, List<Double> strengths) {
    double left = 26;
    double top = 10;
    double width = 130;
    double height = 70;
    var svg = new Svg(170, 100, attack + ": recall by strength");
    for (int half = 0; half <= 2; half++) {
      double y = top + height * (1 - half / 2.0);
      svg.line(left, y, left + width, y, "grid");
      svg.label(left - 4, y + 4, "end", List.of("0", "½", "1").get(half));
    }
    var path = new StringBuilder();
    for (int i = 0; i < strengths.size(); i++) {
      double x = left + width * (i + 0.5) / strengths.size();
      Kind kind = report.kinds(strengths.get(i)).get(attack);
      svg.label(x, top + height + 16, "middle", trimmed(strengths.get(i)));
      if (kind != null) {
        double y = top + height * (1 - kind.recall());
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
        String what = "%d of %d".formatted(kind.found(), kind.campaigns());
        svg.dot(x, y, 4, "own", what);
      }
    }
    return svg.path(path, "curve own").end();
  }

  private static String trimmed(double strength) {
    return strength == Math.rint(strength)
        ? String.format(Locale.ROOT, "%.0f", strength)
        : Double.toString(strength);
  }

  private void calibration() {
    out.append(
        """
        <section class="card"><h2>Calibration</h2>
        <p>Evidence of x nats promises that honest life reaches it in at most e^−x of its windows, \
        and that the mean of e^evidence over them is at most 1; a user's sum over all detectors, \
        decayed, promises e^(1−x) at any fixed time. A line of dots for 2, 4, 6 and 8 nats, from above, \
        on a scale from 0.00001 to 100 times what is promised: left of the broken line the promise \
        is kept. Full dots: how windows end; rings: the most that they ever had. Interval: 95 %%, \
        each subject with all of its windows being one draw. Companies under attacks of strength %s.</p>
        <table><thead><tr><th>detector</th><th>benign windows</th><th>mean of e^evidence</th>\
        <th>times what is promised</th>\
        <th>true signals</th><th>others</th></tr></thead><tbody>
        """
            .formatted(trimmed(report.reference())));
    row("<b>all of a user, decayed, at the end of each day</b>", report.sums(), 1, "", "");
    report
        .detectors()
        .forEach((id, tally) -> {
          if (tally.trueSignals() + tally.falseSignals() > 0) {
            row(
                Svg.text(id),
                tally.calibration(),
                0,
                "%,d".formatted(tally.trueSignals()),
                "%,d".formatted(tally.falseSignals()));
          }
        });
    out.append("</tbody></table>");
    List<String> silent =
        report.detectors().entrySet().stream()
            .filter(one -> one.getValue().trueSignals() + one.getValue().falseSignals() == 0)
            .map(one -> Svg.text(one.getKey()))
            .toList();
    lines.format(
        "<p>%d said nothing here%s%s.</p></section>%n",
        silent.size(), silent.isEmpty() ? "" : ": ", String.join(", ", silent));
  }

  private void row(
      String name, CalibrationTally tally, double allowance, String attacks, String others) {
    lines.format(
        "<tr><td>%s</td><td class=\"n\">%,d</td><td class=\"n\">%.3f ± %.3f</td><td>%s</td>"
            + "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>%n",
        name,
        tally.windows(),
        1 + tally.excess(),
        tally.margin(),
        tails(tally.lastTails(allowance), tally.highestTails(allowance)),
        attacks,
        others);
  }

  /** Ratios to what is promised, on a logarithmic scale: a line of dots for each threshold. */
  private static String tails(double[] last, double[] highest) {
    int[] nats = CalibrationTally.thresholds();
    double height = LINE * nats.length;
    var svg = new Svg((int) WIDTH, (int) height, "tails");
    for (int decade = LEAST_DECADE; decade <= MOST_DECADE; decade++) {
      svg.line(place(decade), 0, place(decade), height, decade == 0 ? "base" : "grid");
    }
    for (int i = 0; i < nats.length; i++) {
      double y = LINE * (i + 0.5);
      dot(svg, highest[i], y, 3, "highest", words(nats[i], "ever", highest[i]));
      dot(svg, last[i], y, 2, "own", words(nats[i], "at its end", last[i]));
    }
    return svg.end();
  }

  private static void dot(
      Svg svg, double ratio, double y, double radius, String style, String words) {
    if (ratio > 0) {
      String broken = style.equals("own") ? "bad" : "bad " + style;
      svg.dot(place(StrictMath.log10(ratio)), y, radius, ratio > 1 ? broken : style, words);
    }
  }

  private static double place(double decade) {
    double share = (decade - LEAST_DECADE) / (MOST_DECADE - LEAST_DECADE);
    return 4 + Math.clamp(share, 0, 1) * (WIDTH - 8);
  }

  private static String words(int nats, String when, double ratio) {
    return String.format(Locale.ROOT, "%d nats %s: %.2f times what is promised", nats, when, ratio);
  }
}
