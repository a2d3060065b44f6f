package dev.vedette.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which words of sources are of which kind: an {@link ActionTable}, {@code action-kinds.txt}. What
 * was asked lately is remembered, so an instance is for one thread.
 */
public final class ActionKinds {
  private static final int MOST_REMEMBERED = 4_096;
  private static final ActionTable<ActionKind> SHIPPED =
      ActionTable.read(ActionKinds.class, "action-kinds.txt", ActionKind::of);

  private final Map<String, Optional<ActionKind>> remembered = new HashMap<>();

  /** A reader of the shipped table. */
  public ActionKinds() {}

  /** The kind of an action; null if it is none of them. */
  public @Nullable ActionKind of(String action) {
    Optional<ActionKind> known = remembered.get(action);
    if (known == null) {
      if (remembered.size() == MOST_REMEMBERED) {
        remembered.clear();
      }
      known = Optional.ofNullable(SHIPPED.of(action));
      remembered.put(action, known);
    }
    return known.orElse(null);
  }
}
