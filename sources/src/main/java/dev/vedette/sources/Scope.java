package dev.vedette.sources;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which fields may be referred to from one place of a mapping file, and in which slot each of them
 * lies while a line is read.
 */
final class Scope {
  /** The slots of a format: every field that is referred to has one. */
  static final class Slots {
    private final Map<Reference, Integer> fields = new LinkedHashMap<>();
    private final Map<Written, Optional<Automaton>> automata = new HashMap<>();
    private int count;
    private boolean anyCase;

    /** An expression as it is written: what rules have in common is read for each of them. */
    private record Written(String expression, int flags) {}

    /** From now on the case of the fields' names makes no difference. */
    void anyCase() {
      anyCase = true;
    }

    /** A slot of its own, such as that of a rule's named group. */
    int fresh() {
      return count++;
    }

    /** The slot of a field of the line. */
    int of(Reference field) {
      return fields.computeIfAbsent(anyCase ? field.inLowerCase() : field, f -> fresh());
    }

    /** What the line's fields are, and where they go. */
    Map<Reference, Integer> fields() {
      return fields;
    }

    int count() {
      return count;
    }

    private @Nullable Automaton automaton(Pattern pattern) {
      return automata
          .computeIfAbsent(
              new Written(pattern.pattern(), pattern.flags()), w -> Automaton.of(pattern))
          .orElse(null);
    }
  }

  /**
   * What a record may have.
   *
   * @param names the names of its fields; null if only the input knows them
   * @param prefixes first names of paths to what is around the record
   */
  record Known(@Nullable Set<String> names, Set<String> prefixes) {
    boolean has(Reference field) {
      return names == null || around(field) || (field.isName() && names.contains(field.name()));
    }

    private boolean around(Reference field) {
      return !field.isName() && prefixes.contains(field.name());
    }
  }

  private final Slots slots;
  private final Known known;
  private final Map<String, Integer> groups;
  private final Set<String> elsewhere;

  /**
   * A scope.
   *
   * @param known what a record may have
   * @param groups the named groups of the rule, with their slots
   * @param elsewhere names that may be referred to but have no value here: groups of other rules
   */
  Scope(Slots slots, Known known, Map<String, Integer> groups, Set<String> elsewhere) {
    this.slots = slots;
    this.known = known;
    this.groups = new HashMap<>(groups);
    this.elsewhere = elsewhere;
  }

  /** The slot of a field; a rule's own groups come before the line's fields. */
  int slot(Reference field, Section where) {
    if (field.isName()) {
      Integer group = groups.get(field.name());
      if (group != null) {
        return group;
      }
    }
    if (field.name().equals(Reference.OUTER) && !known.around(field)) {
      throw where.wrong("${^.name} is a field of what is around a record: it takes each: [$list]");
    }
    if (!known.has(field)) {
      if (field.isName() && elsewhere.contains(field.name())) {
        return slots.fresh();
      }
      Set<String> names = known.names() == null ? Set.of() : known.names();
      throw where.wrong(
          "there is no field \"%s\" here; there are %s"
              .formatted(
                  field,
                  Stream.concat(names.stream(), groups.keySet().stream()).sorted().toList()));
    }
    return slots.of(field);
  }

  /** This scope with a slot for each named group of an expression, which come first. */
  Scope with(Set<String> names) {
    var more = new Scope(slots, known, groups, elsewhere);
    names.forEach(name -> more.groups.put(name, slots.fresh()));
    return more;
  }

  /**
   * An expression that a field is asked for, whose named groups go into the slots of this scope.
   */
  Expression expression(Pattern pattern) {
    return Expression.of(pattern, slots.automaton(pattern), groups);
  }

  /** The slots of the groups. */
  Map<String, Integer> groups() {
    return Map.copyOf(groups);
  }
}
