package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.policy.PolicyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  PolicyCommandTest() {}

  private int run(Object... arguments) {
    var texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return Vedette.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(texts);
  }

  private Path file(String name, String good, String bad) throws IOException {
    String yaml = PolicyFile.packaged().replace(good, bad);
    return Files.writeString(directory.resolve(name), yaml);
  }

  @Test
  void shouldPrintThePackagedPolicyWithItsReasons() {
    assertEquals(0, run("policy", "show"));
    assertEquals(PolicyFile.packaged(), out.toString());
  }

  @Test
  void shouldPrintAPolicyAsJson() throws IOException {
    Path file = file("p.yaml", "prior: -6", "prior: -5.5");
    assertEquals(0, run("policy", "show", "--json", file));
    assertTrue(out.toString().contains("\"prior\" : -5.5"), out::toString);
    Path json = Files.writeString(directory.resolve("p.json"), out.toString());
    assertEquals(0, run("policy", "diff", file, json));
    assertTrue(out.toString().endsWith("The policies say the same.\n"), out::toString);
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    Path file = file("p.yaml", "high: 0 ", "high: none ");
    assertEquals(1, run("policy", "check", file));
    String line = "vedette: " + file + ":16: levels.high: none is not a number from -30 to 30\n";
    assertEquals(line, err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void shouldCheckAndCompare() throws IOException {
    Path file = file("p.yaml", "critical: 3 ", "critical: 4 ");
    assertEquals(0, run("policy", "check", file));
    assertEquals(0, run("policy", "diff", "default", file));
    String text = out.toString();
    assertTrue(text.contains("is good: 10 families"), text);
    assertTrue(text.contains("levels.critical  3 -> 4"), text);
  }

  @Test
  void shouldBacktestUnderAPolicy() throws IOException {
    Path events = Files.writeString(directory.resolve("events.jsonl"), "");
    Path results = directory.resolve("out");
    Path bad = file("bad.yaml", "prior: -6", "prior: 6");
    Object[] backtest = {
      "backtest", "--source", "vedette", "--input", events, "--out", results, "--policy", bad
    };
    assertEquals(1, run(backtest));
    assertTrue(err.toString().contains("prior: 6 is not a number from -30 to 0"), err::toString);
    assertFalse(Files.exists(results), "nothing was begun");
    backtest[backtest.length - 1] = file("good.yaml", "prior: -6", "prior: -7");
    assertEquals(0, run(backtest), err::toString);
  }
}
