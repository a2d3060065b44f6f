package dev.vedette.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.board.BoardState.Figures;
import dev.vedette.board.BoardState.Row;
import dev.vedette.board.BoardState.Told;
import dev.vedette.risk.Level;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BoardTest {
  private static final LocalTime NOON = LocalTime.of(12, 0, 5);
  private static final String NASTY =
      "eve\u001b[2J\u001b]0;owned\u0007\r\n\u202Enotlog\u2028.fischer";

  private static BoardState state(Row... rows) {
    return new BoardState(
        NOON,
        Duration.ofSeconds(65),
        Duration.ofSeconds(25),
        List.of(rows),
        List.of(new Row("203.0.113.7", 27, Level.MEDIUM, List.of(), "25+ failed sign-ins")),
        Map.of(Level.LOW, 198, Level.HIGH, 2),
        List.of(new Told(NOON, "A password spray: " + NASTY)),
        new Figures(1_234, 3.25, 7, 12, Duration.ofMillis(345)),
        "curl http://127.0.0.1:8080/");
  }

  private static Row row(String name, double score, Level level, String why) {
    return new Row(name, score, level, List.of(0.2, 0.2, 12.0, 99.9), why);
  }

  @Test
  void shouldSayWhoWhatAndWhy() {
    List<String> lines =
        new Board(140, Ink.NONE)
            .lines(state(row("lena.fischer", 63.2, Level.HIGH, "success after 12 failures")));
    String text = String.join("\n", lines);
    assertTrue(text.contains("lena.fischer          ██████····  63.2  HIGH"), text);
    assertTrue(text.contains("▁▁▁█"), text);
    assertTrue(text.contains("success after 12 failures"), text);
    assertTrue(text.contains("200 users: 198 LOW, 0 MEDIUM, 2 HIGH, 0 CRITICAL"), text);
    assertTrue(text.contains("12:00:05  A password spray"), text);
    assertTrue(text.contains("1,234 events (3.3/s), 7 waiting, 12 risk updates"), text);
    assertTrue(text.contains("345 ms"), text);
    assertTrue(text.contains("1 min 05 s"), text);
    assertTrue(text.contains("25 s to go"), text);
    assertTrue(text.contains("203.0.113.7"), text);
  }

  @Test
  void shouldLetNoControlCharacterOfAnEventThrough() {
    assertTrue(NASTY.chars().anyMatch(Character::isISOControl));
    for (Ink ink : Ink.values()) {
      for (String line : new Board(150, ink).lines(state(row(NASTY, 50, Level.HIGH, NASTY)))) {
        String shown = withoutColours(line);
        assertFalse(
            shown
                .codePoints()
                .anyMatch(c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR),
            shown);
      }
    }
  }

  @Test
  void shouldNeverBeWiderThanTheTerminal() {
    Row wide = row("林".repeat(300), 100, Level.CRITICAL, "why ".repeat(200));
    Row pictures = row("😀".repeat(40), 12, Level.LOW, "한국어 ".repeat(60));
    for (int width : new int[] {60, 61, 79, 80, 99, 100, 140, 160}) {
      for (Ink ink : Ink.values()) {
        for (String line : new Board(width, ink).lines(state(wide, pictures))) {
          int columns = Plain.columns(withoutColours(line));
          assertTrue(columns <= width, columns + " columns of " + width + ": " + line);
        }
      }
    }
    assertTrue(
        new Board(5, Ink.NONE)
            .lines(state(wide)).stream().allMatch(line -> Plain.columns(line) <= Board.MIN_WIDTH));
  }

  @Test
  void shouldColourOnlyWhereAsked() {
    BoardState state = state(row("lena.fischer", 99, Level.CRITICAL, "because"));
    String plain = String.join("\n", new Board(120, Ink.NONE).lines(state));
    String coloured = String.join("\n", new Board(120, Ink.ANSI).lines(state));
    assertFalse(plain.contains("\u001b"));
    assertTrue(coloured.contains("\u001b["));
    assertEquals(plain, withoutColours(coloured));
  }

  @Test
  void shouldDrawScoresAsColumns() {
    assertEquals("▁▁▂▄█", Board.sparkline(List.of(0.0, 12.4, 12.6, 49.0, 100.0)));
    assertEquals("", Board.sparkline(List.of()));
  }

  @Test
  void shouldCutToColumns() {
    assertEquals("abc", Plain.cut("abc", 3));
    assertEquals("ab…", Plain.cut("abcd", 3));
    assertEquals("", Plain.cut("abcd", 0));
    assertEquals("林…", Plain.cut("林林林", 4));
    assertEquals("林   ", Plain.fit("林", 5));
    assertEquals(List.of("one two", "three"), Plain.wrap("one two three", 7, 3));
    assertEquals(List.of("one", "two t…"), Plain.wrap("one two three", 6, 2));
    assertEquals(List.of("onetwo…"), Plain.wrap("onetwothree", 7, 3));
    assertEquals(List.of(), Plain.wrap(" ", 7, 3));
    assertEquals("?[2J", Plain.of("\u001b[2J"));
    assertEquals("a?", Plain.of("a\uD800"));
  }

  private static String withoutColours(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
