package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void shouldKeepEachKeyOnceInTheOrderOfAdding() {
    var keys = new Keys();
    for (long key = 0; key < 40; key++) {
      keys.add(7 - key);
      keys.add(7 - key / 2);
    }
    assertEquals(40, keys.size());
    assertArrayEquals(LongStream.range(0, 40).map(i -> 7 - i).toArray(), keys.toArray());
  }
}
