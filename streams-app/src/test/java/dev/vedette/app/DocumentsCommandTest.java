package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over files that are JSON documents, and over an exported directory. */
class DocumentsCommandTest {
  private static final Pattern DIGEST = Pattern.compile("\"digest\"\\s*:\\s*\"([0-9a-f]+)\"");

  private final StringWriter said = new StringWriter();

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  DocumentsCommandTest() {}

  private int run(String... arguments) {
    return Vedette.commandLine().setErr(new PrintWriter(said)).execute(arguments);
  }

  private static String event(int i) {
    return """
    {"time":"2026-05-04T10:%02d:00Z","category":"data","action":"read","principal":{"id":"al"}}\
    """
        .formatted(i);
  }

  private static String events(String between) {
    return IntStream.range(0, 50)
        .mapToObj(DocumentsCommandTest::event)
        .collect(Collectors.joining(between));
  }

  private String digest(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Path out = directory.resolve(name + ".out");
    int exit =
        run("backtest", "--source", "vedette", "--input", file.toString(), "--out", out.toString());
    assertEquals(0, exit, said::toString);
    String summary = Files.readString(out.resolve("summary.json"));
    assertTrue(Pattern.compile("\"scored\"\\s*:\\s*50\\b").matcher(summary).find(), summary);
    var digest = DIGEST.matcher(summary);
    assertTrue(digest.find(), summary);
    return digest.group(1);
  }

  @Test
  void shouldFindTheSameInLinesAndInADocument() throws IOException {
    String lines = digest("lines.jsonl", events("\n"));
    assertEquals(lines, digest("pretty.json", "[\n" + events(",\n").replace(",\"", ",\n\"") + "]"));
    String cut = digest("cut.json", "[\n" + events(",\n") + ",\n" + event(50).substring(0, 40));
    assertEquals(lines, cut, "what came before the cut counts, and the rest is a dead letter");
    String letters = Files.readString(directory.resolve("cut.json.out/dead-letters.jsonl"));
    assertTrue(letters.contains("cut.json:1[51]"), letters);
    assertEquals(1, letters.lines().count());
  }

  @Test
  void shouldRefuseToShipWhatIsNoLines() throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), "[\n" + events(",\n") + "]");
    int exit =
        run(
            "ship",
            "--source",
            "vedette",
            "--input",
            file.toString(),
            "--data-dir",
            directory.resolve("positions").toString(),
            "--bootstrap-servers",
            "127.0.0.1:1");
    assertEquals(1, exit);
    assertTrue(said.toString().contains("a.json is packed, or a JSON document"), said::toString);
  }

  @Test
  void shouldSayWhatOfADirectoryWasLeftOut() throws IOException {
    Path facts = Files.createDirectory(directory.resolve("facts"));
    Files.writeString(
        facts.resolve("principals.ldif"),
        """
        dn: uid=al
        objectClass: person
        uid: al

        dn: cn=staff
        objectClass: groupOfNames
        """);
    Path file = Files.writeString(directory.resolve("lines.jsonl"), events("\n"));
    int exit =
        run(
            "backtest",
            "--source",
            "vedette",
            "--input",
            file.toString(),
            "--out",
            directory.resolve("out").toString(),
            "--facts",
            facts.toString());
    assertEquals(0, exit, said::toString);
    String expected = "--facts: principals.ldif: 1 principals; left out: 1 groups\n";
    assertTrue(said.toString().startsWith(expected), said::toString);
  }
}
