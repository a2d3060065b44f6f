package dev.vedette.whatif;

import dev.vedette.picture.Svg;
import dev.vedette.risk.Level;
import dev.vedette.whatif.Comparison.Changed;
import dev.vedette.whatif.Comparison.Day;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A comparison as one page of HTML: style and pictures are inside, no script, light and dark. */
public final class ComparisonPage {
  private static final int SHOWN = 200;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1c2430;--soft:#5b6675;\
      --line:#d8dde4;--old:#8792a1;--new:#1f6feb;--up:#cf222e;--down:#1a7f37}
      @media (prefers-color-scheme:dark){:root{--page:#0f141b;--card:#171d26;--ink:#e6ebf2;\
      --soft:#9aa7b8;--line:#2d3643;--old:#6b7787;--new:#58a6ff;--up:#ff7b72;--down:#3fb950}}
      body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
      main{max-width:1000px;margin:0 auto;padding:24px}h1{margin:0 0 4px}h2{font-size:18px}
      .card{background:var(--card);border:1px solid var(--line);border-radius:10px;\
      padding:14px 20px;margin:16px 0;overflow-x:auto}
      table{border-collapse:collapse}th,td{padding:4px 16px 4px 0;text-align:left;\
      border-bottom:1px solid var(--line)}th{color:var(--soft)}
      .n{text-align:right;font-variant-numeric:tabular-nums}.up{color:var(--up)}\
      .down{color:var(--down)}.same{color:var(--soft)}
      svg{max-width:100%;height:auto}svg text{fill:var(--soft);font:11px system-ui,sans-serif}
      rect.old{fill:var(--old)}rect.new{fill:var(--new)}.grid{stroke:var(--line)}
      .k{display:inline-block;width:11px;height:11px;margin:0 5px 0 14px}\
      .k.old{background:var(--old)}.k.new{background:var(--new)}
      """;

  private ComparisonPage() {}

  /** The page. */
  public static String of(Comparison comparison) {
    var out = new StringBuilder(1 << 14);
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>Vedette: what if</title><style>\n")
        .append(STYLE)
        .append("</style></head><body><main>\n");
    out.append(
        String.format(
            Locale.ROOT,
            "<h1>What if the policy had been %s?</h1><p>Instead of %s, from %s to %s. %,d versions of"
                + " signals of %,d subjects read again; nothing detected anew.</p>%n",
            Svg.text(comparison.after()),
            Svg.text(comparison.before()),
            Instant.ofEpochMilli(comparison.fromMillis()),
            Instant.ofEpochMilli(comparison.toMillis()),
            comparison.versions(),
            comparison.subjects()));
    alerts(comparison, out);
    matrix(comparison, out);
    changed(comparison, out);
    return out.append("</main></body></html>\n").toString();
  }

  private static void alerts(Comparison comparison, StringBuilder out) {
    double days = comparison.spanDays();
    out.append(
        String.format(
            Locale.ROOT,
            "<section class=\"card\"><h2>Alerts a day: %.2f before, %.2f after</h2><p><i class=\"k"
                + " old\"></i>before, %,d <i class=\"k new\"></i>after, %,d; changes of level"
                + " %,d and %,d</p>%n",
            comparison.old().alerts() / days,
            comparison.other().alerts() / days,
            comparison.old().alerts(),
            comparison.other().alerts(),
            comparison.old().levelChanges(),
            comparison.other().levelChanges()));
    out.append(plot(comparison.days())).append("</section>\n");
  }

  private static String plot(List<Day> days) {
    double left = 34;
    double top = 12;
    double height = 150;
    double width = 900;
    int most =
        Math.max(
            1, days.stream().mapToInt(day -> Math.max(day.before(), day.after())).max().orElse(1));
    var svg = new Svg((int) (left + width + 10), 200, "alerts day by day, before and after");
    for (int i = 0; i <= 4; i++) {
      double y = top + height * (1 - i / 4.0);
      svg.line(left, y, left + width, y, "grid");
      svg.label(left - 5, y + 4, "end", String.format(Locale.ROOT, "%.3g", most * i / 4.0));
    }
    double step = width / Math.max(1, days.size());
    int every = Math.max(1, days.size() / 14);
    for (int i = 0; i < days.size(); i++) {
      Day day = days.get(i);
      String name = DAY.format(Instant.ofEpochMilli(day.startMillis()));
      double x = left + step * i;
      double bar = Math.min(22, step * 0.38);
      bar(
          svg,
          x + step / 2 - bar,
          bar,
          top,
          height,
          day.before() / (double) most,
          "old",
          name + ": " + day.before());
      bar(
          svg,
          x + step / 2,
          bar,
          top,
          height,
          day.after() / (double) most,
          "new",
          name + ": " + day.after());
      if (i % every == 0) {
        svg.label(x + step / 2, top + height + 16, "middle", name);
      }
    }
    return svg.end();
  }

  private static void bar(
      Svg svg,
      double x,
      double width,
      double top,
      double height,
      double share,
      String style,
      String title) {
    svg.rect(x, top + height * (1 - share), width, height * share, style, title);
  }

  private static void matrix(Comparison comparison, StringBuilder out) {
    out.append(
        "<section class=\"card\"><h2>Highest level of subjects</h2><p>Rows before, columns after.</p>"
            + "<table><thead><tr><th></th>");
    for (Level level : Level.values()) {
      out.append("<th>").append(level).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    Level[] levels = Level.values();
    for (int row = 0; row < levels.length; row++) {
      out.append("<tr><th>").append(levels[row]).append("</th>");
      for (int column = 0; column < levels.length; column++) {
        String style = column > row ? "up" : column < row ? "down" : "same";
        out.append(
            String.format(
                Locale.ROOT,
                "<td class=\"n %s\">%,d</td>",
                style,
                comparison.matrix().get(row).get(column)));
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></section>\n");
  }

  private static void changed(Comparison comparison, StringBuilder out) {
    out.append(
        String.format(
            Locale.ROOT,
            "<section class=\"card\"><h2>%,d would have risen higher, %,d less high</h2>",
            comparison.higher(),
            comparison.lower()));
    List<Changed> changed = comparison.changed();
    if (!changed.isEmpty()) {
      out.append("<table><thead><tr><th>subject</th><th>before</th><th>after</th>")
          .append("<th>score before</th><th>after</th><th>alerts before</th><th>after</th></tr>")
          .append("</thead><tbody>\n");
      for (Changed one : changed.subList(0, Math.min(SHOWN, changed.size()))) {
        out.append(
            String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td>%s</td><td class=\"%s\">%s</td><td class=\"n\">%.1f</td>"
                    + "<td class=\"n\">%.1f</td><td class=\"n\">%d</td><td class=\"n\">%d</td></tr>%n",
                Svg.text(one.subject().type().wireName() + ":" + one.subject().id()),
                one.before(),
                one.after().compareTo(one.before()) > 0
                    ? "up"
                    : one.after() == one.before() ? "same" : "down",
                one.after(),
                one.scoreBefore(),
                one.scoreAfter(),
                one.alertsBefore(),
                one.alertsAfter()));
      }
      out.append("</tbody></table>");
      if (changed.size() > SHOWN) {
        out.append("<p>And %d more.</p>".formatted(changed.size() - SHOWN));
      }
    }
    out.append("</section>\n");
  }
}
