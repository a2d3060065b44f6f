package dev.vedette.sources;

import dev.vedette.events.Text;
import java.util.List;
import java.util.regex.Matcher;

/** A line of text, taken apart by the first of several expressions that fits the whole of it. */
record TextExtractor(List<Expression> lines) implements Extractor {
  @Override
  public void extract(Line line, Fields fields, Found found) {
    for (Expression expression : lines) {
      Matcher match = expression.match(line.text(), fields.work());
      if (match != null) {
        expression.keep(match, fields);
        if (fields.traced()) {
          match.namedGroups().forEach((name, group) -> fields.saw(name, match.group(group)));
        }
        found.record();
        return;
      }
    }
    found.none(
        new Normalized.Dead(
            DeadReason.NO_PATTERN,
            "no line pattern fits \"%s\"".formatted(Text.excerpt(line.text()))));
  }
}
