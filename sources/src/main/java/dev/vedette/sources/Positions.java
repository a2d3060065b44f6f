package dev.vedette.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where one may stand inside a regular expression, and where a character leads from there (Thompson
 * 1968).
 *
 * <p>Not for expressions that may fit one text in a number of ways that grows as a power of its
 * length ({@code (a+)+}, {@code a*a*}): what a line of theirs may cost is bounded elsewhere. Nor
 * for repetitions that give nothing back ({@code *+}) where that makes a difference.
 */
final class Positions {
  /** The position behind the expression. */
  static final int END = 0;

  private static final int NOWHERE = -1;
  private static final int MAX_POSITIONS = 3_000;
  private static final Syntax.Repeat ANYTHING =
      new Syntax.Repeat(new Syntax.Chars(Syntax.IN_LINE), 0, Syntax.Repeat.ENDLESS, false);

  private final List<CharSet> sets = new ArrayList<>();
  private final List<int[]> ways = new ArrayList<>();
  private final List<BitSet> closures = new ArrayList<>();
  private final Map<Tail, Integer> tails = new HashMap<>();
  private int first;
  private int rest = NOWHERE;

  /** A repetition before a position: the same wherever it is written. */
  private record Tail(Syntax.Repeat repeat, int next) {}

  private Positions() {
    position(CharSet.NONE);
  }

  /** The positions of an expression, if it is of the kind that this is for. */
  static Optional<Positions> of(Syntax.Node node) {
    try {
      var positions = new Positions();
      positions.first = positions.before(node, END, CharSet.NONE, false);
      for (int i = 0; i < positions.sets.size(); i++) {
        positions.closures.add(positions.closure(i));
      }
      Integer rest = positions.tails.get(new Tail(ANYTHING, END));
      boolean inLine = positions.sets.stream().allMatch(Syntax.IN_LINE::hasAll);
      positions.rest = rest != null && inLine ? rest : NOWHERE;
      return Optional.of(positions);
    } catch (Syntax.Other e) {
      return Optional.empty();
    }
  }

  /** The sets of characters that lead on from any position. */
  Set<CharSet> sets() {
    return new LinkedHashSet<>(sets);
  }

  /** Where one may stand at first. */
  BitSet start() {
    return closures.get(first);
  }

  /** Where one may stand after each of these characters. */
  BitSet[] after(BitSet here, int[] characters) {
    BitSet[] there = new BitSet[characters.length];
    Arrays.setAll(there, i -> new BitSet());
    for (int at = here.nextSetBit(0); at >= 0; at = here.nextSetBit(at + 1)) {
      CharSet set = sets.get(at);
      for (int i = 0; i < there.length; i++) {
        if (set.has(characters[i])) {
          there[i].or(closures.get(ways.get(at)[0]));
        }
      }
    }
    if (rest != NOWHERE) {
      BitSet closure = closures.get(rest);
      for (int i = 0; i < there.length; i++) {
        // Where anything may follow, what else may follow makes no difference.
        there[i] = there[i].get(ways.get(rest)[0]) ? closure : there[i];
      }
    }
    return there;
  }

  private int position(CharSet set, int... to) {
    sets.add(set);
    ways.add(to);
    return sets.size() - 1;
  }

  /** The positions that a character is awaited at, or the end, and that one is at without any. */
  private BitSet closure(int from) {
    var seen = new BitSet();
    var result = new BitSet();
    var todo = new ArrayList<Integer>(List.of(from));
    while (!todo.isEmpty()) {
      int at = todo.removeLast();
      if (seen.get(at)) {
        continue;
      }
      seen.set(at);
      if (at == END || !sets.get(at).equals(CharSet.NONE)) {
        result.set(at);
      } else {
        for (int to : ways.get(at)) {
          todo.add(to);
        }
      }
    }
    return result;
  }

