package dev.vedette.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes state as compact bytes: variable-length integers, zigzag for signed ones, exact floating
 * point, length-prefixed text. What it writes {@link Unpacker} reads; nothing is self-describing,
 * so every encoding starts with a version.
 */
public final class Packer {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

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
    byte[] to = bytes;
    int at = length;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    length = at;
    return this;
  }

  /** A signed integer in 1 to 10 bytes, values near zero in few. */
  public Packer putSigned(long value) {
    return putVar((value << 1) ^ (value >> 63));
  }

  /** Exactly 8 bytes. */
  public Packer putLong(long value) {
    room(8);
    LONG.set(bytes, length, value);
    length += 8;
    return this;
  }

  /** Exactly 4 bytes. */
  public Packer putFloat(float value) {
    room(4);
    INT.set(bytes, length, Float.floatToRawIntBits(value));
    length += 4;
    return this;
  }

  /** Exactly 8 bytes. */
  public Packer putDouble(double value) {
    return putLong(Double.doubleToRawLongBits(value));
  }

  /** Text as UTF-8 behind its length in bytes. */
  public Packer putText(String text) {
    return putBytes(text.getBytes(StandardCharsets.UTF_8));
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
