package dev.vedette.evaluate;

import dev.vedette.evaluate.Report.Answer;
import dev.vedette.evaluate.Report.DetectorRow;
import dev.vedette.evaluate.Report.Mean;
import dev.vedette.evaluate.Report.Part;
import dev.vedette.evaluate.Report.RiskAnswer;
import dev.vedette.evaluate.Report.Row;
import java.time.Instant;
import java.util.Locale;

/** A report as tables of text. */
public final class TextReport {
  private final StringBuilder out = new StringBuilder();
  private final Report report;

  private TextReport(Report report) {
    this.report = report;
  }

  /** The whole text. */
  public static String of(Report report) {
    return new TextReport(report).write();
  }

  private String write() {
    var settings = report.settings();
    line(String.format(Locale.ROOT, "unit: a %s in %d minutes with at least one event; warm-up %s; budget %s false units a day",
        settings.by().wireName(),
        settings.window().toMinutes(),
        settings.warmUp().toString().substring(2).toLowerCase(Locale.ROOT),
        number(settings.falseUnitsADay())));
    for (Part part : report.parts()) {
      part(part);
    }
    if (report.parts().size() > 1) {
      means();
    }
    return out.toString();
  }

  private void part(Part part) {
    var judged = part.judged();
    out.append("\n");
    line(String.format(Locale.ROOT, "== %s: %,d events (%,d duplicates, %,d refused), %.1f days after the warm-up, %,d signals,"
            + " %.0f ns an event",
        judged.scenario().name(),
        judged.scored() + judged.repeated(),
        judged.repeated(),
        judged.refused(),
        part.days(),
        judged.signals(),
        part.nanosAnEvent()));
    for (Answer answer : part.answers()) {
      answer(answer);
    }
    var calibration = part.calibration();
    var tails = new StringBuilder();
    calibration
        .tails()
        .forEach(tail ->
            tails.append(
                String.format(
                    Locale.ROOT,
                    "  %.0f nats %.2f (%d)",
                    tail.nats(),
                    tail.ratio(),
                    tail.exceeding())));
    line(String.format(Locale.ROOT, "calibration on %,d units without label: mean of e^evidence %.2f; tail ratios%s",
        calibration.units(), calibration.meanEValue(), tails));
    line(String.format(Locale.ROOT, "rises to HIGH or above: %d (%.2f a day)", judged.rises().size(), part.risesADay()));
  }

  private void answer(Answer answer) {
    out.append("\n");
    line(String.format(Locale.ROOT, "%s: %,d units, %,d positive (base rate %.4f)",
        answer.target().name(), answer.units(), answer.positives(), answer.baseRate()));
    if (answer.positives() == 0) {
      return;
    }
    line(String.format(Locale.ROOT, "  %-10s %7s %7s  %-15s %10s %7s %7s",
        "score", "AUC", "AP", "95 % of AP", "recall@B", "told", "false"));
    for (Row row : answer.rows()) {
      line(String.format(Locale.ROOT, "  %-10s %7.3f %7.3f  %.3f - %.3f   %10.3f %7d %7d",
          row.name(),
          row.auc(),
          row.averagePrecision(),
          row.interval().low(),
          row.interval().high(),
          row.atBudget().recall(),
          row.atBudget().told(),
          row.atBudget().falselyTold()));
    }
    for (DetectorRow row : answer.detectors()) {
      line(String.format(Locale.ROOT, "  detector %-20s spoke in %5d units, precision %.3f, AP alone %.3f, contributes %+.3f",
          row.id(), row.spoke(), row.precision(), row.averagePrecision(), row.contribution()));
    }
    long told = answer.minutesToDetect().values().stream().filter(m -> !m.isNaN()).count();
    double median =
        Mid.median(answer.minutesToDetect().values().stream().filter(m -> !m.isNaN()).toList());
    line(String.format(Locale.ROOT, "  within the budget (from %s nats): %d of %d incidents told, median %s minutes after the"
            + " first step",
        number(answer.threshold()), told, answer.minutesToDetect().size(), number(median)));
    risk(answer.risk());
  }

  private void risk(RiskAnswer risk) {
    Long first = risk.firstMillis();
    line(String.format(Locale.ROOT, "  risk: %d true rises, %d false (%.2f a day); first true rise %s, %s minutes after the first"
            + " step%s; LOW again after hours: %s",
        risk.trueRises(),
        risk.falseRises(),
        risk.falseRisesADay(),
        first == null ? "never" : Instant.ofEpochMilli(first),
        number(risk.minutesToRise()),
        risk.inTime() == null
            ? ""
            : risk.inTime()
                ? " (in time for " + report.settings().before() + ")"
                : " (NOT in time for " + report.settings().before() + ")",
        risk.hoursUntilLow().stream().map(TextReport::number).toList()));
  }

  private void means() {
    out.append("\n");
    line("== mean over scenarios with positive units");
    String target = "";
    for (Mean mean : report.means()) {
      if (!mean.target().equals(target)) {
        target = mean.target();
        line(String.format(Locale.ROOT, "%s (%d scenarios)", target, mean.scenarios()));
      }
      line(String.format(Locale.ROOT, "  %-10s AUC %.3f  AP %.3f  recall@B %.3f",
          mean.row(), mean.auc(), mean.averagePrecision(), mean.recallAtBudget()));
    }
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? "-"
        : Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%.1f", value);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
