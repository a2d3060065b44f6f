package dev.vedette.evaluate;

import dev.vedette.evaluate.Report.Answer;
import dev.vedette.evaluate.Report.DetectorRow;
import dev.vedette.evaluate.Report.Mean;
import dev.vedette.evaluate.Report.Part;
import dev.vedette.evaluate.Report.RiskAnswer;
import dev.vedette.evaluate.Report.Row;
import dev.vedette.picture.Html;
import dev.vedette.picture.Svg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** A report as one page of HTML. */
final class Page {
  /** Who finds less than this finds nothing worth the name. */
  private static final double BLIND = 0.1;

  private final Report report;
  private final StringBuilder out = new StringBuilder(1 << 16);

  private Page(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    return new Page(report).write();
  }

  private String write() {
    lead();
    summary();
    for (Part part : report.parts()) {
      part(part);
    }
    notes();
    return Html.page("Evaluation", out);
  }

  private void lead() {
    var settings = report.settings();
    paragraph(
        String.format(
            Locale.ROOT,
            "Unit: a %s in %d minutes with at least one event. Warm-up: %s hours, not scored. Budget: %s"
                + " false units a day. AP: average precision; the base rate is what guessing gets.",
            name(settings.by().wireName()),
            settings.window().toMinutes(),
            settings.warmUp().toHours(),
            number(settings.falseUnitsADay())));
  }

  private static String name(String type) {
    return type.equals("device") ? "host" : type;
  }

  /** Strong and weak at one glance: every scenario and target, Vedette against the baselines. */
  private void summary() {
    out.append("<section class=\"card\"><h2>Where it is strong, where it is weak</h2>\n");
    verdicts();
    out.append("<table>")
        .append("<thead><tr><th>question</th><th>scenario</th><th>positive of units</th>")
        .append("<th class=\"wide\">average precision: Vedette, and baselines</th><th>AP</th>")
        .append("<th>best simple baseline</th><th>recall at budget</th><th>verdict</th></tr>")
        .append("</thead><tbody>\n");
    for (int t = 0; t < report.settings().targets().size(); t++) {
      for (Part part : report.parts()) {
        Answer answer = part.answers().get(t);
        if (answer.positives() > 0) {
          summaryRow(part, answer);
        }
      }
    }
    out.append("</tbody></table>\n");
    legend();
    means();
    out.append("</section>\n");
  }

  /** Which questions it answers better than the best simple baseline, and which not, in words. */
  private void verdicts() {
    var rows = new LinkedHashMap<String, List<String>>();
    List.of("ahead", "level", "behind", "blind").forEach(v -> rows.put(v, new ArrayList<>()));
    int all = 0;
    for (Part part : report.parts()) {
      for (Answer answer : part.answers()) {
        if (answer.positives() > 0) {
          all++;
          rows.computeIfAbsent(verdict(answer), v -> new ArrayList<>())
              .add(answer.target().name() + " in " + part.judged().scenario().name());
        }
      }
    }
    var text = new StringBuilder();
    for (var row : rows.entrySet()) {
      List<String> which = row.getValue();
      if (!which.isEmpty()) {
        boolean good = row.getKey().equals("ahead") || row.getKey().equals("level");
        text.append(text.isEmpty() ? "" : "; ")
            .append("<span class=\"tag %s\">%s</span> ".formatted(row.getKey(), row.getKey()))
            .append(which.size())
            .append(text.indexOf(" of ") < 0 ? " of " + all : "")
            .append(good ? "" : " (" + Svg.text(String.join(", ", which)) + ")");
      }
    }
    out.append("<p>Against the best simple baseline of each row: ").append(text).append(".</p>\n");
  }

  private static String verdict(Answer answer) {
    double own = answer.rows().getFirst().averagePrecision();
    double ahead = own - best(answer).averagePrecision();
    return own < BLIND ? "blind" : ahead >= 0.02 ? "ahead" : ahead >= -0.05 ? "level" : "behind";
  }

