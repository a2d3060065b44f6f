package dev.vedette.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenTest {
  @Test
  void shouldDrawOverWhatItDrewAndGiveTheCursorBack() {
    var text = new StringWriter();
    try (var screen = new Screen(new PrintWriter(text), 10)) {
      screen.draw(List.of("one", "two"));
      screen.draw(List.of("three"));
    }
    assertEquals(
        "^[?25l\rone^[0K\n\rtwo^[0K\n^[0J^[2A\rthree^[0K\n^[0J^[0m^[?25h",
        text.toString().replace("\u001b", "^"));
  }

  @Test
  void shouldDrawNoMoreThanFits() {
    var text = new StringWriter();
    try (var screen = new Screen(new PrintWriter(text), 3)) {
      screen.draw(List.of("one", "two", "three", "four"));
    }
    assertTrue(text.toString().contains("two"));
    assertTrue(!text.toString().contains("three"));
  }
}
