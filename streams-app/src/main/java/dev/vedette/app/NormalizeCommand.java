package dev.vedette.app;

import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.Item;
import dev.vedette.sources.NormalizedJson;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a format makes of lines. */
@Command(
    name = "normalize",
    description = {
      "Read lines in a format and print, for each, one line of JSON:",
      "{\"event\":{…}}, {\"ignored\":{\"rule\":…}} or {\"deadLetter\":{\"reason\":…}}."
    },
    mixinStandardHelpOptions = true)
final class NormalizeCommand implements Callable<Integer> {
  @Mixin private FormatOptions formatOptions;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files to read, plain, .gz or .zip; standard input if none is given.")
  private List<String> files = List.of();

  @SuppressWarnings("NullAway.Init")
  NormalizeCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Input> inputs = Input.of(files.isEmpty() ? List.of("-") : files);
    try (var items = formatOptions.recording(inputs, Duration.ZERO).open();
        var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
      while (items.hasNext()) {
        Item item = items.next();
        out.write(NormalizedJson.line(item.normalized(), item.origin(), item.raw()));
        out.write('\n');
      }
    }
    return 0;
  }
}
