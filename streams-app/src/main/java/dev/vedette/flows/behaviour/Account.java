package dev.vedette.flows.behaviour;

import dev.vedette.events.EventHash;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * What behaviour counted, at the primary subject of each event.
 *
 * <p>Immutable; two accounts of different partitions add up. As bytes, version 1: version, the
 * counts, the sum of hashes, the greatest time.
 *
 * @param scored events that were gathered and judged
 * @param duplicates copies of an event with the same id and content
 * @param skewed observations that came after their window was folded
 * @param hashHigh sum of the events' hashes modulo 2^128, upper half
 * @param hashLow lower half
 * @param maxTimeMillis the greatest event time; Long.MIN_VALUE if there is none
 */
public record Account(
    long scored, long duplicates, long skewed, long hashHigh, long hashLow, long maxTimeMillis) {
  /** Nothing was counted. */
  public static final Account EMPTY = new Account(0, 0, 0, 0, 0, Long.MIN_VALUE);

  private static final int VERSION = 1;

  /** One event more. */
  public Account plusScored(EventHash hash, long timeMillis) {
    return new Account(
        scored + 1,
        duplicates,
        skewed,
        high(hash.high(), hash.low()),
        hashLow + hash.low(),
        Math.max(maxTimeMillis, timeMillis));
  }

  /** One duplicate more. */
  public Account plusDuplicate() {
    return new Account(scored, duplicates + 1, skewed, hashHigh, hashLow, maxTimeMillis);
  }

  /** One skewed observation more. */
  public Account plusSkewed() {
    return new Account(scored, duplicates, skewed + 1, hashHigh, hashLow, maxTimeMillis);
  }

  /** Both together. */
  public Account plus(Account other) {
    return new Account(
        scored + other.scored,
        duplicates + other.duplicates,
        skewed + other.skewed,
        high(other.hashHigh, other.hashLow),
        hashLow + other.hashLow,
        Math.max(maxTimeMillis, other.maxTimeMillis));
  }

  /** The sum of the events' hashes modulo 2^128, as 32 hexadecimal digits. */
  public String hashHex() {
    return "%016x%016x".formatted(hashHigh, hashLow);
  }

  byte[] toBytes(Packer to) {
    return to.clear()
        .putByte(VERSION)
        .putVar(scored)
        .putVar(duplicates)
        .putVar(skewed)
        .putLong(hashHigh)
        .putLong(hashLow)
        .putLong(maxTimeMillis)
        .toBytes();
  }

  /** Reads what a store holds. */
  public static Account read(byte[] bytes) {
    var from = new Unpacker(bytes);
    int version = from.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "account of version %d, this reads %d".formatted(version, VERSION));
    }
    return new Account(
        from.getVar(),
        from.getVar(),
        from.getVar(),
        from.getLong(),
        from.getLong(),
        from.getLong());
  }

  private long high(long otherHigh, long otherLow) {
    long low = hashLow + otherLow;
    long carry = Long.compareUnsigned(low, hashLow) < 0 ? 1 : 0;
    return hashHigh + otherHigh + carry;
  }
}
