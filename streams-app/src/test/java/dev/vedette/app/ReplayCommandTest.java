package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.runtime.broker.Brokers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final String ENDED = "this replay had already ended; its files are written again";

  private final StringWriter said = new StringWriter();

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  ReplayCommandTest() {}

  private void replay(Path mapping, Path events, Path out) {
    said.getBuffer().setLength(0);
    int exit =
        Vedette.commandLine()
            .setErr(new PrintWriter(said, true))
            .execute(
                "replay",
                "--source",
                mapping.toString(),
                "--input",
                events.toString(),
                "--out",
                out.toString(),
                "--partitions",
                "1",
                "--bootstrap-servers",
                Brokers.forTests());
    assertEquals(0, exit, said::toString);
  }

  @Test
  void shouldSayThatItHadEndedAndTellNothingOldByAnEditedMapping() throws Exception {
    String yaml =
        """
        format: %s
        kind: json
        event:
          time: {at: $at, as: iso}
          category: data
          action: read
          outcome: success
          principal.id: $who
        """
            .formatted(Brokers.unique("mine"));
    Path mapping = Files.writeString(directory.resolve("mine.yaml"), yaml);
    Path events =
        Files.writeString(
            directory.resolve("events.jsonl"),
            "{\"at\":\"2026-05-04T10:00:00Z\",\"who\":\"alice\",\"by\":\"root\"}\n");
    Path out = directory.resolve("out");
    replay(mapping, events, out);
    assertEquals("", said.toString());
    List<String> risk = Files.readAllLines(out.resolve("risk.jsonl"));
    assertTrue(risk.toString().contains("alice"), risk::toString);
    Files.delete(out.resolve("risk.jsonl"));

    replay(mapping, events, out);
    assertEquals(ENDED, said.toString().strip());
    assertEquals(risk, Files.readAllLines(out.resolve("risk.jsonl")));

    Files.writeString(mapping, yaml.replace("$who", "$by"));
    Path other = directory.resolve("other");
    replay(mapping, events, other);
    assertEquals("", said.toString());
    String edited = Files.readString(other.resolve("risk.jsonl"));
    assertTrue(edited.contains("root") && !edited.contains("alice"), edited);
  }
}
