package dev.vedette.flows.ingest;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * What ingest counted, of one source or of all. Immutable; accounts add up, and {@code read =
 * accepted + tooLate + ignored + deadLettered}.
 *
 * @param records records taken from the inbox and from raw topics
 * @param read what was read in them: a record may hold several events
 * @param accepted events that went on as observations
 * @param tooLate events that came later than the grace allows
 * @param ignored what a rule of its format passes over
 * @param deadLettered what was refused
 * @param future of these, events whose time was too far after their reception
 * @param maxAheadMillis the most that an event's time was after its reception, at least 0
 * @param maxBehindMillis the most that an event's time was before its reception, at least 0
 */
public record IngestAccount(
    long records,
    long read,
    long accepted,
    long tooLate,
    long ignored,
    long deadLettered,
    long future,
    long maxAheadMillis,
    long maxBehindMillis) {
  /** Nothing was counted. */
  public static final IngestAccount EMPTY = new IngestAccount(0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final int VERSION = 1;

  /** One record more, whatever is in it. */
  public IngestAccount plusRecord() {
    return plus(new IngestAccount(1, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  /** One accepted event more. */
  public IngestAccount plusAccepted() {
    return plus(new IngestAccount(0, 1, 1, 0, 0, 0, 0, 0, 0));
  }

  /** One late event more. */
  public IngestAccount plusTooLate() {
    return plus(new IngestAccount(0, 1, 0, 1, 0, 0, 0, 0, 0));
  }

  /** One ignored part more. */
  public IngestAccount plusIgnored() {
    return plus(new IngestAccount(0, 1, 0, 0, 1, 0, 0, 0, 0));
  }

  /** One dead letter more. */
  public IngestAccount plusDeadLettered() {
    return plus(new IngestAccount(0, 1, 0, 0, 0, 1, 0, 0, 0));
  }

  /** One dead letter more, for its time. */
  public IngestAccount plusFuture() {
    return plus(new IngestAccount(0, 1, 0, 0, 0, 1, 1, 0, 0));
  }

  /**
   * Takes note of how far an event's time was ahead of its reception; negative if it was behind.
   */
  public IngestAccount withSkew(long aheadMillis) {
    return -maxBehindMillis <= aheadMillis && aheadMillis <= maxAheadMillis
        ? this
        : plus(
            new IngestAccount(
                0, 0, 0, 0, 0, 0, 0, Math.max(0, aheadMillis), Math.max(0, -aheadMillis)));
  }

  /** Both together. */
  public IngestAccount plus(IngestAccount other) {
    return new IngestAccount(
        records + other.records,
        read + other.read,
        accepted + other.accepted,
        tooLate + other.tooLate,
        ignored + other.ignored,
        deadLettered + other.deadLettered,
        future + other.future,
        Math.max(maxAheadMillis, other.maxAheadMillis),
        Math.max(maxBehindMillis, other.maxBehindMillis));
  }

  byte[] toBytes() {
    return new Packer(32)
        .putByte(VERSION)
        .putVar(records)
        .putVar(read)
        .putVar(accepted)
        .putVar(tooLate)
        .putVar(ignored)
        .putVar(deadLettered)
        .putVar(future)
        .putVar(maxAheadMillis)
        .putVar(maxBehindMillis)
        .toBytes();
  }

  /** Reads what a store holds. */
  static IngestAccount read(byte[] bytes) {
    var from = new Unpacker(bytes);
    int version = from.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "account of version %d, this reads %d".formatted(version, VERSION));
    }
    return new IngestAccount(
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getVar());
  }
}
