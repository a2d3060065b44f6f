package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that were seen, the first few, in the order in which they were learned; 0 is none. Once
 * {@value #MOST} are there the next is no news: a thing that takes so many values says nothing by
 * another one.
 */
final class Facts {
  static final int MOST = 6;
  static final int MAX_BYTES = 1 + 10 * MOST;

  private Facts() {}

  /** Whether a number is known not to be one of them. */
  static boolean isNew(List<Long> facts, long value) {
    return value != 0 && !facts.isEmpty() && facts.size() < MOST && !facts.contains(value);
  }

  /** Adds a number; the same list if it says nothing new. */
  static List<Long> plus(List<Long> facts, long value) {
    if (value == 0 || facts.size() == MOST || facts.contains(value)) {
      return facts;
    }
    var more = new ArrayList<Long>(facts);
    more.add(value);
    return List.copyOf(more);
  }

  static void write(List<Long> facts, Packer to) {
    to.putByte(facts.size());
    for (long value : facts) {
      to.putVar(value);
    }
  }

  static List<Long> read(Unpacker from) {
    int size = from.getByte();
    var facts = new ArrayList<Long>(size);
    for (int i = 0; i < size; i++) {
      facts.add(from.getVar());
    }
    return List.copyOf(facts);
  }
}
