package dev.vedette.app;

import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be read, and how. */
final class RecordingOptions {
  @Mixin private FormatOptions formatOptions;

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files to read, plain, .gz or .zip; - is standard input. Lines, or JSON documents.")
  private List<String> inputs;

  @SuppressWarnings("NullAway.Init")
  RecordingOptions() {}

  Recording recording(Duration grace) throws IOException {
    return formatOptions.recording(Input.of(inputs), grace);
  }
}
