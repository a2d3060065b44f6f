package dev.vedette.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The syntax of a regular expression that takes no more than its characters in their order: no
 * boundaries, looks around, references back, or flags but those at its beginning, {@code (?is)}.
 */
final class Syntax {
  /** A part of an expression. */
  sealed interface Node {}

  /** One character. */
  record Chars(CharSet set) implements Node {}

  /** Parts one after the other. */
  record Sequence(List<Node> parts) implements Node {}

  /** One of several parts. */
  record Choice(List<Node> branches) implements Node {}

  /**
   * A part several times.
   *
   * @param least how often at least
   * @param most how often at most; {@link #ENDLESS} if there is no bound
   * @param possessive whether it gives nothing back
   */
  record Repeat(Node part, int least, int most, boolean possessive) implements Node {
    static final int ENDLESS = Integer.MAX_VALUE;

    boolean isEndless() {
      return most == ENDLESS;
    }
  }

  /** The expression is of another kind. */
  static final class Other extends Exception {
    private static final long serialVersionUID = 1L;

    Other(String what) {
      super(what, null, false, false);
    }
  }

  private static final int MAX_TIMES = 64;
  private static final CharSet DIGITS = CharSet.range('0', '9');
  private static final CharSet WORD =
      DIGITS.or(CharSet.range('a', 'z')).or(CharSet.range('A', 'Z')).or(CharSet.of('_'));
  private static final CharSet SPACE = CharSet.range(9, 13).or(CharSet.of(' '));

  /** What a dot stands for. */
  static final CharSet IN_LINE = CharSet.of('\n').or(CharSet.of('\r')).not();

  private final String text;
  private boolean anyCase;
  private boolean dotIsAll;
  private int at;

  private Syntax(String text, int flags) {
    this.text = text;
    this.anyCase = (flags & Pattern.CASE_INSENSITIVE) != 0;
    int end = text.indexOf(')');
    if (text.startsWith("(?") && end > 2 && "is".contains(text.substring(2, end))) {
      anyCase |= text.substring(2, end).contains("i");
      dotIsAll = text.substring(2, end).contains("s");
      at = end + 1;
    }
  }

  /** The syntax of an expression that compiles; nothing if it is of another kind. */
  static Optional<Node> of(Pattern pattern) {
    try {
      var syntax = new Syntax(pattern.pattern(), pattern.flags());
      Node all = syntax.choice();
      return syntax.at == syntax.text.length() ? Optional.of(all) : Optional.empty();
    } catch (Other e) {
      return Optional.empty();
    }
  }

  private boolean sees(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean takes(char c) {
    boolean there = sees(c);
    at += there ? 1 : 0;
    return there;
  }

  private char next() throws Other {
    if (at >= text.length()) {
      throw new Other("the end");
    }
    char c = text.charAt(at++);
    if (c >= 128) {
      throw new Other("a character beyond ASCII");
    }
    return c;
  }

  private Node choice() throws Other {
    var branches = new ArrayList<Node>();
    do {
      branches.add(sequence());
    } while (takes('|'));
    return branches.size() == 1 ? branches.getFirst() : new Choice(List.copyOf(branches));
  }

  private Node sequence() throws Other {
    var parts = new ArrayList<Node>();
    while (at < text.length() && !sees('|') && !sees(')')) {
      parts.add(repeated(one()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
  }

  private Node repeated(Node part) throws Other {
    int least;
    int most;
    if (takes('*')) {
      least = 0;
      most = Repeat.ENDLESS;
    } else if (takes('+')) {
      least = 1;
      most = Repeat.ENDLESS;
    } else if (takes('?')) {
      least = 0;
      most = 1;
    } else if (takes('{')) {
      least = number();
      most = takes(',') ? sees('}') ? Repeat.ENDLESS : number() : least;
      if (!takes('}')) {
        throw new Other("a brace");
      }
    } else {
      return part;
    }
    boolean possessive = takes('+');
    if (!possessive) {
      takes('?');
    }
    if (sees('*') || sees('+') || sees('?') || sees('{')) {
      throw new Other("a repetition repeated");
    }
    return new Repeat(part, least, most, possessive);
  }

  private int number() throws Other {
    int value = 0;
    int from = at;
    while (at < text.length() && Character.isDigit(text.charAt(at)) && value <= MAX_TIMES) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    if (at == from || value > MAX_TIMES) {
      throw new Other("a number");
    }
    return value;
  }

  private Node one() throws Other {
    char c = next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new Chars(cased(set()));
      case '.' -> new Chars(dotIsAll ? CharSet.ALL : IN_LINE);
      case '\\' -> new Chars(cased(escape()));
      case '^', '$', '*', '+', '?', '{', ')' -> throw new Other(String.valueOf(c));
      default -> new Chars(cased(CharSet.of(c)));
    };
  }

  private CharSet cased(CharSet set) {
    return anyCase ? set.anyCase() : set;
  }

  private Node group() throws Other {
    if (takes('?')) {
      if (takes('<')) {
        if (sees('=') || sees('!')) {
          throw new Other("a look behind");
        }
        at = text.indexOf('>', at) + 1;
      } else if (!takes(':')) {
        throw new Other("a group of another kind");
      }
    }
    Node inside = choice();
    if (!takes(')')) {
      throw new Other("a group without end");
    }
    return inside;
  }

  private CharSet escape() throws Other {
    char c = next();
    return switch (c) {
      case 'd' -> DIGITS;
      case 'D' -> DIGITS.not();
      case 'w' -> WORD;
      case 'W' -> WORD.not();
      case 's' -> SPACE;
      case 'S' -> SPACE.not();
      case 't' -> CharSet.of('\t');
      case 'n' -> CharSet.of('\n');
      case 'r' -> CharSet.of('\r');
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw new Other("an escape");
        }
        yield CharSet.of(c);
      }
    };
  }

  private CharSet set() throws Other {
    boolean without = takes('^');
    CharSet all = CharSet.NONE;
    boolean first = true;
    while (first || !sees(']')) {
      first = false;
      char c = next();
      if (c == '[' || c == '&' || c == ']' || c == '^') {
        throw new Other("a set of sets");
      }
      CharSet member = c == '\\' ? escape() : CharSet.of(c);
      boolean range = sees('-') && at + 1 < text.length() && text.charAt(at + 1) != ']';
      if (range) {
        at++;
        char to = next();
        if (c == '\\' || to == '\\' || to == '[' || to < c) {
          throw new Other("a range");
        }
        member = CharSet.range(c, to);
      }
      all = all.or(member);
    }
    at++;
    // Letters in any case count before what is not in the set is taken.
    return without ? cased(all).not() : all;
  }
}
