package dev.vedette.sources;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles a mapping file. */
final class FormatReader {
  private static final Set<String> SHARED =
      Set.of("format", "about", "kind", "event", "rules", "samples");

  private final Section root;
  private final Scope.Slots slots = new Scope.Slots();

  private FormatReader(Section root) {
    this.root = root;
  }

  static Format read(Section root) {
    return new FormatReader(root).format();
  }

  private Format format() {
    Map<String, Section> all = root.members();
    Section kind = root.needed(all, "kind");
    return switch (kind.text()) {
      case "vedette" -> vedette(root.members(Set.of("format", "about", "kind", "samples")));
      case "json" -> json(root.members(SHARED));
      case "csv" -> csv(root.members(with("columns", "header", "separator")));
      case "text" -> text(root.members(with("lines")));
      default -> throw kind.wrong("\"%s\" is not json, csv or text".formatted(kind.text()));
    };
  }

  private static Set<String> with(String... own) {
    var known = new HashSet<>(SHARED);
    known.addAll(List.of(own));
    return known;
  }

  private Format vedette(Map<String, Section> members) {
    return finished(members, () -> null, List.of());
  }

  private Format json(Map<String, Section> members) {
    List<Rule> rules = rules(members, null);
    return finished(members, () -> new JsonExtractor(slots.fields()), rules);
  }

  private Format csv(Map<String, Section> members) {
    Section separator = members.get("separator");
    if (separator != null && separator.text().length() != 1) {
      throw separator.wrong("a separator is one character");
    }
    char between = separator == null ? ',' : separator.text().charAt(0);
    if (between == '"') {
      throw root.wrong("the quote cannot be the separator");
    }
    Section columns = members.get("columns");
    Section header = members.get("header");
    boolean named = header != null && header.flag();
    if (named == (columns != null)) {
      throw root.wrong("a csv format has either columns: [names] or header: true");
    }
    List<String> names =
        columns == null ? null : columns.items().stream().map(Section::text).toList();
    if (columns != null && names != null && new HashSet<>(names).size() < names.size()) {
      throw columns.wrong("a column's name is given twice");
    }
    List<Rule> rules = rules(members, names == null ? null : new LinkedHashSet<>(names));
    var slotOfColumn = new LinkedHashMap<String, Integer>();
    slots
        .fields()
        .forEach((field, slot) -> {
          if (!field.isName()) {
            throw root.wrong(
                "a column is not taken apart further: write ${\"a.b\"} for a name with a dot");
          }
          slotOfColumn.put(field.name(), slot);
        });
    return finished(members, () -> new CsvExtractor(between, names, slotOfColumn), rules);
  }

  private Format text(Map<String, Section> members) {
    var patterns = new ArrayList<Pattern>();
    var names = new LinkedHashSet<String>();
    for (Section line : root.needed(members, "lines").items()) {
      Pattern pattern = Expression.compile(line);
      patterns.add(pattern);
      names.addAll(pattern.namedGroups().keySet());
    }
    List<Rule> rules = rules(members, names);
    var slotOfGroup = new HashMap<String, Integer>();
    slots.fields().forEach((field, slot) -> slotOfGroup.put(field.name(), slot));
    var lines = patterns.stream().map(p -> Expression.of(p, slotOfGroup)).toList();
    var extractor = new TextExtractor(lines);
    return finished(members, () -> extractor, rules);
  }

  private Format finished(
      Map<String, Section> members, Supplier<@Nullable Extractor> extractors, List<Rule> rules) {
    Section samples = members.get("samples");
    Section about = members.get("about");
    Section name = root.needed(members, "format");
    if (!name.text().matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw name.wrong("a format's name is of lower-case letters, digits, dots, _ and -");
    }
    return new Format(
        name.text(),
        about == null ? "" : about.text(),
        extractors,
        rules,
        slots.count(),
        samples == null ? List.of() : samples.items().stream().map(Sample::read).toList());
  }

  private List<Rule> rules(Map<String, Section> members, @Nullable Set<String> lineFields) {
    String format = root.needed(members, "format").text();
    Section common = members.get("event");
    Section section = members.get("rules");
    if (section == null) {
      Section event = root.needed(members, "event");
      var scope = new Scope(slots, lineFields, Map.of(), Set.of());
      return List.of(
          new Rule("all", List.of(), EventMapping.read(format, root, event, scope, null, scope)));
    }
    List<Section> sections = section.items();
    var parts = sections.stream().map(FormatReader::ruleMembers).toList();
    var groups = new HashSet<String>();
    parts.forEach(part ->
        conditionPatterns(part, "when")
            .values()
            .forEach(pattern -> groups.addAll(pattern.namedGroups().keySet())));
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < sections.size(); i++) {
      rules.add(rule(format, sections.get(i), parts.get(i), common, lineFields, groups));
    }
    return rules;
  }

  private static Map<String, Section> ruleMembers(Section rule) {
    Map<String, Section> members =
        rule.members(Set.of("rule", "ignore", "when", "unless", "event"));
    if (members.containsKey("rule") == members.containsKey("ignore")) {
      throw rule.wrong("a rule has either a name (rule: …) and an event, or ignore: NAME");
    }
    if (members.containsKey("ignore") && members.containsKey("event")) {
      throw rule.wrong("an ignored line makes no event");
    }
    return members;
  }

  private static Map<Section, Pattern> conditionPatterns(Map<String, Section> rule, String which) {
    var patterns = new LinkedHashMap<Section, Pattern>();
    Section conditions = rule.get(which);
    if (conditions != null) {
      conditions.members().values().forEach(s -> patterns.put(s, Expression.compile(s)));
    }
    return patterns;
  }

  private Rule rule(
      String format,
      Section section,
      Map<String, Section> members,
      @Nullable Section common,
      @Nullable Set<String> lineFields,
      Set<String> groupsOfAll) {
    var groups = new LinkedHashMap<String, Integer>();
    var before = new Scope(slots, lineFields, Map.of(), Set.of());
    var conditions = new ArrayList<Rule.Condition>();
    for (String which : List.of("when", "unless")) {
      Section given = members.get(which);
      if (given == null) {
        continue;
      }
      for (var member : given.members().entrySet()) {
        Pattern pattern = Expression.compile(member.getValue());
        for (String group : pattern.namedGroups().keySet()) {
          if (which.equals("unless")) {
            throw member.getValue().wrong("what must not match has no named groups");
          }
          if (groups.put(group, slots.fresh()) != null) {
            throw member.getValue().wrong("the group \"%s\" is there twice".formatted(group));
          }
        }
        conditions.add(
            new Rule.Condition(
                new Value.Field(before.slot(path(member.getKey(), given), given)),
                Expression.of(pattern, groups),
                which.equals("when")));
      }
    }
    Section ignore = members.get("ignore");
    if (ignore != null) {
      return new Rule(ignore.text(), List.copyOf(conditions), null);
    }
    EventMapping mapping =
        EventMapping.read(
            format,
            section,
            common,
            new Scope(slots, lineFields, groups, groupsOfAll),
            members.get("event"),
            new Scope(slots, lineFields, groups, Set.of()));
    return new Rule(section.needed(members, "rule").text(), List.copyOf(conditions), mapping);
  }

  private static Reference path(String text, Section where) {
    try {
      return Reference.parse(text);
    } catch (IllegalArgumentException e) {
      throw where.wrong(String.valueOf(e.getMessage()));
    }
  }
}
