package dev.vedette.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes state as compact bytes: variable-length integers, zigzag for signed ones, exact floating
 * point, length-prefixed text. What it writes {@link Unpacker} reads; nothing is self-describing,
 * so every encoding starts with a version.
 */
public final class Packer {
  private byte[] bytes;
  private int length;

  /** Starts with room for 128 bytes and grows as needed. */
  public Packer() {
    this(128);
  }

  /** Starts with room for so many bytes and grows as needed. */
  public Packer(int capacity) {
    bytes = new byte[capacity];
  }

  /** Forgets what was written and keeps the room. */
  public Packer clear() {
    length = 0;
    return this;
  }

  /** One byte. */
  public Packer putByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** An unsigned integer in 1 to 10 bytes, small values in few. */
  public Packer putVar(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** A signed integer in 1 to 10 bytes, values near zero in few. */
  public Packer putSigned(long value) {
    return putVar((value << 1) ^ (value >> 63));
  }

  /** Exactly 8 bytes. */
  public Packer putLong(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Exactly 4 bytes. */
  public Packer putFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (bits >>> shift);
    }
    return this;
  }

  /** Exactly 8 bytes. */
  public Packer putDouble(double value) {
    return putLong(Double.doubleToRawLongBits(value));
  }

  /** Text as UTF-8 behind its length in bytes. */
  public Packer putText(String text) {
    int chars = text.length();
    room(chars + 10);
    int start = length;
    putVar(chars);
    for (int i = 0; i < chars; i++) {
      char unit = text.charAt(i);
      if (unit >= 0x80) {
        length = start;
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
      }
      bytes[length++] = (byte) unit;
    }
    return this;
  }

  /** Bytes behind their number. */
  public Packer putBytes(byte[] value) {
    putVar(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** The number of bytes written. */
  public int length() {
    return length;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