  private void summaryRow(Part part, Answer answer) {
    Row own = answer.rows().getFirst();
    Row best = best(answer);
    String verdict = verdict(answer);
    out.append("<tr><td>")
        .append(Svg.text(answer.target().name()))
        .append("</td><td><a href=\"#")
        .append(Svg.text(part.judged().scenario().name()))
        .append("\">")
        .append(Svg.text(part.judged().scenario().name()))
        .append(
            String.format(
                Locale.ROOT,
                "</a></td><td>%,d of %,d</td><td>",
                answer.positives(),
                answer.units()))
        .append(Plots.precisions(answer))
        .append(
            String.format(
                Locale.ROOT, "</td><td class=\"n\"><b>%.2f</b></td>", own.averagePrecision()))
        .append(
            String.format(
                Locale.ROOT, "<td class=\"n\">%.2f %s</td>", best.averagePrecision(), best.name()))
        .append(String.format(Locale.ROOT, "<td class=\"n\">%.2f</td>", own.atBudget().recall()))
        .append(
            String.format(
                Locale.ROOT, "<td><span class=\"tag %s\">%s</span></td></tr>%n", verdict, verdict));
  }

  private static Row best(Answer answer) {
    Row best = answer.rows().get(1);
    for (Row row : answer.rows()) {
      boolean simple = List.of("volume", "novelty", "rarity", "random").contains(row.name());
      if (simple && row.averagePrecision() > best.averagePrecision()) {
        best = row;
      }
    }
    return best;
  }

  private void legend() {
    out.append(
        "<p class=\"legend\"><i class=\"k own\"></i>Vedette, with its 95 % interval"
            + " <i class=\"k rarity\"></i>rarity <i class=\"k novelty\"></i>novelty"
            + " <i class=\"k volume\"></i>volume <i class=\"k base\"></i>base rate</p>\n");
  }

  private void means() {
    if (report.parts().size() < 2) {
      return;
    }
    var byTarget = new LinkedHashMap<String, List<Mean>>();
    report
        .means()
        .forEach(m -> byTarget.computeIfAbsent(m.target(), t -> new ArrayList<>()).add(m));
    List<Mean> columns = byTarget.values().iterator().next();
    out.append(
            "<figure><figcaption>Mean average precision of %d scenarios</figcaption><table><thead><tr>"
                .formatted(columns.getFirst().scenarios()))
        .append("<th>question</th>");
    columns.forEach(m -> out.append("<th>").append(Svg.text(m.row())).append("</th>"));
    out.append("</tr></thead><tbody>\n");
    byTarget.forEach((target, means) -> {
      out.append("<tr><td>").append(Svg.text(target)).append("</td>");
      for (int i = 0; i < means.size(); i++) {
        String figure = String.format(Locale.ROOT, "%.2f", means.get(i).averagePrecision());
        out.append("<td class=\"n\">")
            .append(i == 0 ? "<b>" + figure + "</b>" : figure)
            .append("</td>");
      }
      out.append("</tr>\n");
    });
    out.append("</tbody></table></figure>\n");
  }

  private void part(Part part) {
    var judged = part.judged();
    String name = Svg.text(judged.scenario().name());
    out.append("<section class=\"card\" id=\"").append(name).append("\"><h2>").append(name);
    out.append("</h2>\n");
    paragraph(
        String.format(
            Locale.ROOT,
            "%,d events, %,d of them duplicates; %.1f days after the warm-up; %,d signals; %.1f rises to"
                + " HIGH or above a day; %.1f µs an event.",
            judged.scored() + judged.repeated(),
            judged.repeated(),
            part.days(),
            judged.signals(),
            part.risesADay(),
            part.nanosAnEvent() / 1000));
    figure(
        "Risk of those that rose or came highest, and the phases of the attack", Plots.risk(part));
    for (Answer answer : part.answers()) {
      if (answer.positives() > 0) {
        answer(answer);
      }
    }
    out.append("<div class=\"row\">");
    figure("Calibration: share of units without label with so much evidence", Plots.tails(part));
    out.append("</div></section>\n");
  }

