package dev.vedette.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.risk.Level;
import dev.vedette.runtime.TemporaryHome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demonstration itself, with a small company and three times as fast. */
final class DemoTest {
  @Test
  @Timeout(240)
  void shouldFindTheVictimsAndLeaveTheOthersInPeace() throws Exception {
    var text = new StringWriter();
    var settings =
        new DemoSettings(
            60,
            8,
            1,
            3,
            3,
            Duration.ofSeconds(26),
            ZoneOffset.UTC,
            DemoSettings.standard(ZoneOffset.UTC).policy());
    Verdict verdict;
    Path was;
    try (var home = TemporaryHome.make("demo")) {
      was = home.path();
      verdict =
          new Demo(
                  settings,
                  null,
                  new PlainAudience(new PrintWriter(text), ZoneOffset.UTC),
                  new Stop())
              .run(home.path());
    }
    String shown = text.toString();
    assertFalse(Files.exists(was), "the temporary directory is still there");
    assertEquals(2, verdict.victims().size());
    for (var victim : verdict.victims()) {
      assertTrue(victim.fallenMillis() != null, shown);
      assertTrue(victim.level().compareTo(Level.HIGH) >= 0, shown);
      assertTrue(shown.contains(victim.user().id() + " was attacked and reached"), shown);
    }
    assertTrue(verdict.passed());
    assertEquals(58, verdict.others().size());
    assertTrue(verdict.othersAt(Level.LOW) >= 0.9 * 58, shown);
    assertEquals(0, verdict.othersAt(Level.HIGH) + verdict.othersAt(Level.CRITICAL), shown);
    assertFalse(shown.contains("It ended before an account fell"), shown);
    assertTrue(shown.contains("A password spray"), shown);
    assertFalse(shown.contains("\u001b"), "escape sequences where there is no terminal");
  }

  @Test
  @Timeout(120)
  void shouldEndBeforeItBegins() throws Exception {
    var text = new StringWriter();
    var stop = new Stop();
    stop.ask();
    try (var home = TemporaryHome.make("demo")) {
      Verdict verdict =
          new Demo(
                  DemoSettings.standard(ZoneOffset.UTC),
                  null,
                  new PlainAudience(new PrintWriter(text), ZoneOffset.UTC),
                  stop)
              .run(home.path());
      assertTrue(verdict.interrupted() && verdict.passed());
    }
    assertTrue(text.toString().contains("Stopped before"), text::toString);
  }
}
