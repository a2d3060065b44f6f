package dev.vedette.sources;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles a mapping file. */
final class FormatReader {
  private static final Set<String> SHARED =
      Set.of("format", "about", "kind", "envelope", "absent", "event", "rules", "samples");
  private static final String SYSLOG = "syslog";

  private final Section root;
  private final String digest;
  private final Scope.Slots slots = new Scope.Slots();
  private boolean enveloped;

  private FormatReader(Section root, String digest) {
    this.root = root;
    this.digest = digest;
  }

  static Format read(Section root, String digest) {
    return new FormatReader(root, digest).format();
  }

  private Format format() {
    Map<String, Section> all = root.members();
    Section kind = root.needed(all, "kind");
    return switch (kind.text()) {
      case "vedette" -> vedette(root.members(Set.of("format", "about", "kind", "samples")));
      case "json" -> json(root.members(with("each", "names")));
      case "csv" -> csv(root.members(with("columns", "header", "separator")));
      case "text" -> text(root.members(with("lines")));
      case "keyvalue" ->
          keyValue(root.members(with("separator", "assign", "nested", "hexadecimal")));
      case "cef" -> named(root.members(with()), CefExtractor::new);
      case "leef" -> named(root.members(with()), LeefExtractor::new);
      default ->
          throw kind.wrong(
              "\"%s\" is not json, csv, text, keyvalue, cef or leef".formatted(kind.text()));
    };
  }

  private static Set<String> with(String... own) {
    var known = new HashSet<>(SHARED);
    known.addAll(List.of(own));
    return known;
  }

  private Format vedette(Map<String, Section> members) {
    return finished(members, () -> null, DocumentLayout.OF_RECORDS, List.of(), 0);
  }

  private Format json(Map<String, Section> members) {
    boolean anyCase = anyCase(members.get("names"));
    if (anyCase) {
      slots.anyCase();
    }
    List<Reference> each =
        each(members.get("each")).stream().map(e -> anyCase ? e.inLowerCase() : e).toList();
    var around = each.isEmpty() ? Set.<String>of() : Set.of(Reference.OUTER);
    List<Rule> rules = rules(members, null, around);
    var extractor = new JsonExtractor(ofMessage(), each, slots::fresh, anyCase);
    var layout = DocumentLayout.of(each, anyCase, extractor.looksAround());
    return finished(members, () -> extractor, layout, rules, each.size());
  }

  /** A kind whose fields have names and no more. */
  private Format named(Map<String, Section> members, Function<Names, Extractor> kind) {
    List<Rule> rules = rules(members, null, Set.of());
    for (Reference field : ofMessage().keySet()) {
      if (!field.isOfNames()) {
        throw root.wrong("${%s}: a field of this kind is no list".formatted(field));
      }
    }
    Extractor extractor = kind.apply(Names.of("", ofMessage()));
    return finished(members, () -> extractor, null, rules, 0);
  }

  private Format keyValue(Map<String, Section> members) {
    char separator = character(members.get("separator"), KeyValueExtractor.WHITE_SPACE);
    char assign = character(members.get("assign"), '=');
    Set<String> nested = texts(members.get("nested"));
    Set<String> hexadecimal = texts(members.get("hexadecimal"));
    return named(
        members, names -> new KeyValueExtractor(names, separator, assign, nested, hexadecimal));
  }

  private static char character(@Nullable Section section, char otherwise) {
    if (section == null) {
      return otherwise;
    }
    String text = section.text();
    if (text.length() != 1 || text.equals("\"")) {
      throw section.wrong("one character is expected, and not a quote");
    }
    return text.charAt(0);
  }

