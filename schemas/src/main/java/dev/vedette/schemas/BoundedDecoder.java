package dev.vedette.schemas;

import dev.vedette.schemas.WireFormatException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from an array and believes no length: nothing is allocated for bytes that are
 * not there, text that is not UTF-8 is refused. Every complaint is a {@link WireFormatException}.
 * For one thread.
 */
public final class BoundedDecoder extends Decoder {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int position;

  /** Reads a record in wire format, from behind its header. */
  public BoundedDecoder start(byte[] record) {
    bytes = record;
    position = WireFormat.HEADER_BYTES;
    return this;
  }

  /**
   * Says that the record has been read.
   *
   * @throws WireFormatException if there are bytes behind it
   */
  public void end() {
    int left = bytes.length - position;
    bytes = NOTHING;
    if (left > 0) {
      throw new WireFormatException(
          Reason.WRONG_SCHEMA, "%d bytes are left behind the end of the record".formatted(left));
    }
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() {
    need(1);
    byte value = bytes[position++];
    if (value != 0 && value != 1) {
      throw wrong("a truth value is 0 or 1, not " + value);
    }
    return value == 1;
  }

  @Override
  public int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw wrong("number %d is too great".formatted(value));
    }
    return (int) value;
  }

  @Override
  public long readLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      int next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw wrong("a number is longer than 10 bytes");
  }

  @Override
  public float readFloat() {
    need(4);
    int bits = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      bits |= (bytes[position++] & 0xFF) << shift;
    }
    return Float.intBitsToFloat(bits);
  }

  @Override
  public double readDouble() {
    need(8);
    long bits = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      bits |= (bytes[position++] & 0xFFL) << shift;
    }
    return Double.longBitsToDouble(bits);
  }

  /** Exactly 8 bytes, the most significant first: half of a fixed of 16. */
  public long readBigEndian() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  @Override
  public String readString() {
    int count = length();
    String text = new String(bytes, position, count, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      byte[] back = text.getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(back, 0, back.length, bytes, position, position + count)) {
        throw new WireFormatException(
            Reason.INVALID_TEXT,
            "%d bytes of text at byte %d are not UTF-8".formatted(count, position));
      }
    }
    position += count;
    return text;
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) {
    return new Utf8(readString());
  }

  @Override
  public void skipString() {
    skip();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) {
    int count = length();
    var value = ByteBuffer.wrap(Arrays.copyOfRange(bytes, position, position + count));
    position += count;
    return value;
  }

  @Override
  public void skipBytes() {
    skip();
  }

  @Override
  public void readFixed(byte[] into, int from, int count) {
    need(count);
    System.arraycopy(bytes, position, into, from, count);
    position += count;
  }

  @Override
  public void skipFixed(int count) {
    need(count);
    position += count;
  }

  @Override
  public int readEnum() {
    return readInt();
  }

  /** The ordinal of an enum with so many symbols. */
  public int readEnum(int symbols) {
    return below(symbols, "symbol");
  }

  @Override
  public int readIndex() {
    return readInt();
  }

  /** Whether an optional value is there: the branch of a union of null and one other. */
  public boolean readPresence() {
    return below(2, "branch") == 1;
  }

  /** Text, or null where an optional text is absent. */
  public @Nullable String readOptionalString() {
    return readPresence() ? readString() : null;
  }

  @Override
  public long readArrayStart() {
    return items();
  }

  @Override
  public long arrayNext() {
    return items();
  }

  @Override
  public long skipArray() {
    return skipBlocks();
  }

  @Override
  public long readMapStart() {
    return items();
  }

  @Override
  public long mapNext() {
    return items();
  }

  @Override
  public long skipMap() {
    return skipBlocks();
  }

  /** How many items follow in this block; no item of ours is shorter than a byte. */
  private long items() {
    long count = readLong();
    if (count < 0) {
      count = -count;
      length();
    }
    if (count < 0 || count > bytes.length - position) {
      throw truncated("%d items are promised".formatted(count));
    }
    return count;
  }

  /** Skips blocks that say how many bytes they have; returns the items of one that does not. */
  private long skipBlocks() {
    long count = readLong();
    while (count < 0) {
      skip();
      count = readLong();
    }
    if (count > bytes.length - position) {
      throw truncated("%d items are promised".formatted(count));
    }
    return count;
  }

  /** Reads the length first: it moves the position too. */
  private void skip() {
    int count = length();
    position += count;
  }

  private int below(int limit, String what) {
    int value = readInt();
    if (value < 0 || value >= limit) {
      throw wrong("%s %d is not one of the %d that exist".formatted(what, value, limit));
    }
    return value;
  }

  private int length() {
    long count = readLong();
    if (count < 0) {
      throw wrong("a length is negative: " + count);
    }
    need(count);
    return (int) count;
  }

  private void need(long count) {
    if (count > bytes.length - position) {
      throw truncated("%d bytes are needed".formatted(count));
    }
  }

  private WireFormatException truncated(String what) {
    return new WireFormatException(
        Reason.TRUNCATED, "%s at byte %d of %d".formatted(what, position, bytes.length));
  }

  private WireFormatException wrong(String what) {
    return new WireFormatException(
        Reason.WRONG_SCHEMA, "%s, before byte %d of %d".formatted(what, position, bytes.length));
  }
}
