package dev.vedette.promise;

import dev.vedette.picture.Svg;
import dev.vedette.promise.Promises.Kept;
import dev.vedette.promise.Promises.Row;
import dev.vedette.promise.Promises.Seen;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Promised, estimated and observed rates over the beginning of a level, as a picture. */
public final class PromisesSvg {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int RIGHT = 620;
  private static final int TOP = 40;
  private static final int BOTTOM = 310;
  private static final int LEAST_POWER = -2;
  private static final int MOST_POWER = 4;
  private static final String STYLE =
      "<style>text{font:12px sans-serif;fill:#555}path{fill:none;stroke-width:2}"
          + ".grid{stroke:#8883;stroke-width:1}.promised{stroke:#c60}.estimated{stroke:#07a}"
          + ".observed{fill:#393;stroke:#393}.budget{stroke:#b33;stroke-dasharray:4 4}</style>";

  private final Promises promises;
  private final Svg svg =
      new Svg(WIDTH, HEIGHT, "False alarms by where a level begins: promised, estimated, observed");
  private final double first;
  private final double last;

  private PromisesSvg(Promises promises) {
    this.promises = promises;
    first = promises.curve().getFirst().beginsNats();
    last = promises.curve().getLast().beginsNats();
  }

  /** The picture, which needs nothing from elsewhere. */
  public static String of(Promises promises) {
    String picture = new PromisesSvg(promises).draw();
    int head = picture.indexOf('>') + 1;
    return picture.substring(0, head).replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        + STYLE
        + picture.substring(head);
  }

  private String draw() {
    for (int power = LEAST_POWER; power <= MOST_POWER; power++) {
      double y = y(Math.pow(10, power));
      svg.line(LEFT, y, RIGHT, y, "grid");
      svg.label(
          LEFT - 6,
          y + 4,
          "end",
          power < 0
              ? "0." + "0".repeat(-power - 1) + "1"
              : String.format(Locale.ROOT, "%,d", (long) Math.pow(10, power)));
    }
    for (int nats = (int) Math.ceil(first); nats <= last; nats += 2) {
      svg.label(x(nats), BOTTOM + 18, "middle", Integer.toString(nats));
    }
    svg.label(LEFT, 16, "start", "false alarms for each 1,000 subjects and day");
    svg.label((LEFT + RIGHT) / 2.0, HEIGHT - 12, "middle", "log-odds at which the level begins");
    line(Row::promised, "promised");
    line(Row::estimated, "estimated");
    for (Row row : promises.curve()) {
      seen(row.beginsNats(), row.observed());
    }
    for (Kept kept : promises.kept()) {
      double y = y(kept.budget());
      svg.line(LEFT, y, RIGHT, y, "budget");
      svg.label(RIGHT, y - 4, "end", "budget of " + kept.level());
    }
    legend(List.of("promised", "estimated", "observed"));
    return svg.end();
  }

  private void line(ToDoubleFunction<Row> rate, String style) {
    var path = new StringBuilder();
    for (Row row : promises.curve()) {
      double value = rate.applyAsDouble(row);
      if (value >= Math.pow(10, LEAST_POWER)) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f",
                path.isEmpty() ? "M" : "L",
                x(row.beginsNats()),
                y(value)));
      }
    }
    svg.path(path, style);
  }

  private void seen(double begins, @Nullable Seen seen) {
    if (seen != null) {
      svg.line(x(begins), y(seen.least()), x(begins), y(seen.most()), "observed");
      if (seen.count() > 0) {
        svg.dot(x(begins), y(seen.rate()), 3, "observed", seen.count() + " observed");
      }
    }
  }

  private void legend(List<String> styles) {
    double x = LEFT + 300;
    for (String style : styles) {
      svg.line(x, 12, x + 16, 12, style);
      svg.label(x + 20, 16, "start", style);
      x += 90;
    }
  }

  private double x(double nats) {
    return LEFT + (nats - first) / (last - first) * (RIGHT - LEFT);
  }

  private static double y(double rate) {
    double power = Math.clamp(Math.log10(rate), LEAST_POWER, MOST_POWER);
    return BOTTOM - (power - LEAST_POWER) / (MOST_POWER - LEAST_POWER) * (BOTTOM - TOP);
  }
}
