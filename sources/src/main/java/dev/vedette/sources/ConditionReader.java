package dev.vedette.sources;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Compiles conditions: {@code when} and {@code unless}, each of fields and expressions. */
final class ConditionReader {
  private ConditionReader() {}

  /**
   * What was read.
   *
   * @param conditions in the file's order, those of {@code when} first
   * @param scope where the named groups of {@code when} are fields
   */
  record Read(List<Rule.Condition> conditions, Scope scope) {}

  /** Compiles the members {@code when} and {@code unless}, as far as they are given. */
  static Read read(Map<String, Section> members, Scope before) {
    Set<String> groups = groups(members);
    Scope scope = before.with(groups);
    var conditions = new ArrayList<Rule.Condition>();
    for (String which : List.of("when", "unless")) {
      Section given = members.get(which);
      if (given == null) {
        continue;
      }
      given
          .members()
          .forEach((path, expression) -> {
            Pattern pattern = Expression.compile(expression);
            var field = new Value.Field(before.slot(path(path, given), given));
            conditions.add(
                new Rule.Condition(field, scope.expression(pattern), which.equals("when")));
          });
    }
    return new Read(List.copyOf(conditions), scope);
  }

  /** The names of the groups of {@code when}. */
  static Set<String> groups(Map<String, Section> members) {
    var groups = new LinkedHashSet<String>();
    for (String which : List.of("when", "unless")) {
      Section given = members.get(which);
      if (given == null) {
        continue;
      }
      for (Section expression : given.members().values()) {
        for (String group : new HashSet<>(Expression.compile(expression).namedGroups().keySet())) {
          if (which.equals("unless")) {
            throw expression.wrong("what must not match has no named groups");
          }
          if (!groups.add(group)) {
            throw expression.wrong("the group \"%s\" is there twice".formatted(group));
          }
        }
      }
    }
    return groups;
  }

  private static Reference path(String text, Section where) {
    try {
      return Reference.parse(text);
    } catch (IllegalArgumentException e) {
      throw where.wrong(String.valueOf(e.getMessage()));
    }
  }
}
