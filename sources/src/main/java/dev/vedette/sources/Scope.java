package dev.vedette.sources;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
    private int count;

    /** A slot of its own, such as that of a rule's named group. */
    int fresh() {
      return count++;
    }

    /** The slot of a field of the line. */
    int of(Reference field) {
      return fields.computeIfAbsent(field, f -> fresh());
    }

    /** What the line's fields are, and where they go. */
    Map<Reference, Integer> fields() {
      return fields;
    }

    int count() {
      return count;
    }
  }

  private final Slots slots;
  private final @Nullable Set<String> lineFields;
  private final Map<String, Integer> groups;
  private final Set<String> elsewhere;

  /**
   * A scope.
   *
   * @param lineFields the names of a line's fields; null if only the input knows them
   * @param groups the named groups of the rule, with their slots
   * @param elsewhere names that may be referred to but have no value here: groups of other rules
   */
  Scope(
      Slots slots,
      @Nullable Set<String> lineFields,
      Map<String, Integer> groups,
      Set<String> elsewhere) {
    this.slots = slots;
    this.lineFields = lineFields;
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
    if (lineFields != null && !(field.isName() && lineFields.contains(field.name()))) {
      if (field.isName() && elsewhere.contains(field.name())) {
        return slots.fresh();
      }
      throw where.wrong(
          "there is no field \"%s\" here; there are %s"
              .formatted(
                  field.isName() ? field.name() : field.steps(),
                  Stream.concat(lineFields.stream(), groups.keySet().stream()).sorted().toList()));
    }
    return slots.of(field);
  }
}
