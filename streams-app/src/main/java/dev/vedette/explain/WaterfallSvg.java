package dev.vedette.explain;

import dev.vedette.board.Plain;
import dev.vedette.explain.Waterfall.Kind;
import dev.vedette.explain.Waterfall.Step;
import dev.vedette.picture.Svg;
import dev.vedette.risk.Level;
import dev.vedette.risk.Outlook;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An explanation as one picture that needs nothing from elsewhere: style inside, no script, light
 * or dark as the reader's system is, with a title and a description for who cannot see it.
 */
public final class WaterfallSvg {
  private static final int WIDTH = 1000;
  private static final int MARGIN = 24;
  private static final int TEXT_COLUMNS = 66;
  private static final int HEAD_COLUMNS = 128;
  private static final int VALUES = 520;
  private static final int BARS = 540;
  private static final int BARS_END = 976;
  private static final int ROW = 26;
  private static final int LINE = 17;
  private static final int WHY_LINES = 4;
  private static final int REASON_LINES = 3;

  private static final String STYLE =
      """
      .vf{--page:#fff;--ink:#1c2430;--soft:#5b6675;--line:#d8dde4;--more:#c2410c;--less:#15803d;\
      --base:#8792a1;--LOW:#1a7f37;--MEDIUM:#9a6700;--HIGH:#cf222e;--CRITICAL:#8f0f1c}
      @media (prefers-color-scheme:dark){.vf{--page:#0f141b;--ink:#e6ebf2;--soft:#9aa7b8;\
      --line:#2d3643;--more:#f0883e;--less:#3fb950;--base:#6b7787;--LOW:#3fb950;--MEDIUM:#d29922;\
      --HIGH:#ff7b72;--CRITICAL:#ff6b81}}
      .vf .page{fill:var(--page)}
      .vf text{fill:var(--ink);font:14px system-ui,'Segoe UI',sans-serif}
      .vf .soft{fill:var(--soft);font-size:12.5px}
      .vf .bold{font-weight:600}.vf .big{font-size:21px;font-weight:600}
      .vf .n{font-variant-numeric:tabular-nums}
      .vf .more{fill:var(--more)}.vf .less{fill:var(--less)}.vf .base{fill:var(--base)}
      .vf .grid{stroke:var(--line)}.vf .zero{stroke:var(--soft)}
      .vf .link{stroke:var(--soft);stroke-dasharray:2 2}
      .vf .LOW{fill:var(--LOW)}.vf .MEDIUM{fill:var(--MEDIUM)}.vf .HIGH{fill:var(--HIGH)}\
      .vf .CRITICAL{fill:var(--CRITICAL)}
      .vf .begins{stroke:var(--line);stroke-dasharray:5 4}
      """;

  private final Explained explained;
  private final Waterfall waterfall;
  private final Words words = new Words();
  private final StringBuilder body = new StringBuilder(1 << 13);
  private final double low;
  private final double scale;
  private double y = 44;

  private WaterfallSvg(Explained explained) {
    this.explained = explained;
    this.waterfall = Waterfall.of(explained.risk());
    this.low = (double) waterfall.lowestMicros() - 0.3e6;
    double high =
        (double)
                Math.max(waterfall.highestMicros(), explained.levels().beginsMicros(Level.CRITICAL))
            + 0.3e6;
    this.scale = (BARS_END - BARS) / (high - low);
  }

  /** The picture, as a document of its own. */
  public static String of(Explained explained) {
    return new WaterfallSvg(explained).draw();
  }

