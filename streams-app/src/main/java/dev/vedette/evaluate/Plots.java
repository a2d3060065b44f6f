package dev.vedette.evaluate;

import dev.vedette.evaluate.Report.Answer;
import dev.vedette.evaluate.Report.Part;
import dev.vedette.evaluate.Report.Row;
import dev.vedette.evaluate.Scenario.Phase;
import dev.vedette.picture.Svg;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The pictures of a report. */
final class Plots {
  private static final int MOST_TIMELINES = 14;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Plots() {}

  /** Average precisions on one scale from 0 to 1. */
  static String precisions(Answer answer) {
    double width = 300;
    double left = 6;
    double scale = width - 2 * left;
    double y = 11;
    var svg = new Svg(300, 22, "average precisions");
    svg.line(left, y, left + scale, y, "axis");
    for (int tenth = 0; tenth <= 10; tenth += 5) {
      svg.line(left + scale * tenth / 10, y - 3, left + scale * tenth / 10, y + 3, "axis");
    }
    svg.line(
        left + scale * answer.baseRate(), y - 7, left + scale * answer.baseRate(), y + 7, "base");
    for (Row row : answer.rows()) {
      double x = left + scale * row.averagePrecision();
      String what = String.format(Locale.ROOT, "%s %.3f", row.name(), row.averagePrecision());
      switch (row.name()) {
        case Evaluation.VEDETTE -> {
          svg.rect(
              left + scale * row.interval().low(),
              y - 2.5,
              scale * (row.interval().high() - row.interval().low()),
              5,
              "span",
              what);
          svg.dot(x, y, 5.5, "own", what);
        }
        case "rarity", "novelty", "volume" -> svg.dot(x, y, 4, row.name(), what);
        default -> {}
      }
    }
    return svg.end();
  }

  /** A share as a bar. */
  static String bar(double share) {
    return new Svg(90, 10, String.format(Locale.ROOT, "%.2f", share))
        .rect(0, 1, 90, 8, "empty", "")
        .rect(0, 1, 90 * share, 8, "own", String.format(Locale.ROOT, "%.3f", share))
        .end();
  }

  /** Precision-recall curves. */
  static String curves(Answer answer) {
    double left = 34;
    double top = 8;
    double size = 230;
    var svg = new Svg(300, 276, "precision and recall");
    for (int i = 0; i <= 4; i++) {
      double at = i / 4.0;
      svg.line(left, top + size * (1 - at), left + size, top + size * (1 - at), "grid");
      svg.label(left - 4, top + size * (1 - at) + 4, "end", String.format(Locale.ROOT, "%.2f", at));
      svg.label(
          left + size * at, top + size + 14, "middle", String.format(Locale.ROOT, "%.2f", at));
    }
    svg.label(left + size / 2, top + size + 30, "middle", "recall");
    double base = top + size * (1 - answer.baseRate());
    svg.line(left, base, left + size, base, "base");
    answer
        .curves()
        .forEach((name, points) -> {
          var path = new StringBuilder();
          double before = 0;
          for (Ranking.Point point : points) {
            double y = top + size * (1 - point.precision());
            path.append(
                String.format(
                    Locale.ROOT,
                    "%s%.1f %.1fL%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    left + size * before,
                    y,
                    left + size * point.recall(),
                    y));
            before = point.recall();
          }
          svg.path(path, "curve " + (name.equals(Evaluation.VEDETTE) ? "own" : name));
        });
    return svg.end();
  }

  /** Share of unlabelled units above 2, 4, 6, 8 nats, on a logarithmic scale, and the promise. */
  static String tails(Part part) {
    double left = 46;
    double top = 10;
    double width = 260;
    double height = 170;
    double decades = 5;
    var svg = new Svg(330, 226, "calibration");
    for (int i = 0; i <= decades; i++) {
      double y = top + height * i / decades;
      svg.line(left, y, left + width, y, "grid");
      svg.label(left - 5, y + 4, "end", i == 0 ? "1" : "1e-" + i);
    }
    double ofEnd = 10 / StrictMath.log(10) / decades;
    svg.line(left, top, left + width, top + height * ofEnd, "base");
    for (var tail : part.calibration().tails()) {
      double x = left + width * tail.nats() / 10;
      svg.label(x, top + height + 14, "middle", String.format(Locale.ROOT, "%.0f", tail.nats()));
      double share = tail.ratio() * StrictMath.exp(-tail.nats());
      double y = share == 0 ? 1 : Math.min(1, -StrictMath.log10(share) / decades);
      svg.dot(
          x,
          top + height * y,
          5,
          tail.ratio() > 1 ? "bad" : "own",
          String.format(
              Locale.ROOT,
              "%d units; %.2f times what is promised",
              tail.exceeding(),
              tail.ratio()));
      svg.label(
          x + 8, top + height * y - 5, "start", String.format(Locale.ROOT, "×%.2f", tail.ratio()));
    }
    svg.label(left + width / 2, top + height + 32, "middle", "nats; the line is the promise e^−x");
    return svg.end();
  }

