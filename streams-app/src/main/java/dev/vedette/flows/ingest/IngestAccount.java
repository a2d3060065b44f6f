package dev.vedette.flows.ingest;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * What ingest counted. Immutable; accounts of different partitions add up.
 *
 * @param read records taken from the inbox
 * @param accepted events that went on as observations
 * @param tooLate events that came later than the grace allows
 * @param deadLettered records that were refused
 */
public record IngestAccount(long read, long accepted, long tooLate, long deadLettered) {
  /** Nothing was counted. */
  public static final IngestAccount EMPTY = new IngestAccount(0, 0, 0, 0);

  private static final int VERSION = 1;

  /** One accepted event more. */
  public IngestAccount plusAccepted() {
    return new IngestAccount(read + 1, accepted + 1, tooLate, deadLettered);
  }

  /** One late event more. */
  public IngestAccount plusTooLate() {
    return new IngestAccount(read + 1, accepted, tooLate + 1, deadLettered);
  }

  /** One dead letter more. */
  public IngestAccount plusDeadLettered() {
    return new IngestAccount(read + 1, accepted, tooLate, deadLettered + 1);
  }

  /** Both together. */
  public IngestAccount plus(IngestAccount other) {
    return new IngestAccount(
        read + other.read,
        accepted + other.accepted,
        tooLate + other.tooLate,
        deadLettered + other.deadLettered);
  }

  byte[] toBytes() {
    return new Packer(24)
        .putByte(VERSION)
        .putVar(read)
        .putVar(accepted)
        .putVar(tooLate)
        .putVar(deadLettered)
        .toBytes();
  }

  /** Reads what a store holds. */
  public static IngestAccount read(byte[] bytes) {
    var from = new Unpacker(bytes);
    int version = from.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "account of version %d, this reads %d".formatted(version, VERSION));
    }
    return new IngestAccount(from.getVar(), from.getVar(), from.getVar(), from.getVar());
  }
}
