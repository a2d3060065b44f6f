package dev.vedette.sources;

import java.util.List;
import java.util.regex.Matcher;
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

  /** Whether all these conditions hold; if so the groups of their expressions are kept. */
  static boolean hold(List<Condition> conditions, Fields fields) {
    var matches = new @Nullable Matcher[conditions.size()];
    for (int i = 0; i < matches.length; i++) {
      Condition condition = conditions.get(i);
      String text = condition.field().of(fields);
      matches[i] = condition.expression().match(text == null ? "" : text, fields.work());
      if ((matches[i] != null) != condition.holdsOnMatch()) {
        return false;
      }
    }
    for (int i = 0; i < matches.length; i++) {
      Matcher match = matches[i];
      if (match != null) {
        conditions.get(i).expression().keep(match, fields);
      }
    }
    return true;
  }
}
