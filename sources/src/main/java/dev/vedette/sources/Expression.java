package dev.vedette.sources;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression over a whole text, whose named groups go into slots. */
final class Expression {
  private static final String META = "\\[](){}.*+?^$|";

  private final Pattern pattern;
  private final String prefix;
  private final @Nullable Automaton automaton;
  private final boolean isOneGroup;
  private final int[] groupNumbers;
  private final int[] groupSlots;

  private Expression(
      Pattern pattern, @Nullable Automaton automaton, int[] groupNumbers, int[] groupSlots) {
    this.pattern = pattern;
    this.automaton = automaton;
    this.isOneGroup = groupSlots.length == 1 && isOneGroup(pattern.pattern());
    this.prefix = pattern.flags() == 0 ? prefix(pattern.pattern()) : "";
    this.groupNumbers = groupNumbers;
    this.groupSlots = groupSlots;
  }

  /** Compiles an expression; the message of a complaint shows where it goes wrong. */
  static Pattern compile(Section section) {
    return compile(section.text(), false, section);
  }

  /**
   * Compiles an expression.
   *
   * @param anyCase whether upper and lower case are the same
   * @param where what a complaint is about
   */
  static Pattern compile(String expression, boolean anyCase, Section where) {
    try {
      return Pattern.compile(
          expression, anyCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    } catch (PatternSyntaxException e) {
      throw where.wrong(
          "not a regular expression: %s at character %d"
              .formatted(e.getDescription(), e.getIndex() + 1));
    }
  }

  /** An expression that takes a line apart; those of its groups are kept that have a slot. */
  static Expression ofLine(Pattern pattern, Map<String, Integer> slots) {
    return of(pattern, null, slots);
  }

  /**
   * An expression that a field is asked for; those of its groups are kept that have a slot.
   *
   * @param automaton that of the expression, if it has one
   */
  static Expression of(Pattern pattern, @Nullable Automaton automaton, Map<String, Integer> slots) {
    var kept = new LinkedHashMap<Integer, Integer>();
    pattern
        .namedGroups()
        .forEach((name, number) -> {
          Integer slot = slots.get(name);
          if (slot != null) {
            kept.put(number, slot);
          }
        });
    return new Expression(
        pattern,
        automaton,
        kept.keySet().stream().mapToInt(Integer::intValue).toArray(),
        kept.values().stream().mapToInt(Integer::intValue).toArray());
  }

  /** Whether the whole text fits; if so the groups are in their slots. */
  boolean fits(String text, Fields fields) {
    if (!text.startsWith(prefix)) {
      return false;
    }
    Automaton.Answer answer =
        automaton == null ? Automaton.Answer.UNKNOWN : automaton.ask(text, fields.work());
    if (answer == Automaton.Answer.FITS_NOT) {
      return false;
    }
    if (answer == Automaton.Answer.FITS && groupSlots.length == 0) {
      return true;
    }
    if (answer == Automaton.Answer.FITS && isOneGroup) {
      fields.set(groupSlots[0], text);
      return true;
    }
    Matcher match = match(text, fields.work());
    if (match == null) {
      return false;
    }
    keep(match, fields);
    return true;
  }

  /** Whether the first group is the whole expression. */
  private static boolean isOneGroup(String expression) {
    int name = expression.indexOf('>');
    return expression.startsWith("(?<")
        && expression.endsWith(")")
        && expression
            .substring(name + 1, expression.length() - 1)
            .chars()
            .noneMatch(c -> c == '(' || c == ')');
  }

  /** The match of the whole text, or null. */
  @Nullable Matcher match(String text, Work work) {
    if (!text.startsWith(prefix)) {
      return null;
    }
    Matcher matcher = work.matcher(pattern, text);
    return work.matches(matcher) ? matcher : null;
  }

  /** Puts the groups of a match into their slots. */
  void keep(Matcher match, Fields fields) {
    for (int i = 0; i < groupSlots.length; i++) {
      fields.set(groupSlots[i], match.group(groupNumbers[i]));
    }
  }

  /** Whether a named group goes into that slot. */
  boolean keepsIn(int slot) {
    return Arrays.stream(groupSlots).anyMatch(s -> s == slot);
  }

  /** The text that every match begins with: most lines are told apart by it alone. */
  static String prefix(String expression) {
    if (expression.indexOf('|') >= 0) {
      return "";
    }
    int end = 0;
    while (end < expression.length() && META.indexOf(expression.charAt(end)) < 0) {
      end++;
    }
    boolean quantified = end < expression.length() && "*+?{".indexOf(expression.charAt(end)) >= 0;
    return expression.substring(0, quantified ? Math.max(0, end - 1) : end);
  }
}
