package dev.vedette.app;

import dev.vedette.json.VerdictJson;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.risk.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is to be read, and how. */
final class RecordingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private FormatOptions formatOptions;

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files to read, plain, .gz or .zip; - is standard input. Lines, or JSON documents.")
  private List<String> inputs;

  @Option(
      names = "--verdicts",
      paramLabel = "FILE",
      description =
          "What people found out meanwhile (docs/verdicts.md): a JSON object a line, as"
              + " verdicts.jsonl of a run; each is told before the first event that is received"
              + " after it was said.")
  private @Nullable Path verdicts;

  @SuppressWarnings("NullAway.Init")
  RecordingOptions() {}

  Recording recording(Duration grace) throws IOException {
    List<Input> files = Input.of(inputs);
    for (Input file : files) {
      if (file.isEmpty()) {
        spec.commandLine().getErr().println(file.path() + " is empty");
      }
    }
    Recording recording = formatOptions.recording(files, grace);
    return verdicts == null ? recording : recording.with(read(verdicts));
  }

  private static List<Verdict> read(Path file) throws IOException {
    var said = new ArrayList<Verdict>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        try {
          said.add(VerdictJson.recorded(line));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s, line %d: %s".formatted(file, number, e.getMessage()), e);
        }
      }
    }
    return said;
  }
}