  private String draw() {
    head();
    double top = y + 38;
    y = top + 8;
    var rows = new StringBuilder();
    double sumX = x(waterfall.sumMicros());
    List<Step> steps = waterfall.steps();
    for (int i = 0; i < steps.size(); i++) {
      boolean header = i + 1 < steps.size() && steps.get(i + 1).kind() == Kind.FAMILY;
      rows.append(row(steps.get(i), header));
    }
    double bottom = y;
    axes(top, bottom);
    body.append(rows);
    total(sumX);
    next();
    double height = y + 8;
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"vf\" viewBox=\"0 0 %d %.0f\""
            + " width=\"%d\" height=\"%.0f\" role=\"img\" aria-labelledby=\"vf-title vf-desc\">"
            + "<title id=\"vf-title\">%s</title><desc id=\"vf-desc\">%s</desc><style>%n%s</style>"
            + "<rect class=\"page\" width=\"%d\" height=\"%.0f\"/>%n%s</svg>%n",
        WIDTH,
        height,
        WIDTH,
        height,
        escaped(title()),
        escaped(description()),
        STYLE,
        WIDTH,
        height,
        body);
  }

  private String title() {
    RiskUpdate risk = explained.risk();
    return "%s: risk %s of 100, %s"
        .formatted(Words.who(risk.subject()), Words.score(risk.score()), risk.level());
  }

  /** The same in words: every bar with what it adds. */
  private String description() {
    return waterfall.steps().stream()
        .filter(Step::counts)
        .map(step -> {
          Part part = step.part();
          String why = part == null ? "" : " (" + part.why() + ")";
          return "%s%s: %s".formatted(words.of(step), why, Words.nats(step.micros()));
        })
        .collect(
            Collectors.joining(
                "; ",
                "Log-odds, step by step. ",
                ". Sum %s.".formatted(Words.nats(waterfall.sumMicros()))));
  }

  private void head() {
    RiskUpdate risk = explained.risk();
    text(MARGIN, y, "start", "big " + risk.level(), title());
    y += 24;
    Long since = explained.levelSinceMillis();
    String kept =
        since == null || risk.level() == Level.LOW
            ? ""
            : " %s since %s.".formatted(risk.level(), Words.time(since));
    String sense = explained.sense() == Sense.AS_KNOWN ? "as it was known" : "as corrected since";
    text(
        MARGIN,
        y,
        "start",
        "soft",
        "At %s, %s.%s".formatted(Words.time(risk.atMillis()), sense, kept));
    y += 6;
    for (String line : Plain.wrap(Words.sentence(risk.reason()), HEAD_COLUMNS, REASON_LINES)) {
      y += 20;
      text(MARGIN, y, "start", "", line);
    }
    y += 22;
    text(
        MARGIN,
        y,
        "start",
        "soft",
        "Each bar begins where the one before it ended. Right is likelier an attack, left is"
            + " likelier normal life; at 0 both are equally likely.");
  }

  private void axes(double top, double bottom) {
    for (Level level : List.of(Level.MEDIUM, Level.HIGH, Level.CRITICAL)) {
      double at = x(explained.levels().beginsMicros(level));
      line(at, top, at, bottom + ROW, "begins");
      // Names of levels that lie close together must not lie on each other.
      String anchor =
          switch (level) {
            case MEDIUM -> "end";
            case CRITICAL -> "start";
            default -> "middle";
          };
      text(at, level == Level.HIGH ? top - 20 : top - 6, anchor, "soft " + level, level.name());
    }
    double zero = x(0);
    line(zero, top, zero, bottom + ROW, "zero");
    if (Math.abs(explained.levels().highNats()) > 1e-9) {
      text(zero, top - 6, "middle", "soft", "0");
    }
  }

  /** Draws a row at {@code y} and moves on; a header behind it makes the way to the next longer. */
  private String row(Step step, boolean headerFollows) {
    var row = new StringBuilder();
    boolean family = step.kind() == Kind.FAMILY;
    boolean inside = step.kind() == Kind.SIGNAL || step.kind() == Kind.REST;
    double indent = MARGIN + (inside ? 18 : 0);
    y += ROW;
    if (family) {
      y += 6;
      row.append(textOf(MARGIN, y, "start", "bold", words.of(step)));
      row.append(textOf(VALUES, y, "end", "soft n", Words.nats(step.micros())));
      return row.toString();
    }
    row.append(textOf(indent, y, "start", "", words.of(step)));
    row.append(textOf(VALUES, y, "end", "n", Words.nats(step.micros())));
    double from = x(Math.min(step.fromMicros(), step.toMicros()));
    double to = x(Math.max(step.fromMicros(), step.toMicros()));
    double barY = y - 13;
    String style = step.kind() == Kind.PRIOR ? "base" : step.micros() < 0 ? "less" : "more";
    row.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" rx=\"2\" class=\"%s\"><title>%s</title></rect>%n",
            from,
            barY,
            Math.max(1.5, to - from),
            style,
            escaped(
                "%s: %s, the odds %s"
                    .formatted(
                        words.of(step), Words.nats(step.micros()), Words.factor(step.micros())))));
    double linkTop = barY + 16;
    Part part = step.part();
    if (part != null) {
      for (String line : why(part)) {
        y += LINE;
        row.append(textOf(indent, y, "start", "soft", line));
      }
    }
    double end = x(step.toMicros());
    row.append(lineOf(end, linkTop, end, y + 13 + (headerFollows ? ROW + 6 : 0), "link"));
    return row.toString();
  }

  private List<String> why(Part part) {
    String when = Words.minute(explained.happenedMillis(part));
    String technique = part.technique().isEmpty() ? "" : " ATT&CK " + part.technique() + ".";
    return Plain.wrap(
        when + " UTC: " + Words.sentence(part.why()) + technique, TEXT_COLUMNS, WHY_LINES);
  }

  private void total(double sumX) {
    y += ROW + 4;
    line(MARGIN, y - 20, VALUES, y - 20, "grid");
    text(MARGIN, y, "start", "bold", "Sum: the log-odds of an attack");
    text(VALUES, y, "end", "bold n", Words.nats(waterfall.sumMicros()));
    body.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" class=\"%s\"><title>%s</title></circle>%n",
            sumX,
            y - 5,
            explained.risk().level(),
            escaped(title())));
    y += 21;
    text(
        MARGIN,
        y,
        "start",
        "soft",
        "Odds of %s, which is a risk of %s of 100: 100 / (1 + e^-(%s))"
            .formatted(
                Words.odds(waterfall.sumMicros()),
                Words.score(explained.risk().score()),
                Words.nats(waterfall.sumMicros())));
  }

  private void next() {
    var falls = new ArrayList<String>();
    for (Outlook.Fall fall : explained.falls()) {
      falls.add("%s on %s UTC".formatted(fall.level(), Words.minute(fall.atMillis())));
    }
    if (!falls.isEmpty()) {
      y += 21;
      text(
          MARGIN,
          y,
          "start",
          "soft",
          "If nothing more is seen it falls to " + String.join(", to ", falls) + ".");
    }
    y += 16;
  }

  private double x(long micros) {
    return BARS + ((double) micros - low) * scale;
  }

  private void text(double x, double at, String anchor, String style, String what) {
    body.append(textOf(x, at, anchor, style, what));
  }

  private static String textOf(double x, double y, String anchor, String style, String what) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        style,
        escaped(what));
  }

  private void line(double x1, double y1, double x2, double y2, String style) {
    body.append(lineOf(x1, y1, x2, y2, style));
  }

  private static String lineOf(double x1, double y1, double x2, double y2, String style) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
        x1,
        y1,
        x2,
        y2,
        style);
  }

  /** XML knows fewer characters than events do. */
  private static String escaped(String text) {
    return Svg.text(Plain.of(text));
  }
}
