package dev.vedette.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.schemas.WireFormatException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class BoundedDecoderTest {
  @Property(seed = "20261122")
  void shouldWriteWhatAvroWritesAndReadItBack(
      @ForAll long number,
      @ForAll int small,
      @ForAll float single,
      @ForAll double real,
      @ForAll boolean truth,
      @ForAll String chars,
      @ForAll byte[] bytes)
      throws IOException {
    String text = new String(chars.getBytes(UTF_8), UTF_8);
    var stream = new ByteArrayOutputStream();
    BinaryEncoder avro = EncoderFactory.get().binaryEncoder(stream, null);
    write(avro, number, small, single, real, truth, text, bytes);
    avro.flush();
    var own = new ByteEncoder().start(1);
    write(own, number, small, single, real, truth, text, bytes);
    assertArrayEquals(stream.toByteArray(), body(own.toBytes()));

    var decoder = new BoundedDecoder().start(own.toBytes());
    assertEquals(number, decoder.readLong());
    assertEquals(small, decoder.readInt());
    assertEquals(single, decoder.readFloat());
    assertEquals(real, decoder.readDouble());
    assertEquals(truth, decoder.readBoolean());
    assertEquals(text, decoder.readString());
    var read = decoder.readBytes(null);
    byte[] back = new byte[read.remaining()];
    read.get(back);
    assertArrayEquals(bytes, back);
    decoder.end();
  }

  @Test
  void shouldRefuseWhatIsPromisedButNotThere() {
    // A text of 1 GiB, a block of 2^40 items, and the most negative count.
    assertEquals(Reason.TRUNCATED, reason(d -> d.readString(), "8080808008"));
    assertEquals(Reason.TRUNCATED, reason(d -> d.readBytes(null), "8080808008"));
    assertEquals(Reason.TRUNCATED, reason(d -> d.readArrayStart(), "808080808040"));
    assertEquals(Reason.TRUNCATED, reason(d -> d.skipMap(), "808080808040"));
    assertEquals(Reason.TRUNCATED, reason(d -> d.readMapStart(), "ffffffffffffffffff0100"));
    assertEquals(Reason.TRUNCATED, reason(d -> d.readLong(), "80"));
    assertEquals(Reason.TRUNCATED, reason(d -> d.readDouble(), "00000000000000"));
  }

  @Test
  void shouldRefuseWhatAvroDoesNotSay() {
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readString(), "01"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readBoolean(), "02"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readInt(), "8080808020"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readPresence(), "04"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readEnum(3), "06"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readEnum(3), "01"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.readLong(), "ffffffffffffffffffff01"));
    assertEquals(Reason.WRONG_SCHEMA, reason(d -> d.end(), "00"));
    assertEquals(Reason.INVALID_TEXT, reason(d -> d.readString(), "04c328"));
  }

  @Test
  void shouldReadTheReplacementCharacterItself() {
    var encoder = new ByteEncoder().start(1);
    encoder.writeString("\uFFFD");
    assertEquals("\uFFFD", new BoundedDecoder().start(encoder.toBytes()).readString());
  }

  @Test
  void shouldRefuseToWriteHalfAPair() {
    var encoder = new ByteEncoder().start(1);
    for (String half : new String[] {"\uD800", "a\uDC00", "\uD800\uD800\uDC00", "\uDC00\uD800"}) {
      assertThrows(IllegalArgumentException.class, () -> encoder.writeString(half));
    }
  }

  private static void write(
      Encoder encoder,
      long number,
      int small,
      float single,
      double real,
      boolean truth,
      String text,
      byte[] bytes)
      throws IOException {
    encoder.writeLong(number);
    encoder.writeInt(small);
    encoder.writeFloat(single);
    encoder.writeDouble(real);
    encoder.writeBoolean(truth);
    encoder.writeString(text);
    encoder.writeBytes(bytes);
  }

  private static Reason reason(java.util.function.Consumer<BoundedDecoder> read, String hex) {
    byte[] record = HexFormat.of().parseHex("0000000001" + hex);
    return assertThrows(
            WireFormatException.class, () -> read.accept(new BoundedDecoder().start(record)))
        .reason();
  }

  private static byte[] body(byte[] record) {
    return Arrays.copyOfRange(record, WireFormat.HEADER_BYTES, record.length);
  }
}
