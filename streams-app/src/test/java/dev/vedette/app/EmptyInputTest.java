package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyInputTest {
  @Test
  void shouldSayThatAFileIsEmpty(@TempDir Path directory) throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.jsonl"));
    Path out = directory.resolve("out");
    var said = new StringWriter();
    int exit =
        Vedette.commandLine()
            .setErr(new PrintWriter(said, true))
            .execute(
                "backtest",
                "--source",
                "vedette",
                "--input",
                empty.toString(),
                "--out",
                out.toString());
    assertEquals(0, exit);
    assertEquals(empty + " is empty", said.toString().strip());
  }
}
