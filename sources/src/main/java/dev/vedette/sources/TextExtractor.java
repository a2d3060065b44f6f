package dev.vedette.sources;

import dev.vedette.events.Text;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A line of text, taken apart by the first of several expressions that fits the whole of it. */
record TextExtractor(List<Expression> lines) implements Extractor {
  @Override
  public @Nullable Normalized extract(Line line, @Nullable String[] slots) {
    for (Expression expression : lines) {
      Matcher match = expression.match(line.text(), line.work());
      if (match != null) {
        expression.keep(match, slots);
        return null;
      }
    }
    return new Normalized.Dead(
        DeadReason.NO_PATTERN, "no line pattern fits \"%s\"".formatted(Text.excerpt(line.text())));
  }
}
