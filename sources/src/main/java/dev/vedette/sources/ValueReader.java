package dev.vedette.sources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles the values of a mapping file. */
final class ValueReader {
  private static final String FORMS =
      "a value is text, or one of first, join, map, given, when, part, lower, upper, user, domain,"
          + " host, port, ip";

  private final Scope scope;

  ValueReader(Scope scope) {
    this.scope = scope;
  }

  /** A scalar (constant, {@code $field}, template), or one of the forms with a name. */
  Value read(Section section) {
    if (section.isText()) {
      return scalar(section);
    }
    if (section.isList() || section.isNull()) {
      throw section.wrong(FORMS);
    }
    Map<String, Section> members = section.members();
    if (members.containsKey("first")) {
      section.members(Set.of("first"));
      return new Value.First(all(section.needed(members, "first")));
    }
    if (members.containsKey("join")) {
      section.members(Set.of("join", "with"));
      return new Value.Join(
          all(section.needed(members, "join")), section.needed(members, "with").text());
    }
    if (members.containsKey("map")) {
      section.members(Set.of("map", "any_case", "values", "patterns", "default"));
      return table(section, members);
    }
    if (members.containsKey("given")) {
      section.members(Set.of("given", "then", "else"));
      return new Value.Given(
          read(section.needed(members, "given")),
          read(section.needed(members, "then")),
          optional(members, "else"));
    }
    if (members.containsKey("when") || members.containsKey("unless")) {
      section.members(Set.of("when", "unless", "then", "else"));
      ConditionReader.Read read = ConditionReader.read(members, scope);
      return new Value.When(
          read.conditions(),
          new ValueReader(read.scope()).read(section.needed(members, "then")),
          optional(members, "else"));
    }
    if (members.containsKey("part")) {
      section.members(Set.of("part", "of", "as"));
      return part(section, members);
    }
    String name = members.keySet().stream().findFirst().orElse("");
    Maker maker = Maker.named(name);
    if (maker != null) {
      section.members(Set.of(name));
      return new Value.Made(read(section.needed(members, name)), maker);
    }
    throw section.wrong(FORMS);
  }

  private @Nullable Value optional(Map<String, Section> members, String name) {
    Section section = members.get(name);
    return section == null ? null : read(section);
  }

  private Value part(Section section, Map<String, Section> members) {
    Section of = section.needed(members, "of");
    Pattern pattern = Expression.compile(of);
    Set<String> groups = pattern.namedGroups().keySet();
    Scope inside = scope.with(groups);
    Section as = members.get("as");
    if (as == null && groups.size() != 1) {
      throw of.wrong("one named group (?<name>…) is expected, or as: VALUE");
    }
    Value made =
        as == null
            ? new Value.Field(inside.slot(Reference.to(groups.iterator().next()), of))
            : new ValueReader(inside).read(as);
    return new Value.Part(read(section.needed(members, "part")), inside.expression(pattern), made);
  }

  private Value table(Section section, Map<String, Section> members) {
    Section insensitive = members.get("any_case");
    boolean anyCase = insensitive != null && insensitive.flag();
    var values = new LinkedHashMap<String, Value>();
    Section exact = members.get("values");
    Section fitting = members.get("patterns");
    if (exact == null && fitting == null) {
      throw section.wrong("values or patterns is missing");
    }
    if (exact != null) {
      exact
          .members()
          .forEach((given, meant) -> {
            String key = anyCase ? given.toLowerCase(Locale.ROOT) : given;
            if (values.put(key, read(meant)) != null) {
              throw meant.wrong("is given twice");
            }
          });
    }
    var patterns = new ArrayList<Value.Table.Pair>();
    if (fitting != null) {
      fitting
          .members()
          .forEach((expression, meant) -> {
            Pattern pattern = Expression.compile(expression, anyCase, meant);
            Scope inside = scope.with(pattern.namedGroups().keySet());
            patterns.add(
                new Value.Table.Pair(
                    inside.expression(pattern), new ValueReader(inside).read(meant)));
          });
    }
    return new Value.Table(
        read(section.needed(members, "map")),
        anyCase,
        Map.copyOf(values),
        List.copyOf(patterns),
        optional(members, "default"));
  }

  private List<Value> all(Section list) {
    return list.items().stream().map(this::read).toList();
  }

  private Value scalar(Section section) {
    String text = section.text();
    if (text.isEmpty()) {
      throw section.wrong("empty text is no value; leave the field out");
    }
    var parts = new ArrayList<Value>();
    var plain = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$') {
        plain.append(c);
        at++;
      } else if (text.startsWith("$$", at)) {
        plain.append('$');
        at += 2;
      } else {
        if (!plain.isEmpty()) {
          parts.add(new Value.Constant(plain.toString()));
          plain.setLength(0);
        }
        int start = at + 1;
        boolean braced = text.startsWith("${", at);
        int end = braced ? closing(section, text, start + 1) : bare(text, start);
        String path = text.substring(braced ? start + 1 : start, end);
        parts.add(field(section, path));
        at = braced ? end + 1 : end;
      }
    }
    if (!plain.isEmpty()) {
      parts.add(new Value.Constant(plain.toString()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Value.Template(List.copyOf(parts));
  }

  private Value field(Section section, String path) {
    try {
      return new Value.Field(scope.slot(Reference.parse(path), section));
    } catch (IllegalArgumentException e) {
      throw section.wrong(e.getMessage() + " ($$ stands for a dollar sign)");
    }
  }

  private static int closing(Section section, String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == '}' && !quoted) {
        return i;
      }
    }
    throw section.wrong("a } is missing in \"%s\"".formatted(text));
  }

  /** The end of a path without braces: names of letters, digits and _, dots, [n]. */
  private static int bare(String text, int from) {
    int end = text.startsWith(Reference.OUTER + ".", from) ? from + 1 : name(text, from);
    while (end < text.length()) {
      if (text.charAt(end) == '.' && name(text, end + 1) > end + 1) {
        end = name(text, end + 1);
      } else if (text.charAt(end) == '[' && text.indexOf(']', end) > end + 1) {
        end = text.indexOf(']', end) + 1;
      } else {
        break;
      }
    }
    return end;
  }

  private static int name(String text, int from) {
    int end = from;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }
}
