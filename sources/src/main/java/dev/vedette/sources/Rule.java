package dev.vedette.sources;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the lines for which all conditions hold. The first rule that fits decides.
 *
 * @param name the rule's name; what an ignored line is counted under
 * @param conditions all must hold
 * @param mapping how the event is made; null if such lines are ignored
 */
record Rule(String name, List<Condition> conditions, @Nullable EventMapping mapping) {
  /**
   * One field against one expression.
   *
   * @param field a field that is absent is empty text here
   * @param holdsOnMatch whether the condition holds if the expression fits, or if it does not
   */
  record Condition(Value field, Expression expression, boolean holdsOnMatch) {}

  /** Whether all conditions hold; if so the groups of their expressions are in their slots. */
  boolean fits(Fields fields) {
    return hold(conditions, fields);
  }

  /**
   * Whether all these conditions hold; if so the groups of their expressions are in their slots,
   * which nothing reads if they do not.
   */
  static boolean hold(List<Condition> conditions, Fields fields) {
    for (int i = 0; i < conditions.size(); i++) {
      Condition condition = conditions.get(i);
      String text = condition.field().of(fields);
      if (condition.expression().fits(text == null ? "" : text, fields)
          != condition.holdsOnMatch()) {
        return false;
      }
    }
    return true;
  }
}
