package dev.vedette.sources;

import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a regular expression fits the whole of a text, said in one pass over its characters and
 * without going back: a deterministic automaton, made by the subset construction (Rabin and Scott
 * 1959) from the positions of the expression.
 *
 * <p>Not for all expressions, and not for all texts: where one character beyond ASCII is met it has
 * no answer. It never says anything else than the JDK's expression would.
 */
final class Automaton {
  /** What it has to say of a text. */
  enum Answer {
    FITS,
    FITS_NOT,
    /** Another has to be asked. */
    UNKNOWN
  }

  private static final int ASCII = 128;
  private static final int DEAD = 0;
  private static final int MAX_STATES = 4_000;
  private static final int MAX_MOVES = 1 << 18;

  private final byte[] kindOf;
  private final int kinds;
  private final char[] moves;
  private final BitSet accepting;
  private final int start;

  private Automaton(byte[] kindOf, int kinds, char[] moves, BitSet accepting, int start) {
    this.kindOf = kindOf;
    this.kinds = kinds;
    this.moves = moves;
    this.accepting = accepting;
    this.start = start;
  }

  /** The automaton of an expression, if it is of the kind that has a small one. */
  static Optional<Automaton> of(Pattern pattern) {
    return Syntax.of(pattern).flatMap(Positions::of).flatMap(Automaton::of);
  }

  /** Whether the whole text fits; takes a step for each character that is looked at. */
  Answer ask(String text, Work work) {
    int state = start;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ASCII) {
        work.spend(i);
        return Answer.UNKNOWN;
      }
      state = moves[state * kinds + kindOf[c]];
      if (state == DEAD) {
        work.spend(i);
        return Answer.FITS_NOT;
      }
    }
    work.spend(length);
    return accepting.get(state) ? Answer.FITS : Answer.FITS_NOT;
  }

  private static Optional<Automaton> of(Positions positions) {
    byte[] kindOf = new byte[ASCII];
    int kinds = kinds(positions, kindOf);
    int[] example = new int[kinds];
    for (int c = ASCII - 1; c >= 0; c--) {
      example[kindOf[c]] = c;
    }
    var numbers = new HashMap<LongBuffer, Integer>();
    var todo = new ArrayDeque<BitSet>();
    var rows = new ArrayList<char[]>();
    var accepting = new BitSet();
    numbers.put(key(new BitSet()), DEAD);
    rows.add(new char[kinds]);
    todo.add(positions.start());
    numbers.put(key(positions.start()), 1);
    while (!todo.isEmpty()) {
      BitSet here = todo.remove();
      if (here.get(Positions.END)) {
        accepting.set(rows.size());
      }
      BitSet[] after = positions.after(here, example);
      char[] row = new char[kinds];
      for (int kind = 0; kind < kinds; kind++) {
        LongBuffer key = key(after[kind]);
        Integer known = numbers.get(key);
        if (known == null) {
          known = numbers.size();
          numbers.put(key, known);
          todo.add(after[kind]);
        }
        row[kind] = (char) known.intValue();
      }
      rows.add(row);
      if (numbers.size() > MAX_STATES || numbers.size() * kinds > MAX_MOVES) {
        return Optional.empty();
      }
    }
    char[] moves = new char[rows.size() * kinds];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, moves, i * kinds, kinds);
    }
    return Optional.of(new Automaton(kindOf, kinds, moves, accepting, 1));
  }

  /** A set whose hash is better than its own. */
  private static LongBuffer key(BitSet set) {
    return LongBuffer.wrap(set.toLongArray());
  }

  /** Characters that no set tells apart are of one kind. */
  private static int kinds(Positions positions, byte[] kindOf) {
    int kinds = 1;
    for (CharSet set : positions.sets()) {
      Map<Integer, Byte> split = new HashMap<>();
      for (int c = 0; c < ASCII; c++) {
        int key = kindOf[c] * 2 + (set.has(c) ? 1 : 0);
        Byte kind = split.get(key);
        if (kind == null) {
          boolean first = !split.containsKey(key ^ 1);
          kind = first ? kindOf[c] : (byte) kinds++;
          split.put(key, kind);
        }
        kindOf[c] = kind;
      }
    }
    return kinds;
  }
}
