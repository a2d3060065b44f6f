package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AutomatonTest {
  private static final List<String> PATTERNS =
      List.of(
          "",
          "abc",
          "a|b|",
          "a*",
          "a+b?c*",
          "(?:a|bc)*d",
          ".*ab.*|.*ba.*|c.*",
          "a.*+",
          "[ab]*+c",
          "[^a]++a.*",
          "a{2,3}b{2}c{1,}",
          "(?i)ab.C",
          "(?s).*b.*",
          "(?:ab)?+c",
          "(?<x>a|b)(?<y>[^b]*)",
          "a\\.b|\\w\\d?|[\\s.-]+",
          "[a-c]{0,5}?b");

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int n = random.nextInt(9); n > 0; n--) {
      text.append("aaabbbcccdABC. -1\n".charAt(random.nextInt(18)));
    }
    return text.toString();
  }

  @Test
  void shouldSayWhatTheJdkSays() {
    var random = new Random(20_261_122);
    int fits = 0;
    for (String expression : PATTERNS) {
      Pattern pattern = Pattern.compile(expression);
      Automaton automaton = Automaton.of(pattern).orElseThrow();
      for (int i = 0; i < 5_000; i++) {
        String text = text(random);
        boolean expected = pattern.matcher(text).matches();
        fits += expected ? 1 : 0;
        assertEquals(
            expected ? Automaton.Answer.FITS : Automaton.Answer.FITS_NOT,
            automaton.ask(text, new Work()),
            () -> expression + " on " + text);
      }
    }
    assertTrue(fits > 2_000, "some texts fit: " + fits);
  }

  @Test
  void shouldSayTheSameWhateverTheCaseOfLetters() {
    Pattern pattern =
        Pattern.compile("ab[^c]|k.*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    Automaton automaton = Automaton.of(pattern).orElseThrow();
    for (String text : List.of("aBd", "ABC", "abc", "Kx", "x")) {
      assertEquals(
          pattern.matcher(text).matches() ? Automaton.Answer.FITS : Automaton.Answer.FITS_NOT,
          automaton.ask(text, new Work()));
    }
  }

  @Test
  void shouldHaveNoAnswerBeyondAscii() {
    Automaton automaton = Automaton.of(Pattern.compile("a.*")).orElseThrow();
    assertEquals(Automaton.Answer.UNKNOWN, automaton.ask("aü", new Work()));
    assertEquals(Automaton.Answer.FITS_NOT, automaton.ask("bü", new Work()));
  }

  @Test
  void shouldLeaveOtherExpressionsToTheJdk() {
    for (String other :
        List.of(
            "(a+)+b",
            "a*a*b",
            "(?!a)b",
            "(?<=a)b",
            "(a)\\1",
            "\\bab",
            "^a$",
            "ä",
            "[a&&b]",
            "(?i:a)b",
            ".*+a",
            "(?:a|ab)*+c",
            "a{1000}")) {
      assertEquals(Optional.empty(), Automaton.of(Pattern.compile(other)), other);
    }
    assertFalse(Automaton.of(Pattern.compile("a")).isEmpty());
  }
}
