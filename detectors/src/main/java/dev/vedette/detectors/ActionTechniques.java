package dev.vedette.detectors;

import dev.vedette.events.ActionTable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which technique of ATT&amp;CK an action is, whoever tells of it: an {@link ActionTable}, {@code
 * action-techniques.txt}.
 */
final class ActionTechniques {
  private static final Pattern NAME = Pattern.compile("(T\\d{4}(?:\\.\\d{3})?)( looks)?");
  private static final ActionTable<Known> SHIPPED =
      ActionTable.read(ActionTechniques.class, "action-techniques.txt", Known::of);

  private ActionTechniques() {}

  /**
   * A technique.
   *
   * @param looks whether it is but looking around, which comes before most others
   */
  private record Known(String technique, boolean looks) {
    static @Nullable Known of(String text) {
      var name = NAME.matcher(text);
      return name.matches() ? new Known(name.group(1), name.group(2) != null) : null;
    }
  }

  /**
   * The technique of actions, such as {@code T1562.008}: that of the first which is more than
   * looking around; if none is, the first that is known; null if none is known for sure.
   *
   * @param actions the most telling first
   */
  static @Nullable String of(List<String> actions) {
    Known looks = null;
    for (String action : actions) {
      Known known = SHIPPED.of(action);
      if (known != null && !known.looks) {
        return known.technique;
      }
      looks = looks == null ? known : looks;
    }
    return looks == null ? null : looks.technique;
  }
}
