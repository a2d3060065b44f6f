package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
  @Property(seed = "1")
  void shouldReadWhatItWrote(
      @ForAll long number, @ForAll double real, @ForAll float small, @ForAll byte[] bytes) {
    byte[] packed =
        new Packer(1)
            .putVar(number)
            .putSigned(number)
            .putLong(number)
            .putDouble(real)
            .putFloat(small)
            .putBytes(bytes)
            .putByte((int) number)
            .toBytes();
    var from = new Unpacker(packed);
    assertEquals(number, from.getVar());
    assertEquals(number, from.getSigned());
    assertEquals(number, from.getLong());
    assertEquals(Double.doubleToRawLongBits(real), Double.doubleToRawLongBits(from.getDouble()));
    assertEquals(Float.floatToRawIntBits(small), Float.floatToRawIntBits(from.getFloat()));
    assertArrayEquals(bytes, from.getBytes());
    assertEquals(number & 0xFF, from.getByte());
    assertTrue(from.atEnd());
  }

  @Property(seed = "2")
  void shouldRefuseBytesThatEndTooEarly(@ForAll long number, @ForAll byte[] bytes) {
    byte[] packed = new Packer().putSigned(number).putBytes(bytes).putLong(number).toBytes();
    for (int length = 0; length < packed.length; length++) {
      var from = new Unpacker(Arrays.copyOf(packed, length));
      assertThrows(
          IllegalArgumentException.class,
          () -> {
            from.getSigned();
            from.getBytes();
            from.getLong();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE, -1})
  void shouldWriteSmallNumbersInFewBytes(long number) {
    int bits = Math.max(1, 64 - Long.numberOfLeadingZeros(number));
    assertEquals((bits + 6) / 7, new Packer().putVar(number).length());
  }

  @Test
  void shouldRefuseALengthBeyondTheEnd() {
    byte[] packed = new Packer().putVar(Integer.MAX_VALUE).putByte(0).toBytes();
    assertThrows(IllegalArgumentException.class, () -> new Unpacker(packed).getBytes());
    assertThrows(IllegalArgumentException.class, () -> new Unpacker(packed).getText());
  }

  @Test
  void shouldRefuseACountThatIsNoInt() {
    byte[] packed = new Packer().putVar(-1).toBytes();
    assertThrows(IllegalArgumentException.class, () -> new Unpacker(packed).getVarInt());
  }

  @Test
  void shouldKeepItsRoomWhenCleared() {
    var packer = new Packer().putText("something long enough to be seen");
    assertArrayEquals(new byte[] {5}, packer.clear().putVar(5).toBytes());
  }
}
