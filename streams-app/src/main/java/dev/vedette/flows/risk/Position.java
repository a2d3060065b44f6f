package dev.vedette.flows.risk;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * How far a partition of deciding subjects was read: of each topic that feeds risk, the offset of
 * the last record that was applied to whatever subject.
 *
 * <p>The sum of a subject's evidence does not depend on the order in which the topics are read. So
 * the evidence that is stored with a position is that of all records up to it, and of no later one.
 *
 * @param signals in {@code signals.v1}
 * @param sessions in {@code sessions.v1}
 * @param verdicts in {@code verdicts.v1}
 */
public record Position(long signals, long sessions, long verdicts) {
  /** In place of an offset: no record of the topic was applied since positions are kept. */
  public static final long NONE = -1;

  /** Before the first record. */
  public static final Position START = new Position(NONE, NONE, NONE);

  /** No version of a risk record has this bit, and a value without a position begins with one. */
  private static final int MARK = 0x80;

  /** One byte that says which offsets follow, and of each at most 10. */
  private static final int MAX_BYTES = 31;

  /** Checks the ranges. */
  public Position {
    if (signals < NONE || sessions < NONE || verdicts < NONE) {
      throw new IllegalArgumentException(
          "offsets are at least 0: %d, %d, %d".formatted(signals, sessions, verdicts));
    }
  }

  /** The position behind a record. */
  Position behind(Heard heard, long offset) {
    return switch (heard) {
      case Heard.OfSignal _ -> new Position(offset, sessions, verdicts);
      case Heard.OfActivity _ -> new Position(signals, offset, verdicts);
      case Heard.OfVerdict _ -> new Position(signals, sessions, offset);
    };
  }

  /** Whether of no topic less was read than at another position. */
  public boolean isNotBefore(Position other) {
    return signals >= other.signals && sessions >= other.sessions && verdicts >= other.verdicts;
  }

  /** A byte that says which offsets follow, and these. */
  byte[] encode() {
    var packer = new Packer(MAX_BYTES);
    packer.putByte(
        MARK | (signals == NONE ? 0 : 1) | (sessions == NONE ? 0 : 2) | (verdicts == NONE ? 0 : 4));
    for (long offset : new long[] {signals, sessions, verdicts}) {
      if (offset != NONE) {
        packer.putVar(offset);
      }
    }
    return packer.toBytes();
  }

  /** Reads what {@link #encode} wrote. */
  static Position decode(byte[] bytes) {
    var unpacker = new Unpacker(bytes);
    int which = unpacker.getByte();
    long signals = (which & 1) == 0 ? NONE : unpacker.getVar();
    long sessions = (which & 2) == 0 ? NONE : unpacker.getVar();
    long verdicts = (which & 4) == 0 ? NONE : unpacker.getVar();
    return new Position(signals, sessions, verdicts);
  }

  /** How many bytes of a value the position takes that begins there; 0 if there is none. */
  static int length(byte[] value, int from) {
    if ((value[from] & MARK) == 0) {
      return 0;
    }
    int end = from + 1;
    for (int offsets = Integer.bitCount(value[from] & 7); offsets > 0; end++) {
      offsets -= value[end] >= 0 ? 1 : 0;
    }
    return end - from;
  }
}
