package dev.vedette.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link Packer} wrote. Bytes that end too early or promise more than there is are
 * refused with an {@link IllegalArgumentException}: stored state that cannot be read is a defect.
 */
public final class Unpacker {
  private final byte[] bytes;
  private int position;

  /** Reads from the first byte. */
  public Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  /** One byte, 0 to 255. */
  public int getByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  /** An unsigned integer. */
  public long getVar() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = getByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("malformed number before byte " + position);
  }

  /** An unsigned integer that fits an int, such as a count of things to follow. */
  public int getVarInt() {
    long value = getVar();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "number %d before byte %d is no int".formatted(value, position));
    }
    return (int) value;
  }

  /** A signed integer. */
  public long getSigned() {
    long value = getVar();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Exactly 8 bytes. */
  public long getLong() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  /** Exactly 4 bytes. */
  public float getFloat() {
    need(4);
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | (bytes[position++] & 0xFF);
    }
    return Float.intBitsToFloat(bits);
  }

  /** Exactly 8 bytes. */
  public double getDouble() {
    return Double.longBitsToDouble(getLong());
  }

  /** Text behind its length. */
  public String getText() {
    int length = length();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** Bytes behind their number. */
  public byte[] getBytes() {
    int length = length();
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  /** Whether everything was read. */
  public boolean atEnd() {
    return position == bytes.length;
  }

  private int length() {
    int length = getVarInt();
    need(length);
    return length;
  }

  private void need(int count) {
    if (count > bytes.length - position) {
      throw new IllegalArgumentException(
          "%d bytes are needed at byte %d of %d".formatted(count, position, bytes.length));
    }
  }
}
