package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CopiesTest {
  @Test
  void shouldInsertAnywhereAndDropWhatIsBeyondTheMost() {
    assertEquals(List.of("a"), Copies.inserted(List.of(), 0, "a", 3));
    assertEquals(List.of("a", "b", "c"), Copies.inserted(List.of("b", "c"), 0, "a", 3));
    assertEquals(List.of("a", "b", "c"), Copies.inserted(List.of("a", "b"), 2, "c", 3));
    assertEquals(List.of("a", "b", "c"), Copies.inserted(List.of("a", "c", "d"), 1, "b", 3));
  }

  @Test
  void shouldReplaceInACopy() {
    List<String> before = List.of("a", "b", "c");
    assertEquals(List.of("a", "x", "c"), Copies.replaced(before, 1, "x"));
    assertEquals(List.of("a", "b", "c"), before);
  }
}
