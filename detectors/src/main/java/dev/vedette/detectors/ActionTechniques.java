package dev.vedette.detectors;

import dev.vedette.events.ActionTable;
import org.jspecify.annotations.Nullable;

/**
 * Which technique of ATT&amp;CK an action is, whoever tells of it: an {@link ActionTable}, {@code
 * action-techniques.txt}.
 */
final class ActionTechniques {
  private static final ActionTable<String> SHIPPED =
      ActionTable.read(
          ActionTechniques.class,
          "action-techniques.txt",
          name -> name.matches("T\\d{4}(\\.\\d{3})?") ? name : null);

  private ActionTechniques() {}

  /** The technique of an action, such as {@code T1562.008}; null if it is none for sure. */
  static @Nullable String of(String action) {
    return SHIPPED.of(action);
  }
}