  private void answer(Answer answer) {
    out.append("<h3>").append(Svg.text(answer.target().name()));
    out.append(
        String.format(
            Locale.ROOT,
            " <small>%,d positive of %,d units</small></h3>%n",
            answer.positives(),
            answer.units()));
    risk(answer.risk());
    out.append("<div class=\"row\">");
    figure("Precision and recall", Plots.curves(answer));
    out.append("<figure><figcaption>All scores</figcaption><table><thead><tr><th>score</th>")
        .append("<th>AUC</th><th>AP</th><th>95 %</th><th>recall at budget</th><th>false</th>")
        .append("</tr></thead><tbody>");
    for (Row row : answer.rows()) {
      out.append(
              String.format(
                  Locale.ROOT, "<tr title=\"%s\"><td>%s</td>", Svg.text(row.meaning()), row.name()))
          .append(String.format(Locale.ROOT, "<td class=\"n\">%.3f</td>", row.auc()))
          .append(String.format(Locale.ROOT, "<td class=\"n\">%.3f</td>", row.averagePrecision()))
          .append(
              String.format(
                  Locale.ROOT,
                  "<td class=\"n\">%.2f–%.2f</td>",
                  row.interval().low(),
                  row.interval().high()))
          .append(String.format(Locale.ROOT, "<td class=\"n\">%.2f</td>", row.atBudget().recall()))
          .append(
              String.format(
                  Locale.ROOT, "<td class=\"n\">%d</td></tr>%n", row.atBudget().falselyTold()));
    }
    out.append("</tbody></table></figure>");
    detectors(answer);
    out.append("</div>\n");
  }

  private void detectors(Answer answer) {
    out.append(
            "<figure><figcaption>Detectors: precision of the units in which each spoke, and what")
        .append(" is lost without it</figcaption><table><thead><tr><th>detector</th><th>units</th>")
        .append("<th>precision</th><th></th><th>AP alone</th><th>contributes</th></tr></thead>")
        .append("<tbody>");
    for (DetectorRow row : answer.detectors()) {
      out.append(
              String.format(
                  Locale.ROOT,
                  "<tr><td>%s</td><td class=\"n\">%,d</td>",
                  Svg.text(row.id()),
                  row.spoke()))
          .append(String.format(Locale.ROOT, "<td class=\"n\">%.3f</td><td>", row.precision()))
          .append(Plots.bar(row.precision()))
          .append(
              String.format(Locale.ROOT, "</td><td class=\"n\">%.3f</td>", row.averagePrecision()))
          .append(
              String.format(Locale.ROOT, "<td class=\"n\">%+.3f</td></tr>%n", row.contribution()));
    }
    out.append("</tbody></table></figure>");
  }

  private void risk(RiskAnswer risk) {
    Long first = risk.firstMillis();
    String when =
        first == null
            ? "no true rise"
            : String.format(
                Locale.ROOT,
                "first true rise %s, %s minutes after the first step",
                Instant.ofEpochMilli(first),
                number(risk.minutesToRise()));
    Boolean inTime = risk.inTime();
    String before = report.settings().before();
    paragraph(
        String.format(
            Locale.ROOT,
            "Risk: %d true rises to HIGH or above, %d false (%.1f a day); %s%s%s.",
            risk.trueRises(),
            risk.falseRises(),
            risk.falseRisesADay(),
            when,
            inTime == null
                ? ""
                : inTime ? ", before the end of " + before : ", not before the end of " + before,
            risk.hoursUntilLow().isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT,
                    "; LOW again %s hours (median) after the attack",
                    number(Mid.median(risk.hoursUntilLow())))));
  }

  private void notes() {
    out.append("<section class=\"card\"><h2>The scores</h2><dl>");
    out.append("<dt>vedette</dt><dd>highest evidence of the subject's windows, in nats</dd>");
    for (Baseline baseline : Baseline.values()) {
      out.append(
          String.format(
              Locale.ROOT,
              "<dt>%s</dt><dd>%s</dd>",
              baseline.title(),
              Svg.text(baseline.meaning())));
    }
    out.append("</dl></section>\n");
  }

  private void figure(String caption, String picture) {
    if (!picture.isEmpty()) {
      out.append("<figure><figcaption>").append(Svg.text(caption)).append("</figcaption>");
      out.append(picture).append("</figure>\n");
    }
  }

  private void paragraph(String text) {
    out.append("<p>").append(Svg.text(text)).append("</p>\n");
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "–";
  }
}