  private static Set<String> texts(@Nullable Section section) {
    return section == null
        ? Set.of()
        : section.items().stream().map(Section::text).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean anyCase(@Nullable Section names) {
    if (names == null) {
      return false;
    }
    if (!names.text().equals("any_case")) {
      throw names.wrong("\"%s\" is not any_case".formatted(names.text()));
    }
    return true;
  }

  /** The fields that are not of the envelope. */
  private Map<Reference, Integer> ofMessage() {
    var fields = new LinkedHashMap<>(slots.fields());
    fields.keySet().removeIf(this::isOfEnvelope);
    return fields;
  }

  private boolean isOfEnvelope(Reference field) {
    return enveloped && !field.isName() && field.name().equals(SYSLOG);
  }

  /** Where the lists of records may stand. */
  private static List<Reference> each(@Nullable Section section) {
    if (section == null) {
      return List.of();
    }
    var lists = new ArrayList<Reference>();
    for (Section item : section.items()) {
      String text = item.text();
      boolean braced = text.startsWith("${") && text.endsWith("}");
      if (!text.startsWith("$")) {
        throw item.wrong("a list in the record is expected, such as $records");
      }
      try {
        Reference list =
            Reference.parse(braced ? text.substring(2, text.length() - 1) : text.substring(1));
        if (!list.isOfNames()) {
          throw item.wrong("the way to a list of records is of names only");
        }
        lists.add(list);
      } catch (IllegalArgumentException e) {
        throw item.wrong(String.valueOf(e.getMessage()));
      }
    }
    return lists;
  }

  private Format csv(Map<String, Section> members) {
    char separator = character(members.get("separator"), ',');
    Section columns = members.get("columns");
    Section header = members.get("header");
    boolean inFile = header != null && header.flag();
    if (inFile == (columns != null)) {
      throw root.wrong("a csv format has either columns: [names] or header: true");
    }
    List<String> names =
        columns == null ? null : columns.items().stream().map(Section::text).toList();
    if (columns != null && names != null && new HashSet<>(names).size() < names.size()) {
      throw columns.wrong("a column's name is given twice");
    }
    List<Rule> rules = rules(members, names == null ? null : new LinkedHashSet<>(names), Set.of());
    var slotOfColumn = new LinkedHashMap<String, Integer>();
    ofMessage()
        .forEach((field, slot) -> {
          if (!field.isName()) {
            throw root.wrong(
                "a column is not taken apart further: write ${\"a.b\"} for a name with a dot");
          }
          slotOfColumn.put(field.name(), slot);
        });
    return finished(
        members, () -> new CsvExtractor(separator, names, slotOfColumn), null, rules, 0);
  }

  private Format text(Map<String, Section> members) {
    var patterns = new ArrayList<Pattern>();
    var names = new LinkedHashSet<String>();
    for (Section line : root.needed(members, "lines").items()) {
      Pattern pattern = Expression.compile(line);
      patterns.add(pattern);
      names.addAll(pattern.namedGroups().keySet());
    }
    List<Rule> rules = rules(members, names, Set.of());
    var slotOfGroup = new HashMap<String, Integer>();
    ofMessage().forEach((field, slot) -> slotOfGroup.put(field.name(), slot));
    var lines = patterns.stream().map(p -> Expression.ofLine(p, slotOfGroup)).toList();
    var extractor = new TextExtractor(lines);
    return finished(members, () -> extractor, null, rules, 0);
  }

  private Format finished(
      Map<String, Section> members,
      Supplier<@Nullable Extractor> extractors,
      @Nullable DocumentLayout layout,
      List<Rule> rules,
      int lists) {
    Section samples = members.get("samples");
    Section about = members.get("about");
    Section name = root.needed(members, "format");
    String kind = root.needed(members, "kind").text();
    if (!name.text().matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw name.wrong("a format's name is of lower-case letters, digits, dots, _ and -");
    }
    return new Format(
        digest,
        name.text(),
        about == null ? "" : about.text(),
        enveloped ? kind + " in syslog" : kind,
        enveloped(extractors),
        layout,
        rules,
        slots.count(),
        slots.fields(),
        lists,
        texts(members.get("absent")),
        samples == null ? List.of() : samples.items().stream().map(Sample::read).toList());
  }

  /** What takes a line out of its envelope first. */
  private Supplier<@Nullable Extractor> enveloped(Supplier<@Nullable Extractor> inner) {
    if (!enveloped) {
      return inner;
    }
    var fields = new LinkedHashMap<Reference, Integer>();
    slots
        .fields()
        .forEach((field, slot) -> {
          if (isOfEnvelope(field)) {
            fields.put(field.below(), slot);
          }
        });
    Names names = Names.of(SYSLOG + ".", fields);
    return () -> {
      Extractor extractor = inner.get();
      return extractor == null ? null : new SyslogEnvelope(names, extractor);
    };
  }

  /**
   * Compiles the rules.
   *
   * @param lineFields the names of a record's fields; null if only the input knows them
   * @param around first names of paths to what is around a record
   */
  private List<Rule> rules(
      Map<String, Section> members, @Nullable Set<String> lineFields, Set<String> around) {
    Section envelope = members.get("envelope");
    if (envelope != null && !envelope.text().equals(SYSLOG)) {
      throw envelope.wrong("\"%s\" is not syslog".formatted(envelope.text()));
    }
    enveloped = envelope != null;
    var prefixes = new HashSet<>(around);
    if (enveloped) {
      prefixes.add(SYSLOG);
    }
    var known = new Scope.Known(lineFields, prefixes);
    String format = root.needed(members, "format").text();
    Section common = members.get("event");
    Section section = members.get("rules");
    if (section == null) {
      Section event = root.needed(members, "event");
      var scope = new Scope(slots, known, Map.of(), Set.of());
      return List.of(
          new Rule("all", List.of(), EventMapping.read(format, root, event, scope, null, scope)));
    }
    List<Section> sections = section.items();
    var parts = sections.stream().map(FormatReader::ruleMembers).toList();
    var groups = new HashSet<String>();
    parts.forEach(part -> groups.addAll(ConditionReader.groups(part)));
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < sections.size(); i++) {
      rules.add(rule(format, sections.get(i), parts.get(i), common, known, groups));
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

  private Rule rule(
      String format,
      Section section,
      Map<String, Section> members,
      @Nullable Section common,
      Scope.Known known,
      Set<String> groupsOfAll) {
    ConditionReader.Read read =
        ConditionReader.read(members, new Scope(slots, known, Map.of(), Set.of()));
    Section ignore = members.get("ignore");
    if (ignore != null) {
      return new Rule(ignore.text(), read.conditions(), null);
    }
    EventMapping mapping =
        EventMapping.read(
            format,
            section,
            common,
            new Scope(slots, known, read.scope().groups(), groupsOfAll),
            members.get("event"),
            read.scope());
    return new Rule(section.needed(members, "rule").text(), read.conditions(), mapping);
  }
}
