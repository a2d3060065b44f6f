package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The page of the formats that ship: for each, its rules, and samples with what becomes of them.
 */
final class FormatsPage {
  private static final int MAX_EXAMPLES = 3;
  private static final int MAX_EXAMPLE_CHARS = 600;

  private FormatsPage() {}

  static String text() {
    var page = new StringBuilder();
    page.append(
        """
        # Formats that come with Vedette

        Made of the mapping files in `sources/src/main/resources/formats` by
        `mvn -pl sources -am test -Dtest=FormatsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvedette.docs.write=true`.
        How to read and write such a file: [sources.md](sources.md). `bin/vedette formats` lists them,
        `bin/vedette formats test` runs their samples, `bin/vedette normalize --source NAME --explain FILE`
        shows what becomes of your own lines.

        | format | kind | samples | reads |
        |---|---|---|---|
        """);
    for (String name : Formats.names()) {
      Format format = Formats.named(name);
      page.append(
          "| [`%s`](#%s) | %s | %d | %s |%n"
              .formatted(
                  name,
                  name.replace(".", ""),
                  format.kind(),
                  format.sampleCount(),
                  format.about()));
    }
    for (String name : Formats.names()) {
      section(page, Formats.named(name));
    }
    return page.toString().replace(System.lineSeparator(), "\n");
  }

  private static void section(StringBuilder page, Format format) {
    page.append(
        "%n## %s%n%n%s.%n".formatted(format.name(), format.about().replaceFirst("\\.$", "")));
    var ignored = new ArrayList<String>();
    var events = new ArrayList<String>();
    for (Rule rule : format.rules()) {
      (rule.mapping() == null ? ignored : events).add("`" + rule.name() + "`");
    }
    if (format.rules().size() > 1) {
      page.append("%nRules that make events: %s.%n".formatted(listed(events)));
      page.append("%nIgnored by rule: %s.%n".formatted(listed(ignored)));
    }
    int shown = 0;
    for (Sample sample : format.samples()) {
      List<Normalized> outcomes =
          format.normalizer(new Context("default", sample.year())).normalize(sample.bytes());
      if (shown == MAX_EXAMPLES || sample.line().length() > MAX_EXAMPLE_CHARS) {
        continue;
      }
      String event = firstEvent(outcomes);
      if (event != null) {
        shown++;
        page.append("%n```text%n%s%n```%n%n%s%n".formatted(sample.line().strip(), event));
      }
    }
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new LinkedHashSet<>(names));
  }

  private static @Nullable String firstEvent(List<Normalized> outcomes) {
    for (Normalized outcome : outcomes) {
      if (outcome instanceof Normalized.Event(AccessEvent event)) {
        Map<String, String> fields = new TreeMap<>(EventFields.of(event));
        fields.remove("id");
        fields.remove("raw_source");
        fields.remove("tenant");
        var shown = new ArrayList<String>();
        fields.forEach((field, value) -> shown.add("`%s`: %s".formatted(field, code(value))));
        return String.join(" · ", shown);
      }
    }
    return null;
  }

  private static String code(String value) {
    return value.indexOf('`') < 0 ? "`" + value.replace('\n', ' ') + "`" : value;
  }
}