  /** Risk over time, a band for each subject that rose or came highest. */
  static String risk(Part part) {
    var rose = new HashSet<>(part.judged().rises().stream().map(Rise::subject).toList());
    List<Timeline> shown =
        part.judged().timelines().stream()
            .filter(t -> !t.points().isEmpty())
            .sorted(
                Comparator.comparing((Timeline t) -> !rose.contains(t.subject()))
                    .thenComparing(Comparator.comparingDouble(Timeline::highest).reversed())
                    .thenComparing(t -> t.subject().id()))
            .limit(MOST_TIMELINES)
            .toList();
    if (shown.isEmpty()) {
      return "";
    }
    double left = 150;
    double width = 780;
    double band = 34;
    double top = 26;
    double height = band * shown.size();
    Scenario scenario = part.judged().scenario();
    double from = scenario.startMillis();
    double scale = width / Math.max(1.0, scenario.endMillis() - from);
    var svg = new Svg(960, (int) (top + height + 24), "risk over time");
    for (Phase phase : scenario.phases()) {
      if (!phase.name().startsWith("false_positive")) {
        double x = left + (phase.startMillis() - from) * scale;
        svg.rect(
            x,
            top,
            Math.max(1.5, (phase.endMillis() - phase.startMillis()) * scale),
            height,
            "phase",
            String.format(
                Locale.ROOT, "%s %s", phase.name(), Instant.ofEpochMilli(phase.startMillis())));
      }
    }
    for (long day = scenario.startMillis() / DAY_MILLIS + 1;
        day * DAY_MILLIS <= scenario.endMillis();
        day++) {
      double x = left + (day * DAY_MILLIS - from) * scale;
      svg.line(x, top, x, top + height, "grid");
      svg.label(x, top + height + 14, "middle", DAY.format(Instant.ofEpochMilli(day * DAY_MILLIS)));
    }
    for (int i = 0; i < shown.size(); i++) {
      double floor = top + band * (i + 1) - 3;
      svg.label(left - 8, floor - band / 3, "end", shown.get(i).subject().id());
      svg.line(left, floor, left + width, floor, "grid");
      area(svg, shown.get(i), left, width, floor, band - 8, from, scale);
      for (Rise rise : part.judged().rises()) {
        if (rise.subject().equals(shown.get(i).subject())) {
          svg.dot(
              left + (rise.atMillis() - from) * scale,
              floor - band + 8,
              4,
              rise.isFalse() ? "bad" : "good",
              String.format(
                  Locale.ROOT,
                  "%s %s: %s",
                  rise.level(),
                  Instant.ofEpochMilli(rise.atMillis()),
                  rise.isFalse() ? "false" : String.join(", ", rise.labels())));
        }
      }
    }
    svg.dot(left + 6, 12, 4, "good", "").label(left + 14, 16, "start", "rise with an attack");
    svg.dot(left + 146, 12, 4, "bad", "").label(left + 154, 16, "start", "false rise");
    svg.rect(left + 236, 6, 12, 12, "phase", "").label(left + 252, 16, "start", "attack");
    return svg.end();
  }

  private static void area(
      Svg svg,
      Timeline timeline,
      double left,
      double width,
      double floor,
      double height,
      double from,
      double scale) {
    var path = new StringBuilder();
    path.append(String.format(Locale.ROOT, "M%.1f %.1f", left, floor));
    double x = left;
    for (Timeline.Point point : timeline.points()) {
      x = Math.min(left + width, left + (point.atMillis() - from) * scale);
      path.append(
          String.format(Locale.ROOT, "L%.1f %.1f", x, floor - height * point.score() / 100));
    }
    path.append(String.format(Locale.ROOT, "L%.1f %.1fZ", x, floor));
    svg.path(path, "area");
  }
}
