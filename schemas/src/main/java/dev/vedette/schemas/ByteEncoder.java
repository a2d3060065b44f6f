package dev.vedette.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro binary into one array that is kept from record to record: no stream, no copy but the
 * last. For one thread.
 */
public final class ByteEncoder extends Encoder {
  private static final int KEPT_BYTES = 64 * 1024;

  private byte[] bytes = new byte[512];
  private int length;

  /** Forgets what was written and starts a record in wire format. */
  public ByteEncoder start(int schemaId) {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[512];
    }
    bytes[0] = WireFormat.MAGIC;
    for (int i = 0; i < 4; i++) {
      bytes[i + 1] = (byte) (schemaId >>> (24 - 8 * i));
    }
    length = WireFormat.HEADER_BYTES;
    return this;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void writeNull() {}

  @Override
  public void writeBoolean(boolean value) {
    room(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void writeInt(int value) {
    writeLong(value);
  }

  @Override
  public void writeLong(long value) {
    room(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  @Override
  public void writeFloat(float value) {
    room(4);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes[length++] = (byte) (bits >>> shift);
    }
  }

  @Override
  public void writeDouble(double value) {
    room(8);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes[length++] = (byte) (bits >>> shift);
    }
  }

  /** Exactly 8 bytes, the most significant first: half of a fixed of 16. */
  public void writeBigEndian(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  /**
   * Text as UTF-8 behind its length.
   *
   * @throws IllegalArgumentException if there is a surrogate without its partner, which UTF-8
   *     cannot say
   */
  @Override
  public void writeString(String text) {
    int chars = text.length();
    room(chars + 5);
    int start = length;
    writeLong(chars);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length = start;
        writeUtf8(text);
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  @Override
  public void writeString(Utf8 text) {
    writeBytes(text.getBytes(), 0, text.getByteLength());
  }

  @Override
  public void writeBytes(ByteBuffer value) {
    int count = value.remaining();
    writeLong(count);
    room(count);
    value.get(value.position(), bytes, length, count);
    length += count;
  }

  @Override
  public void writeBytes(byte[] value, int from, int count) {
    writeLong(count);
    writeFixed(value, from, count);
  }

  @Override
  public void writeFixed(byte[] value, int from, int count) {
    room(count);
    System.arraycopy(value, from, bytes, length, count);
    length += count;
  }

  @Override
  public void writeEnum(int ordinal) {
    writeLong(ordinal);
  }

  @Override
  public void writeArrayStart() {}

  @Override
  public void setItemCount(long count) {
    if (count > 0) {
      writeLong(count);
    }
  }

  @Override
  public void startItem() {}

  @Override
  public void writeArrayEnd() {
    writeLong(0);
  }

  @Override
  public void writeMapStart() {}

  @Override
  public void writeMapEnd() {
    writeLong(0);
  }

  @Override
  public void writeIndex(int index) {
    writeLong(index);
  }

  @Override
  public void flush() {}

  /** Whether an optional value follows: the branch of a union of null and one other. */
  public void writePresence(boolean present) {
    room(1);
    bytes[length++] = (byte) (present ? 2 : 0);
  }

  /** Text, or that an optional text is absent. */
  public void writeOptionalString(@Nullable String text) {
    writePresence(text != null);
    if (text != null) {
      writeString(text);
    }
  }

  private void writeUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new IllegalArgumentException(
              "text with half a surrogate pair at character " + i + " cannot be written as UTF-8");
        }
        i++;
      }
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeBytes(utf8, 0, utf8.length);
  }

  private void room(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
