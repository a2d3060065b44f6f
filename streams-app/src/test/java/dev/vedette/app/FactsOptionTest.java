package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsOptionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --data-dir OUT",
        "replay --source vedette --input EVENTS --out OUT",
        "backtest --source vedette --input EVENTS --out OUT"
      })
  void shouldSayWhatIsWrongBeforeAnythingStarts(String command, @TempDir Path directory)
      throws Exception {
    Path facts = Files.createDirectory(directory.resolve("facts"));
    Files.writeString(facts.resolve("principals.csv"), "id,criticality\nalice,high\n");
    Path events = Files.writeString(directory.resolve("events.jsonl"), "{}\n");
    Path out = directory.resolve("out");
    String arguments =
        command.replace("OUT", out.toString()).replace("EVENTS", events.toString())
            + " --facts "
            + facts;
    var said = new StringWriter();
    int exit =
        Vedette.commandLine().setErr(new PrintWriter(said)).execute(arguments.split(" ", -1));
    assertEquals(1, exit);
    assertEquals(
        "vedette: principals.csv:2: field \"criticality\" \"high\" is not a number\n",
        said.toString());
    assertFalse(Files.exists(out), "nothing was begun");
  }
}
