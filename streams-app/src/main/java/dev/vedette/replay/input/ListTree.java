package dev.vedette.replay.input;

import dev.vedette.sources.DocumentLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways down from the top of a document to its lists of records. */
final class ListTree {
  private final Map<String, ListTree> members = new HashMap<>();
  private final boolean anyCase;
  private boolean list;

  private ListTree(boolean anyCase) {
    this.anyCase = anyCase;
  }

  static ListTree of(DocumentLayout layout) {
    var top = new ListTree(layout.anyCase());
    for (List<String> way : layout.lists()) {
      ListTree at = top;
      for (String name : way) {
        at = at.members.computeIfAbsent(name, n -> new ListTree(layout.anyCase()));
      }
      at.list = true;
    }
    return top;
  }

  /** What is below the member of that name; null if no list is there. */
  @Nullable ListTree member(String name) {
    return members.get(anyCase ? name.toLowerCase(Locale.ROOT) : name);
  }

  /** Whether a list here is one of records. */
  boolean isList() {
    return list;
  }

  /** Whether an object here may have lists of records. */
  boolean leadsOn() {
    return !members.isEmpty();
  }
}
