package dev.vedette.sources;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the outcome of one record came about.
 *
 * @param outcome what became of it
 * @param rule the rule that decided; null if none did
 * @param filled the event's fields, in the order of the mapping
 * @param unread the fields of the record that were not looked at for this outcome, with their text
 */
public record Explanation(
    Normalized outcome, @Nullable String rule, List<Filled> filled, Map<String, String> unread) {

  /**
   * A field of the event.
   *
   * @param field its JSON name
   * @param value what it became
   * @param from the fields of the record that it was made of; empty if the mapping says it alone
   */
  public record Filled(String field, String value, List<String> from) {
    /** Copies. */
    public Filled {
      from = List.copyOf(from);
    }
  }

  /** Copies. */
  public Explanation {
    filled = List.copyOf(filled);
    unread = new LinkedHashMap<>(unread);
  }

  /** The explanation of a record whose fields are still in their slots. */
  static Explanation of(Normalized outcome, @Nullable Rule rule, Format format, Fields fields) {
    var used = new LinkedHashSet<String>();
    if (rule != null) {
      rule.conditions().forEach(c -> used.addAll(names(c.field(), rule, format, fields)));
    }
    var filled = new ArrayList<Filled>();
    if (rule != null
        && rule.mapping() instanceof EventMapping mapping
        && outcome instanceof Normalized.Event(AccessEvent event)) {
      Rule decided = rule;
      Map<String, String> actual = EventFields.of(event);
      mapping
          .assignments()
          .forEach((field, value) -> {
            String text = actual.get(field);
            if (text != null) {
              Set<String> from = names(value, decided, format, fields);
              used.addAll(from);
              filled.add(new Filled(field, text, List.copyOf(from)));
            }
          });
    }
    Map<String, String> unread = new LinkedHashMap<>();
    Set<String> shapes = new LinkedHashSet<>();
    used.forEach(name -> shapes.add(shape(name)));
    fields
        .seen()
        .forEach((name, text) -> {
          if (!used.contains(name) && shapes.stream().noneMatch(s -> covers(s, shape(name)))) {
            unread.put(name, text);
          }
        });
    return new Explanation(outcome, rule == null ? null : rule.name(), filled, unread);
  }

  private static Set<String> names(Value value, Rule rule, Format format, Fields fields) {
    var names = new LinkedHashSet<String>();
    value.sources(
        fields,
        field -> {
          String name = format.nameOf(field.slot());
          if (name != null) {
            names.add(name);
          } else {
            rule.conditions().stream()
                .filter(c -> c.expression().keepsIn(field.slot()))
                .forEach(c -> names.addAll(names(c.field(), rule, format, fields)));
          }
        });
    return names;
  }

  /** A path without which item of a list it means; the case of names may be the sender's choice. */
  private static String shape(String path) {
    return path.replaceAll("\\[[^\\]]*\\]", "[]").replace("\"", "").toLowerCase(Locale.ROOT);
  }

  private static boolean covers(String used, String seen) {
    return seen.equals(used) || seen.startsWith(used + ".") || seen.startsWith(used + "[");
  }

  /** The explanation for a person, several lines. */
  public String text() {
    var text = new StringBuilder();
    String by = rule == null ? "" : " by rule " + rule;
    switch (outcome) {
      case Normalized.Event(AccessEvent event) -> text.append("event").append(by);
      case Normalized.Ignored(String name) -> text.append("ignored by rule ").append(name);
      case Normalized.Dead(String reason, String detail) ->
          text.append("dead letter")
              .append(by)
              .append(": ")
              .append(reason)
              .append(", ")
              .append(detail);
    }
    text.append('\n');
    for (Filled field : filled) {
      text.append(
          "  %-22s %-40s %s%n"
              .formatted(
                  field.field(),
                  Text.excerpt(field.value()),
                  field.from().isEmpty()
                      ? "said by the mapping"
                      : "from " + String.join(", ", field.from())));
    }
    unread.forEach(
        (name, value) -> text.append("  unread: %-30s %s%n".formatted(name, Text.excerpt(value))));
    return text.toString();
  }
}
