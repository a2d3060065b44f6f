package dev.vedette.sources;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a format refers to in a kind of line whose fields are not nested, by their names;
 * a path such as {@code a.b} is the name with a dot in it.
 */
final class Names {
  private final String prefix;
  private final Map<String, Integer> slots;

  private Names(String prefix, Map<String, Integer> slots) {
    this.prefix = prefix;
    this.slots = slots;
  }

  /**
   * Those fields, none of which goes into a list.
   *
   * @param prefix what their names in the mapping file have before them
   */
  static Names of(String prefix, Map<Reference, Integer> fields) {
    var slots = new HashMap<String, Integer>();
    fields.forEach((field, slot) -> slots.put(field.dotted(), slot));
    return new Names(prefix, slots);
  }

  /** Whether a field is referred to whose name begins so. */
  boolean anyBegins(String prefix) {
    return slots.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** Keeps the value of a field if it is referred to; the first of several of a name counts. */
  void set(Fields fields, String name, @Nullable String value) {
    if (fields.traced()) {
      fields.saw(prefix + name, value);
    }
    Integer slot = slots.get(name);
    if (slot != null && fields.get(slot) == null) {
      fields.set(slot, value);
    }
  }
}