  /**
   * Puts the positions of a part before what follows it.
   *
   * @param next the position that follows
   * @param follow the characters that may come next there
   * @param inLoop whether the part may be repeated without end
   * @return the first position
   */
  private int before(Syntax.Node node, int next, CharSet follow, boolean inLoop)
      throws Syntax.Other {
    if (sets.size() > MAX_POSITIONS) {
      throw new Syntax.Other("too many positions");
    }
    return switch (node) {
      case Syntax.Chars(CharSet set) -> position(set, next);
      case Syntax.Sequence(List<Syntax.Node> parts) -> sequence(parts, next, follow, inLoop);
      case Syntax.Choice(List<Syntax.Node> branches) -> {
        int[] ways = new int[branches.size()];
        for (int i = 0; i < ways.length; i++) {
          ways[i] = before(branches.get(i), next, follow, inLoop);
        }
        yield position(CharSet.NONE, ways);
      }
      case Syntax.Repeat repeat -> repeated(repeat, next, follow, inLoop);
    };
  }

  private int sequence(List<Syntax.Node> parts, int next, CharSet follow, boolean inLoop)
      throws Syntax.Other {
    int at = next;
    CharSet behind = follow;
    Syntax.Node after = new Syntax.Sequence(List.of());
    for (Syntax.Node part : parts.reversed()) {
      if (part instanceof Syntax.Repeat one
          && after instanceof Syntax.Repeat two
          && one.isEndless()
          && two.isEndless()
          && !one.possessive()
          && first(one).meets(first(two))) {
        throw new Syntax.Other("one repetition may go on as the next");
      }
      at = before(part, at, behind, inLoop);
      behind = isOptional(part) ? first(part).or(behind) : first(part);
      after = part;
    }
    return at;
  }

  private int repeated(Syntax.Repeat repeat, int next, CharSet follow, boolean inLoop)
      throws Syntax.Other {
    Syntax.Node part = repeat.part();
    CharSet begins = first(part);
    if (repeat.possessive() && (!isPlain(part) || begins.meets(follow))) {
      throw new Syntax.Other("what is not given back would make a difference");
    }
    if (isOptional(part) || (inLoop && repeat.isEndless() && !repeat.possessive())) {
      throw new Syntax.Other("a repetition of repetitions");
    }
    CharSet again = begins.or(follow);
    int at = next;
    if (repeat.isEndless() && repeat.least() == 0 && part instanceof Syntax.Chars) {
      Integer known = tails.get(new Tail(repeat, next));
      if (known != null) {
        return known;
      }
    }
    if (repeat.isEndless()) {
      int fork = position(CharSet.NONE, next, next);
      ways.get(fork)[0] = before(part, fork, again, true);
      tails.putIfAbsent(
          new Tail(new Syntax.Repeat(part, 0, repeat.most(), repeat.possessive()), next), fork);
      at = fork;
    } else {
      for (int i = repeat.least(); i < repeat.most(); i++) {
        at = position(CharSet.NONE, before(part, at, again, inLoop), next);
      }
    }
    for (int i = 0; i < repeat.least(); i++) {
      at = before(part, at, again, inLoop);
    }
    return at;
  }

  /** Whether a part is characters and no more, so that it fits in one way only. */
  private static boolean isPlain(Syntax.Node node) {
    return node instanceof Syntax.Chars
        || (node instanceof Syntax.Sequence(List<Syntax.Node> parts)
            && parts.stream().allMatch(Syntax.Chars.class::isInstance));
  }

  /** Whether a part may be empty. */
  private static boolean isOptional(Syntax.Node node) {
    return switch (node) {
      case Syntax.Chars chars -> false;
      case Syntax.Sequence(List<Syntax.Node> parts) ->
          parts.stream().allMatch(Positions::isOptional);
      case Syntax.Choice(List<Syntax.Node> branches) ->
          branches.stream().anyMatch(Positions::isOptional);
      case Syntax.Repeat repeat -> repeat.least() == 0 || isOptional(repeat.part());
    };
  }

  /** The characters that a part may begin with. */
  private static CharSet first(Syntax.Node node) {
    return switch (node) {
      case Syntax.Chars(CharSet set) -> set;
      case Syntax.Choice(List<Syntax.Node> branches) ->
          branches.stream().map(Positions::first).reduce(CharSet.NONE, CharSet::or);
      case Syntax.Repeat repeat -> first(repeat.part());
      case Syntax.Sequence(List<Syntax.Node> parts) -> {
        CharSet all = CharSet.NONE;
        for (Syntax.Node part : parts) {
          all = all.or(first(part));
          if (!isOptional(part)) {
            break;
          }
        }
        yield all;
      }
    };
  }
}
