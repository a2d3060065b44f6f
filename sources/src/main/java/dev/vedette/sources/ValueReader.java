package dev.vedette.sources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles the values of a mapping file. */
final class ValueReader {
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
      throw section.wrong("a value is text, or one of first, join, map, given, lower");
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
      section.members(Set.of("map", "values", "default"));
      return table(section, members);
    }
    if (members.containsKey("given")) {
      section.members(Set.of("given", "then", "else"));
      Section otherwise = members.get("else");
      return new Value.Given(
          read(section.needed(members, "given")),
          read(section.needed(members, "then")),
          otherwise == null ? null : read(otherwise));
    }
    if (members.containsKey("lower")) {
      section.members(Set.of("lower"));
      return new Value.Lower(read(section.needed(members, "lower")));
    }
    throw section.wrong("a value is text, or one of first, join, map, given, lower");
  }

  private Value table(Section section, Map<String, Section> members) {
    var values = new LinkedHashMap<String, String>();
    section
        .needed(members, "values")
        .members()
        .forEach((given, meant) -> values.put(given, meant.text()));
    Section otherwise = members.get("default");
    return new Value.Table(
        read(section.needed(members, "map")),
        Map.copyOf(values),
        otherwise == null ? null : read(otherwise));
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
    int end = name(text, from);
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
